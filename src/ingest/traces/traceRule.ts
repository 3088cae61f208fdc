/**
 * Of nested spans of one call one bills, whatever requests and files they come in. The spans of a block are remembered
 * durably before any of its calls is in a batch. Whether a remembered span bills is asked of the identity index, so what
 * a kill leaves behind contradicts nothing: a span whose call was not recorded hides no other.
 */
import type { MappedEvent } from '../../decoding/formats/mapped.ts'
import { Traces } from '../../decoding/formats/traces/nesting.ts'
import { settle } from '../../decoding/formats/traces/settle.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../../identities/port.ts'
import { type SpanStore, spanKey, type TracedSpan } from '../../usage/spans.ts'
import type { Submission } from '../batch/submission.ts'
import { identityOf } from '../eventIdentity.ts'
import { type Claimer, Claims, createClaimer } from './claims.ts'

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

/** The events of each record. */
type Records = readonly (readonly MappedEvent[])[]

interface Judged {
  readonly settled: Records
  /** Calls that came before and don't bill so far. */
  readonly waiting: readonly TracedSpan[]
}

interface Question {
  readonly records: Records
  readonly own: readonly TracedSpan[]
  readonly traceIds: ReadonlySet<string>
  readonly claimer: Claimer
  /** Resolves when the events that are judged are in batches. */
  readonly taking: Promise<void>
  readonly answer: PromiseWithResolvers<Judged>
}

/** Spans that one body claims before it waits for their batches. */
const claimedMax = 100_000
/** Spans that are judged together. */
const togetherMax = 20_000
/** Spans of one trace that are read. In a trace that has more, calls are refused. */
const traceSpansMax = 50_000

export class TraceRule {
  readonly #dependencies: TraceRuleDependencies
  readonly #claims = new Claims()
  #questions: Question[] = []
  #isRunning = false

  constructor(dependencies: TraceRuleDependencies) {
    this.#dependencies = dependencies
  }

  body(submission: Submission): TracedBody {
    return new TracedBody(this, createClaimer(submission))
  }

  /** Judges the events of each record by all spans that are known. */
  judge(records: Records, claimer: Claimer, taking: Promise<void>): Promise<Judged> {
    const own = records.flatMap((events) => events.flatMap(({ span }) => span ?? []))
    if (own.length === 0) return Promise.resolve({ settled: records, waiting: [] })
    const traceIds = new Set(own.map(({ traceId }) => traceId))
    const answer = Promise.withResolvers<Judged>()
    this.#questions.push({ records, own, traceIds, claimer, taking, answer })
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
      const together = this.#nextTogether()
      try {
        await this.#answer(together)
      } catch (error) {
        for (const { answer } of together) answer.reject(error)
      }
    }
    this.#isRunning = false
  }

  #nextTogether(): Question[] {
    const together: Question[] = []
    const later: Question[] = []
    const taken = new Set<string>()
    let spans = 0
    for (const question of this.#questions) {
      const isFirst = together.length === 0
      const fits =
        spans + question.own.length <= togetherMax &&
        ![...question.traceIds].some((traceId) => taken.has(traceId))
      ;(isFirst || fits ? together : later).push(question)
      spans += question.own.length
      // Those that wait keep their order, so what shares a trace with one of them waits too.
      for (const traceId of question.traceIds) taken.add(traceId)
    }
    this.#questions = later
    return together
  }

  async #answer(together: readonly Question[]): Promise<void> {
    const own = together.flatMap((question) => question.own)
    const claimers = new Map<string, Claimer>()
    for (const { traceIds, claimer } of together)
      for (const traceId of traceIds) claimers.set(traceId, claimer)
    const { traces, before } = await this.#known(own, [...claimers.keys()])
    await this.#markBilled(traces, claimers)
    // No `await` from here on: what is known of other requests would be out of date.
    const settled = together.map(({ records }) => records.map((events) => settle(events, traces)))
    const ownKeys = new Set(own.map(spanKey))
    const waiting = new Map<Claimer, TracedSpan[]>(together.map(({ claimer }) => [claimer, []]))
    for (const span of traces.calls()) {
      const claimer = claimers.get(span.traceId)!
      const key = spanKey(span)
      if (!traces.isBilled(span)) {
        if (before.has(key)) waiting.get(claimer)!.push(span)
      } else if (ownKeys.has(key)) this.#claims.claim(identityName(span), claimer)
    }
    for (const [index, { claimer, taking, answer }] of together.entries()) {
      claimer.taking = taking
      answer.resolve({ settled: settled[index]!, waiting: waiting.get(claimer)! })
    }
  }

  /** The spans of these traces: those that are judged, and those that came before. */
  async #known(
    own: readonly TracedSpan[],
    traceIds: readonly string[],
  ): Promise<{ traces: Traces; before: ReadonlySet<string> }> {
    const { spans, shared, catchUp } = this.#dependencies
    const added = spans.add(own)
    // Of two processes that judge spans of one trace at one moment, one must see those of the other.
    if (shared) await added
    const [found] = await Promise.all([spans.read(traceIds, traceSpansMax), added])
    if (shared) await catchUp()
    const traces = new Traces()
    for (const span of found) traces.add(span)
    const before = new Set(found.map(spanKey))
    for (const span of own) traces.add(span)
    for (const [traceId, { length }] of Map.groupBy(found, (span) => span.traceId))
      if (length >= traceSpansMax) traces.forgotten(traceId)
    const calls = own.filter(({ call }) => call)
    for (const id of calls.length === 0 ? [] : await spans.recordedBeside(calls)) {
      if (!traces.has(id)) traces.forgotten(id.slice(0, id.lastIndexOf('/')))
    }
    return { traces, before }
  }

  /** Waits for batches of other bodies that have calls of these traces. */
  async #markBilled(traces: Traces, claimers: ReadonlyMap<string, Claimer>): Promise<void> {
    const calls = traces.calls()
    const waitedFor = new Set<string>()
    for (;;) {
      const recorded = this.#recorded(calls)
      const billed: TracedSpan[] = []
      const others: string[] = []
      for (const [index, span] of calls.entries()) {
        const name = identityName(span)
        const claimer = this.#claims.of(name)
        // What one body has in batches becomes durable together with what it sends now, or its sender gets the error.
        if (recorded[index] || (claimer && claimer === claimers.get(span.traceId))) billed.push(span)
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
    const places = new Map<string, number>()
    for (const span of calls) {
      const name = identityName(span)
      if (!places.has(name)) places.set(name, places.size)
    }
    const identity = Buffer.alloc(places.size * identitySize)
    for (const [name, at] of places) identity.write(name, at * identitySize, 'hex')
    const seen = new Uint8Array(places.size)
    this.#dependencies.identities.check(identity, new Uint8Array(identity.length), places.size, seen)
    return calls.map((span) => seen[places.get(identityName(span))!] !== identitySeen.new)
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
    if (this.#claimer.claimed.size > claimedMax) await this.#rule.release(this.#claimer)
    const taken = Promise.withResolvers<void>()
    try {
      const { settled, waiting } = await this.#rule.judge(records, this.#claimer, taken.promise)
      for (const span of waiting) this.#waiting.add(identityName(span))
      await take(settled)
    } finally {
      this.#claimer.taking = undefined
      taken.resolve()
    }
  }

  /** Identities of spans, 16 bytes each, about which the body may have decided. */
  decided(): Uint8Array {
    return Buffer.from([...this.#waiting].join(''), 'hex')
  }

  /** Call it whatever became of the body. */
  async release(): Promise<void> {
    if (this.#claimer.claimed.size > 0) await this.#rule.release(this.#claimer)
  }
}

const identityNames = new WeakMap<TracedSpan, string>()

/** Of the call event: 32 hex digits. */
function identityName(span: TracedSpan): string {
  let name = identityNames.get(span)
  if (name === undefined) {
    name = Buffer.from(identityOf('C', span.call!.source, spanKey(span))).toString('hex')
    identityNames.set(span, name)
  }
  return name
}
