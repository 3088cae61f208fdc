/**
 * OpenTelemetry: requests of OTLP with spans and log records, by the GenAI conventions and other dialects. Only inference
 * bills. Of spans of one call within each other, one bills.
 */
import { fail } from '../../../errors.ts'
import { type MappedEvent, mappedCall, withRaw } from '../mapped.ts'
import type { GatewayMapping } from '../mapping.ts'
import { textOf } from '../record.ts'
import { countsOf, spanCall } from './calls.ts'
import { type Kind, kindOf } from './kinds.ts'
import { partsOf, rawOf } from './layouts.ts'
import { readLog } from './logs.ts'
import { type Member, type Nesting, nestingOf } from './nesting.ts'
import { isFailed, type SpanRecord, spanKey, spanOf } from './spans.ts'

/** The text of a part, as far as it is needed. */
type KeepPart = (event: MappedEvent, kind: 'spans' | 'logs', index: number) => MappedEvent

/**
 * @param keep adds the text of a part to what was read of it; default: the part as it came
 * @throws HeadwaterError `record.malformed` for a record of another shape
 */
export function* readOtlp(value: unknown, mapping: GatewayMapping, keep?: KeepPart): Generator<MappedEvent> {
  const parts = partsOf(value)
  const { spans, logs, metrics } = parts
  const isOnly = spans.length + logs.length + metrics.length === 1
  // A record whose only part is refused is kept as it came.
  const kept: KeepPart =
    keep ?? ((event, kind, index) => (isOnly ? event : withRaw(event, () => rawOf(parts[kind][index]!))))
  yield* readSpans(spans.map(spanOf), kept, mapping)
  for (const [index, part] of logs.entries()) yield kept(readLog(part, mapping), 'logs', index)
  for (const _ of metrics) yield { skipped: 'metric' }
  if (spans.length + logs.length + metrics.length === 0) yield { skipped: 'request without spans' }
}

function* readSpans(
  spans: readonly SpanRecord[],
  kept: KeepPart,
  mapping: GatewayMapping,
): Generator<MappedEvent> {
  const judged = spans.map((span) => judge(span, mapping))
  const members = judged.filter((member) => member.kind === 'inference')
  const nesting = nestingOf(spans, members, mapping.models)
  for (const [index, { span, kind }] of judged.entries()) {
    const reason = skipReason(span, kind, nesting)
    if (reason !== undefined) {
      yield { skipped: reason }
      continue
    }
    const names = { source: mapping.source ?? 'otlp', id: spanKey(span) }
    const call = mappedCall(names, () =>
      typeof kind === 'object' ? failUnknown(kind) : spanCall(span, mapping),
    )
    yield kept(call, 'spans', index)
  }
}

interface Judged extends Member {
  readonly kind: Kind
}

function judge(span: SpanRecord, { operations }: GatewayMapping): Judged {
  const counts = countsOf(span.facts)
  const hasCounts = counts.some(({ value }) => textOf(value) !== '0')
  const kind = kindOf(span.facts, counts.length > 0, operations)
  const isCall = typeof kind === 'string' || 'unknownOperation' in kind
  return { span, hasCounts, kind: isCall && isFailed(span) ? failed : kind }
}

const failed = { skipped: 'failed call' } as const

function skipReason(span: SpanRecord, kind: Kind, { outer, inner }: Nesting): string | undefined {
  if (typeof kind === 'object') return 'skipped' in kind ? kind.skipped : undefined
  if (outer.has(span)) return 'span around another inference'
  if (inner.has(span)) return 'span inside another inference'
  return undefined
}

function failUnknown(kind: Kind): never {
  const operation = typeof kind === 'object' && 'unknownOperation' in kind ? kind.unknownOperation : ''
  return fail(
    'record.unknownOperation',
    `The span has a model and token counts, and gen_ai.operation.name is ${JSON.stringify(operation.slice(0, 64))}, which is not known.`,
    { path: '/attributes/gen_ai.operation.name' },
  )
}
