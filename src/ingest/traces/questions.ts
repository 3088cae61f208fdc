/** What bodies ask of the rule about nested spans, and how several questions become one. */
import type { MappedEvent } from '../../decoding/formats/mapped.ts'
import { Traces } from '../../decoding/formats/traces/nesting.ts'
import type { TracedSpan } from '../../usage/spans.ts'
import type { Claimer } from './claims.ts'

/** The events of each record. */
export type Records = readonly (readonly MappedEvent[])[]

export interface Judged {
  readonly settled: Records
  /** Calls that came before and don't bill so far. */
  readonly waiting: readonly TracedSpan[]
  /** Resolves when the spans are durable. */
  readonly remembered: Promise<void>
}

export interface Question {
  readonly records: Records
  readonly own: readonly TracedSpan[]
  /** Its traces, and how many calls each has. */
  readonly calls: ReadonlyMap<string, number>
  readonly claimer: Claimer
  /** Resolves when the events that are judged are in batches. */
  readonly taking: Promise<void>
  readonly answer: PromiseWithResolvers<Judged>
}

/** Spans that are judged together. */
const togetherMax = 20_000

/**
 * Those that share a query and an insert. Of those of one trace it is the first, because the second depends on whether
 * the first becomes durable.
 */
export function nextTogether(questions: readonly Question[]) {
  if (questions.length === 1) return { together: questions, later: [] }
  const together: Question[] = []
  const later: Question[] = []
  const taken = new Set<string>()
  let spans = 0
  for (const question of questions) {
    const isFirst = together.length === 0
    const fits =
      spans + question.own.length <= togetherMax &&
      ![...question.calls.keys()].some((traceId) => taken.has(traceId))
    ;(isFirst || fits ? together : later).push(question)
    spans += question.own.length
    // Those that wait keep their order, so what shares a trace with one of them waits too.
    for (const traceId of question.calls.keys()) taken.add(traceId)
  }
  return { together, later }
}

/** The questions as one; no two share a trace. */
export function allOf(together: readonly Question[]) {
  const [first] = together
  if (together.length === 1) return { ...first!, claimerOf: () => first!.claimer }
  const claimers = new Map<string, Claimer>()
  for (const { calls, claimer } of together)
    for (const traceId of calls.keys()) claimers.set(traceId, claimer)
  return {
    own: together.flatMap((question) => question.own),
    calls: new Map(together.flatMap(({ calls }) => [...calls])),
    claimerOf: ({ traceId }: TracedSpan) => claimers.get(traceId)!,
  }
}

interface KnownTraces extends Pick<Question, 'own' | 'calls'> {
  readonly found: readonly TracedSpan[]
  readonly forgotten: ReadonlySet<string>
}

/** With the spans of the traces that have several calls. A call that is alone in its trace bills. */
export function tracesToJudge({ own, calls, found, forgotten }: KnownTraces): Traces {
  const before = new Map<string, number>()
  for (const { traceId, call } of found) if (call) before.set(traceId, (before.get(traceId) ?? 0) + 1)
  const traces = new Traces()
  const isJudged = ({ traceId }: TracedSpan) =>
    calls.get(traceId)! + (before.get(traceId) ?? 0) > 1 || forgotten.has(traceId)
  for (const spans of [found, own]) for (const span of spans) if (isJudged(span)) traces.add(span)
  for (const traceId of forgotten) traces.forgotten(traceId)
  return traces
}
