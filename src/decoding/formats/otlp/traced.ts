/** What is remembered of a span, so that spans in other requests can be judged by it. */
import { type TracedSpan, unknownParent } from '../../../usage/spans.ts'
import type { GatewayMapping } from '../mapping.ts'
import { textOf } from '../record.ts'
import { countsOf } from './counts.ts'
import { factText } from './facts.ts'
import type { SpanRecord } from './spans.ts'

/** Undefined for a span without an identity. @param calls whether it is an inference that did not fail */
export function tracedSpan(
  span: SpanRecord,
  mapping: GatewayMapping,
  calls: { readonly hasCounts: boolean } | undefined,
): TracedSpan | undefined {
  const { traceId, spanId, parentId = '', part, facts } = span
  if (!traceId || !spanId) return undefined
  const { value } = part
  const start = micros(
    value.startTimeUnixNano ?? value.start_time_unix_nano ?? value.start_time ?? value.startTime,
  )
  const end = micros(value.endTimeUnixNano ?? value.end_time_unix_nano ?? value.end_time ?? value.endTime)
  const own = { traceId, spanId, parentId: /^0*$/.test(parentId) ? '' : parentId, start, end }
  if (calls === undefined) return own
  const answer = factText(facts, 'responseId') ?? ''
  const { hasCounts } = calls
  const call = { source: mapping.source ?? 'otlp', hasCounts, answer, names: namesOf(span, mapping) }
  return { ...own, call: mapping.unlinkedSpans === 'bill' ? { ...call, billsUnlinked: true } : call }
}

/** Of the span that a log record is about. It does not say in which span that one lies. */
export function tracedLog(record: SpanRecord, mapping: GatewayMapping): TracedSpan | undefined {
  const { value } = record.part
  const hasCounts = countsOf(record.facts).some((count) => textOf(count.value) !== '0')
  const end = micros(value.timeUnixNano ?? value.time_unix_nano)
  const span = tracedSpan(record, mapping, { hasCounts })
  return span && { ...span, parentId: unknownParent, start: end, end }
}

function namesOf({ facts }: SpanRecord, { models }: GatewayMapping): string[] {
  const names = new Set<string>()
  for (const meaning of ['requestModel', 'responseModel'] as const) {
    const name = factText(facts, meaning)
    if (name === undefined) continue
    names.add(bareName(name))
    const known = Object.hasOwn(models, name) ? models[name] : undefined
    if (known !== undefined) names.add(typeof known === 'string' ? known : known.asset)
  }
  return [...names]
}

const provider =
  /^.*\/|^(?:[a-z]{2,6}\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google)\./
const version = /(?:[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|latest))?(?:-v\d+(?::\d+)?)?$/
const bareNames = new Map<string, string>()
const bareNamesMax = 10_000

/** `us.anthropic.claude-sonnet-4-5-20250929-v1:0`, `anthropic/claude-sonnet-4-5` and `claude-sonnet-4-5` are one model. */
function bareName(name: string): string {
  let bare = bareNames.get(name)
  if (bare === undefined) {
    bare = name.toLowerCase().replace(provider, '').replace(provider, '').replace(version, '')
    if (bareNames.size >= bareNamesMax) bareNames.clear()
    bareNames.set(name, bare)
  }
  return bare
}

const digits = /^\d{4,20}$/

/** Of nanoseconds, or of a time in words; 0 for anything else. It only says which spans can't be within each other. */
function micros(value: unknown): number {
  const text = textOf(value)
  if (text === undefined) return 0
  if (digits.test(text)) return Math.min(Number(text.slice(0, -3)), Number.MAX_SAFE_INTEGER)
  const millis = Date.parse(text)
  return Number.isNaN(millis) || millis < 0 ? 0 : millis * 1_000
}
