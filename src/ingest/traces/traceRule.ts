/**
 * Of nested spans of one call one bills, whatever requests and files they come in. The spans of a block are durable
 * before a batch with one of its calls counts, and before its sender gets an answer. Whether a remembered span bills is asked of the identity index, so what
 * a kill leaves behind contradicts nothing: a span whose call was not recorded hides no other.
 */
import type { Traces } from '../../decoding/formats/traces/nesting.ts'
import { settle } from '../../decoding/formats/traces/settle.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../../identities/port.ts'
import { type SpanStore, spanKey, type TracedSpan } from '../../usage/spans.ts'
import type { Submission } from '../batch/submission.ts'
import { identityOf } from '../eventIdentity.ts'
import { type Claimer, Claims, createClaimer } from './claims.ts'
import { KnownSpans, traceSpansMax } from './knownSpans.ts'
import { allOf, type Judged, nextTogether, type Question, type Records, tracesToJudge } from './questions.ts'

interface TraceRuleDependencies {
  readonly spans: SpanStore
  readonly identities: IdentityIndex
  /** Whether other processes remember spans too. */
  readonly shared: boolean
  /** Brings the identity index up to what other processes recorded. */
  readonly catchUp: () => Promise<void>
  /** Resolves when everything in batches is durable or has failed. */
  readonly drain: () => Promise<void>
}

/** Spans that one body claims before it waits for their batches. */
const claimedMax = 100_000

export class TraceRule {
  readonly #dependencies: TraceRuleDependencies
  readonly #known: KnownSpans
  readonly #claims = new Claims()
  #questions: Question[] = []
  #isRunning = false

  constructor(dependencies: TraceRuleDependencies) {
    this.#dependencies = dependencies
    this.#known = new KnownSpans(dependencies.spans, dependencies.shared)
  }

  body(submission: Submission): TracedBody {
    return new TracedBody(this, createClaimer(submission))
  }

  /** Judges the events of each record by all spans that are known. */
  judge(records: Records, claimer: Claimer, taking: Promise<void>): Promise<Judged> {
    const own: TracedSpan[] = []
    for (const events of records) for (const { span } of events) if (span) own.push(span)
    if (own.length === 0)
      return Promise.resolve({ settled: records, waiting: [], remembered: Promise.resolve() })
    const calls = new Map<string, number>()
    for (const { traceId, call } of own) calls.set(traceId, (calls.get(traceId) ?? 0) + (call ? 1 : 0))
    const answer = Promise.withResolvers<Judged>()
    this.#questions.push({ records, own, calls, claimer, taking, answer })
    if (!this.#isRunning) void this.#run()
    return answer.promise
  }

  /** Call it when no more of the body is judged. */
  async release(claimer: Claimer): Promise<void> {
    await this.#dependencies.drain()
    this.#claims.release(claimer)
  }

  /**
   * Requests that wait share a query and an insert. Those of one trace are judged one after another, because the second
   * depends on whether the first becomes durable.
   */
  async #run(): Promise<void> {
    this.#isRunning = true
    while (this.#questions.length > 0) {
      const { together, later } = nextTogether(this.#questions)
      this.#questions = later
      try {
        await this.#answer(together)
      } catch (error) {
        for (const { answer } of together) answer.reject(error)
      }
    }
    this.#isRunning = false
  }

  async #answer(together: readonly Question[]): Promise<void> {
    const { own, calls, claimerOf } = allOf(together)
    const { found, remembered } = await this.#remember(own, calls.keys())
    const traces = tracesToJudge({ own, calls, found, forgotten: await this.#forgotten(own, found) })
    await this.#markBilled(traces, claimerOf)
    // No `await` from here on: what is known of other requests would be out of date.
    const settled = together.map(({ records }) => records.map((events) => settle(events, traces)))
    for (const span of own) {
      if (span.call && (!traces.judges(span.traceId) || traces.isBilled(span)))
        this.#claims.claim(claimName(span), claimerOf(span))
    }
    const waiting = new Map<Claimer, TracedSpan[]>(together.map(({ claimer }) => [claimer, []]))
    for (const span of found) {
      if (span.call && traces.judges(span.traceId) && !traces.isBilled(span))
        waiting.get(claimerOf(span))!.push(span)
    }
    for (const [index, { claimer, taking, answer }] of together.entries()) {
      claimer.taking = taking
      answer.resolve({ settled: settled[index]!, waiting: waiting.get(claimer)!, remembered })
    }
  }

  /** The spans of these traces that came before. */
  async #remember(
    own: readonly TracedSpan[],
    traceIds: Iterable<string>,
  ): Promise<{ found: TracedSpan[]; remembered: Promise<void> }> {
    const { shared, catchUp } = this.#dependencies
    if (!shared) {
      const found = await this.#known.read(traceIds)
      return { found, remembered: this.#known.add(own) }
    }
    // Of two processes that judge spans of one trace at one moment, one must see those of the other.
    const remembered = this.#known.add(own)
    await remembered
    const found = await this.#known.read(traceIds)
    await catchUp()
    return { found, remembered }
  }

  /** Traces that have calls whose spans are not known. */
  async #forgotten(own: readonly TracedSpan[], found: readonly TracedSpan[]): Promise<Set<string>> {
    const traceIds = new Set<string>()
    for (const [traceId, { length }] of Map.groupBy(found, (span) => span.traceId))
      if (length >= traceSpansMax) traceIds.add(traceId)
    const calls = own.filter(({ call }) => call)
    const recorded = calls.length === 0 ? [] : await this.#known.recordedBeside(calls)
    if (recorded.length === 0) return traceIds
    const known = new Set([...own, ...found].map(spanKey))
    for (const id of recorded) if (!known.has(id)) traceIds.add(id.slice(0, id.lastIndexOf('/')))
    return traceIds
  }

  /** Waits for batches of other bodies that have calls of these traces. */
  async #markBilled(traces: Traces, claimerOf: (span: TracedSpan) => Claimer): Promise<void> {
    const calls = traces.calls()
    const waitedFor = new Set<string>()
    for (;;) {
      const recorded = this.#recorded(calls)
      const billed: TracedSpan[] = []
      const others: string[] = []
      for (const [index, span] of calls.entries()) {
        const name = claimName(span)
        const claimer = this.#claims.of(name)
        // What one body has in batches becomes durable together with what it sends now, or its sender gets the error.
        if (recorded[index] || claimer === claimerOf(span)) billed.push(span)
        else if (claimer && !waitedFor.has(name)) others.push(name)
      }
      if (others.length === 0) {
        for (const span of billed) traces.bills(span)
        return
      }
      for (const name of others) {
        await this.#claims.of(name)?.taking
        waitedFor.add(name)
      }
      await this.#dependencies.drain()
    }
  }

  /** For each call whether it was accepted. */
  #recorded(calls: readonly TracedSpan[]): boolean[] {
    if (calls.length === 0) return []
    const places = new Map<string, number>()
    const identity = Buffer.alloc(calls.length * identitySize)
    for (const span of calls) {
      const name = claimName(span)
      if (places.has(name)) continue
      identity.set(identityOfSpan(span), places.size * identitySize)
      places.set(name, places.size)
    }
    const seen = new Uint8Array(places.size)
    this.#dependencies.identities.check(identity, new Uint8Array(identity.length), places.size, seen)
    return calls.map((span) => seen[places.get(claimName(span))!] !== identitySeen.new)
  }
}

/** One body whose records are spans. */
export class TracedBody {
  readonly #rule: TraceRule
  readonly #claimer: Claimer
  /** Identities of calls that came before and don't bill so far: what came since may decide about them. */
  readonly #waiting = new Set<string>()

  constructor(rule: TraceRule, claimer: Claimer) {
    this.#rule = rule
    this.#claimer = claimer
  }

  /** Judges the records, and passes their events to `take`, which puts them into batches. */
  async judged(records: Records, take: (settled: Records) => Promise<void>): Promise<void> {
    if (this.#claimer.claimed.length > claimedMax) await this.#rule.release(this.#claimer)
    const taken = Promise.withResolvers<void>()
    try {
      const judged = await this.#rule.judge(records, this.#claimer, taken.promise)
      const { settled, waiting, remembered } = judged
      for (const span of waiting) this.#waiting.add(identityOfSpan(span).toString('hex'))
      const { submission } = this.#claimer
      submission.needs = bothDone(submission.needs, remembered)
      await take(settled)
    } finally {
      this.#claimer.taking = undefined
      taken.resolve()
    }
  }

  /** Resolves when its spans are durable. @throws the engines' errors */
  async remembered(): Promise<void> {
    await this.#claimer.submission.needs
  }

  /** Identities of spans, 16 bytes each, about which the body may have decided. */
  decided(): Uint8Array {
    return Buffer.from([...this.#waiting].join(''), 'hex')
  }

  /** Call it whatever became of the body. */
  async release(): Promise<void> {
    if (this.#claimer.claimed.length > 0) await this.#rule.release(this.#claimer)
  }
}

/** Rejects with the failure of either. Its caller may leave it unhandled. */
function bothDone(one: Promise<unknown> | undefined, other: Promise<unknown>): Promise<unknown> {
  if (one === undefined) return other
  const both = Promise.all([one, other])
  both.catch(() => {})
  return both
}

function claimName(span: TracedSpan): string {
  return `${span.call!.source} ${spanKey(span)}`
}

/** Of the call event: 16 bytes. */
function identityOfSpan(span: TracedSpan): Buffer {
  return Buffer.from(identityOf('C', span.call!.source, spanKey(span)))
}
