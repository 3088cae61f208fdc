/**
 * The remembered spans as the rule asks for them. Where no other process writes, most questions need no query: the
 * process knows which traces are stored, and has the spans of the traces that came last. Spans that come while others
 * are stored share an insert.
 */
import type { SpanStore, TracedSpan } from '../../usage/spans.ts'
import { TraceIds } from './traceIds.ts'

/** Spans of one trace that are read. */
export const traceSpansMax = 50_000
/** Spans that are in memory, up to twice as many. */
const recentSpansMax = 50_000
/** Traces of which it is known that they are stored. With more, the store is asked which of them it still has. */
const traceIdsMax = 4_000_000

type Traces = Map<string, TracedSpan[]>

export class KnownSpans {
  readonly #store: SpanStore
  readonly #shared: boolean
  #stored: TraceIds | undefined
  /** All spans of the traces that came last, and of those that came before them. */
  #recent: Traces = new Map()
  #before: Traces = new Map()
  #recentSpans = 0
  #pending: TracedSpan[] = []
  #writing: Promise<void> | undefined
  #next: Promise<void> | undefined

  /** @param shared whether other processes remember spans too */
  constructor(store: SpanStore, shared: boolean) {
    this.#store = store
    this.#shared = shared
  }

  /** Resolves when they are durable. The next questions have them before that. Call it after `read` of their traces. */
  add(spans: readonly TracedSpan[]): Promise<void> {
    for (const span of spans) {
      this.#pending.push(span)
      if (!this.#shared) this.#keep(span)
    }
    if (this.#next === undefined) {
      this.#next = this.#write()
      // Each body waits for it, unless it fails before that.
      this.#next.catch(() => {})
    }
    return this.#next
  }

  /** The spans of these traces, some perhaps twice. */
  async read(traceIds: Iterable<string>): Promise<TracedSpan[]> {
    if (this.#shared) return this.#store.read([...traceIds], traceSpansMax)
    if (this.#stored === undefined || this.#stored.size > traceIdsMax)
      this.#stored = new TraceIds(await this.#store.traceSums())
    const found: TracedSpan[] = []
    const unknown: string[] = []
    for (const traceId of traceIds) {
      const spans = this.#recentOf(traceId)
      if (spans) for (const span of spans) found.push(span)
      else if (this.#stored.add(traceId)) this.#put(traceId, [])
      else unknown.push(traceId)
    }
    if (unknown.length === 0) return found
    await (this.#next ?? this.#writing)?.catch(() => {})
    const read = Map.groupBy(await this.#store.read(unknown, traceSpansMax), ({ traceId }) => traceId)
    for (const traceId of unknown) {
      const spans = read.get(traceId) ?? []
      this.#put(traceId, spans)
      for (const span of spans) found.push(span)
    }
    return found
  }

  /** The calls of the store that may be of one call with these, and whose spans are forgotten. */
  recordedBeside(spans: readonly TracedSpan[]): Promise<string[]> {
    return this.#store.recordedBeside(spans)
  }

  #recentOf(traceId: string): TracedSpan[] | undefined {
    const spans = this.#recent.get(traceId)
    if (spans) return spans
    const before = this.#before.get(traceId)
    if (before) {
      this.#before.delete(traceId)
      this.#put(traceId, before)
    }
    return before
  }

  /** Of a trace that is not in memory any more, all spans are read when it is asked for. */
  #keep(span: TracedSpan): void {
    const spans = this.#recentOf(span.traceId)
    if (spans === undefined || spans.length >= traceSpansMax) return
    spans.push(span)
    this.#recentSpans++
  }

  #put(traceId: string, spans: TracedSpan[]): void {
    if (this.#recentSpans > recentSpansMax) {
      this.#before = this.#recent
      this.#recent = new Map()
      this.#recentSpans = 0
    }
    this.#recent.set(traceId, spans)
    this.#recentSpans += spans.length + 1
  }

  async #write(): Promise<void> {
    await this.#writing?.catch(() => {})
    const spans = this.#pending
    this.#pending = []
    this.#next = undefined
    this.#writing = this.#store.add(spans)
    await this.#writing
  }
}
