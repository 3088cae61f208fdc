/**
 * OpenTelemetry: requests of OTLP with spans and log records, by the GenAI conventions and other dialects. Only inference
 * bills. Which of spans within each other bill is judged in formats/traces.
 */
import { fail } from '../../../errors.ts'
import { type MappedEvent, mappedCall, withRaw } from '../mapped.ts'
import type { GatewayMapping } from '../mapping.ts'
import { textOf } from '../record.ts'
import { spanCall } from './calls.ts'
import { countsOf, isCounted } from './counts.ts'
import { type Kind, kindOf } from './kinds.ts'
import { partsOf, rawOf } from './layouts.ts'
import { readLog } from './logs.ts'
import { isFailed, type SpanRecord, spanKey, spanOf } from './spans.ts'
import { tracedSpan } from './traced.ts'

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

/** Each span says what it is. Which of nested ones bill is judged later, by all spans of their trace that are known. */
function* readSpans(
  spans: readonly SpanRecord[],
  kept: KeepPart,
  mapping: GatewayMapping,
): Generator<MappedEvent> {
  for (const [index, span] of spans.entries()) {
    const counts = countsOf(span.facts)
    const kind = judge(span, counts.length > 0, mapping)
    const hasCounts = counts.some(({ value }) => textOf(value) !== '0')
    const traced = tracedSpan(span, mapping, kind === 'inference' ? { hasCounts } : undefined)
    const own = traced && { span: traced }
    if (typeof kind === 'object' && 'skipped' in kind) {
      yield { skipped: kind.skipped, ...own }
      continue
    }
    const names = { source: mapping.source ?? 'otlp', id: spanKey(span) }
    const call = mappedCall(names, () =>
      typeof kind === 'object' ? failUnknown(kind) : spanCall(span, mapping),
    )
    yield kept({ ...call, ...own }, 'spans', index)
  }
}

function judge(span: SpanRecord, hasCounts: boolean, mapping: GatewayMapping): Kind {
  const kind = kindOf(span.facts, hasCounts, mapping.operations)
  const isCall = typeof kind === 'string' || 'unknownOperation' in kind
  return isCall && isFailed(span) && !isCounted(span, mapping) ? failed : kind
}

const failed = { skipped: 'failed call' } as const

function failUnknown(kind: Kind): never {
  const operation = typeof kind === 'object' && 'unknownOperation' in kind ? kind.unknownOperation : ''
  return fail(
    'record.unknownOperation',
    `The span has a model and token counts, and gen_ai.operation.name is ${JSON.stringify(operation.slice(0, 64))}, which is not known.`,
    { path: '/attributes/gen_ai.operation.name' },
  )
}
