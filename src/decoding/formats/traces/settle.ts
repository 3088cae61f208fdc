/** Turns the parts of a record into what they are by the spans that are known: nested spans of one call bill once. */
import type { Fault } from '../../../errors.ts'
import { spanKey, type TracedSpan } from '../../../usage/spans.ts'
import type { MappedEvent } from '../mapped.ts'
import { Traces, type Verdict } from './nesting.ts'

/** @param traces has the spans of the record already */
export function settle(events: readonly MappedEvent[], traces: Traces): readonly MappedEvent[] {
  const calls: TracedSpan[] = []
  for (const { span } of events) if (span?.call && traces.judges(span.traceId)) calls.push(span)
  if (calls.length === 0) return events
  const verdicts = traces.judge(calls)
  return events.map((event) => {
    const verdict = event.span && verdicts.get(event.span)
    return verdict === undefined ? event : settled(event, verdict)
  })
}

/** Where nothing is known beside the record. */
export function settleAlone(events: readonly MappedEvent[]): readonly MappedEvent[] {
  const spans = events.flatMap(({ span }) => span ?? [])
  const calls = spans.filter(({ call }) => call)
  // A call that is the only one of its trace bills.
  if (new Set(calls.map(({ traceId }) => traceId)).size === calls.length) return events
  const traces = new Traces()
  for (const span of spans) traces.add(span)
  return settle(events, traces)
}

function settled(event: MappedEvent, verdict: Verdict): MappedEvent {
  const { line, span } = event
  const place = line === undefined ? {} : { line }
  if (verdict === 'bills') return event
  if (verdict === 'around') return { skipped: 'span around another inference', ...place }
  if (verdict === 'inside') return { skipped: 'span inside another inference', ...place }
  if (verdict === 'told') return { skipped: 'call that its span or its log record bills', ...place }
  const raw = event.raw ?? event.lateRaw?.()
  const own = raw === undefined ? {} : { raw }
  return { fault: faultOf(span!, verdict), source: span!.call!.source, id: spanKey(span!), ...place, ...own }
}

function faultOf({ traceId }: TracedSpan, verdict: 'held' | 'late'): Fault {
  const trace = `The trace ${JSON.stringify(traceId.slice(0, 64))}`
  if (verdict === 'held') {
    return {
      code: 'record.spanHeld',
      message: `${trace} has a call that bills and may be this one: a span between the two has not come.`,
      path: '/parentSpanId',
    }
  }
  return {
    code: 'record.spanLate',
    message: `${trace} has spans that are forgotten, or more than are read: this call may be one that bills already.`,
    path: '/traceId',
  }
}
