/**
 * Of nested spans of one call one bills, whatever requests and files they come in. The spans of a block are remembered
 * durably before any of its calls is in a batch. Whether a remembered span bills is asked of the identity index, so what
 * a kill leaves behind contradicts nothing: a span whose call was not recorded hides no other.
 */
import { oneAtATime } from '../../base/oneAtATime.ts'
import type { MappedEvent } from '../../decoding/formats/mapped.ts'
import { Traces } from '../../decoding/formats/traces/nesting.ts'
import { settle } from '../../decoding/formats/traces/settle.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../../identities/port.ts'
import { type SpanStore, spanKey, type TracedSpan } from '../../usage/spans.ts'
import { identityOf } from '../eventIdentity.ts'
import { Claims, type Claimer, createClaimer } from './claims.ts'
import type { Submission } from '../batch/submission.ts'

interface TraceRuleDependencies {
  readonly spans: SpanStore
  readonly identities: IdentityIndex
  /** Whether other processes remember spans too. */
  readonly shared: boolean
  /** Resolves when everything in batches is durable or has failed. */
  readonly drain: () => Promise<void>
}

/** Spans that one body claims before it waits for their batches. */
const claimedMax = 100_000

export class TraceRule {
  readonly #dependencies: TraceRuleDependencies
  readonly #claims = new Claims()
  /** Blocks are judged one after another: of two at one moment, each would miss the spans of the other. */
  readonly #inTurn = oneAtATime()

  constructor(dependencies: TraceRuleDependencies) {
    this.#dependencies = dependencies
  }

  body(submission: Submission): TracedBody {
    return new TracedBody(this, createClaimer(submission))
  }

  /**
   * @param taking resolves when the events are in batches
   * @returns the events of each record, as they are by all spans that are known; and the calls of other requests that
   *   don't bill so far
   */
  judge(
    records: readonly (readonly MappedEvent[])[],
    claimer: Claimer,
    taking: Promise<void>,
  ): Promise<{ settled: MappedEvent[][]; waiting: TracedSpan[] }> {
    const own = records.flatMap((events) => events.flatMap(({ span }) => span ?? []))
    if (own.length === 0) return Promise.resolve({ settled: records.map((events) => [...events]), waiting: [] })
    return this.#inTurn(async () => {
      const traces = await this.#known(own)
      await this.#markBilled(traces, claimer)
      // No `await` from here on: what is known of other requests would be out of date.
      const settled = records.map((events) => settle(events, traces))
      claimer.taking = taking
      const ownKeys = new Set(own.map(spanKey))
      const waiting: TracedSpan[] = []
      for (const span of traces.spans()) {
        if (!span.call) continue
        if (traces.isBilled(span)) {
          if (ownKeys.has(spanKey(span))) this.#claims.claim(identityName(span), claimer)
        } else if (!ownKeys.has(spanKey(span))) waiting.push(span)
      }
      return { settled, waiting }
    })
  }

  async release(claimer: Claimer): Promise<void> {
    await this.#dependencies.drain()
    this.#claims.release(claimer)
  }

  /** The spans of these traces: those of the block, and those that came before. */
  async #known(own: readonly TracedSpan[]): Promise<Traces> {
    const { spans, shared } = this.#dependencies
    const traceIds = [...new Set(own.map(({ traceId }) => traceId))]
    const added = spans.add(own)
    // Of two processes that judge spans of one trace at one moment, one must see those of the other.
    if (shared) await added
    const [before] = await Promise.all([spans.read(traceIds), added])
    const traces = new Traces()
    for (const span of before) traces.add(span)
    for (const span of own) traces.add(span)
    const calls = own.filter(({ call }) => call)
    for (const id of calls.length === 0 ? [] : await spans.recordedBeside(calls)) {
      if (!traces.has(id)) traces.forgotten(id.slice(0, id.lastIndexOf('/')))
    }
    return traces
  }

  async #markBilled(traces: Traces, claimer: Claimer): Promise<void> {
    const calls = [...traces.spans()].filter(({ call }) => call)
    const waitedFor = new Set<string>()
    for (;;) {
      const recorded = this.#recorded(calls)
      const billed = calls.filter((span, index) => {
        if (recorded[index]) return true
        const other = this.#claims.of(identityName(span))
        // What one body has in batches becomes durable together with what it sends now, or its sender knows.
        return other === claimer && claimer.submission.failure === undefined
      })
      const others = calls.filter((span, index) => {
        const name = identityName(span)
        const other = this.#claims.of(name)
        return !recorded[index] && other !== undefined && other !== claimer && !waitedFor.has(name)
      })
      if (others.length === 0) {
        for (const span of billed) traces.bills(span)
        return
      }
      for (const span of others) {
        const name = identityName(span)
        await this.#claims.of(name)?.taking
        waitedFor.add(name)
      }
      await this.#dependencies.drain()
    }
  }

  /** For each call whether it was accepted. */
  #recorded(calls: readonly TracedSpan[]): boolean[] {
    const places = new Map<string, number>()
    for (const span of calls) places.set(identityName(span), places.get(identityName(span)) ?? places.size)
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
  /** Identities of remembered spans of other requests that don't bill so far: what came since may decide about them. */
  readonly #waiting = new Set<string>()

  constructor(rule: TraceRule, claimer: Claimer) {
    this.#rule = rule
    this.#claimer = claimer
  }

  /** Judges the records, and passes their events to `take`, which puts them into batches. */
  async judged(
    records: readonly (readonly MappedEvent[])[],
    take: (settled: readonly (readonly MappedEvent[])[]) => Promise<void>,
  ): Promise<void> {
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

  /** @returns identities of spans, 16 bytes each, about which the spans of this body may have decided */
  async end(): Promise<Uint8Array> {
    await this.#rule.release(this.#claimer)
    return Buffer.from([...this.#waiting].join(''), 'hex')
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
