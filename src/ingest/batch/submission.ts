/** The sender's side of a batch: a stream wants its events counted, a request wants a result for each. */
import type { Actor } from '../../base/actor.ts'
import type { Fault } from '../../errors.ts'
import type {
  Backdated,
  BackdatedEvent,
  EventPermissions,
  EventResult,
  IngestReport,
  LikeCall,
  RejectedEvent,
  Sender,
  SuspectedCall,
} from '../answers.ts'
import { backdatedListedMax, rejectedListedMax, suspectedListedMax, suspendedKeysMax } from '../limits.ts'
import { placeOf, ReadingCounts, RefusedGroups, SkippedGroups } from './groups.ts'

/** A status that ingestion itself gives. */
type JudgedStatus = Exclude<EventResult['status'], 'queued'>

/** What became of one event. For accepted events and repeated calls only if the sender wants each. */
export interface EventOutcome {
  /** The number of the event within the submission, from 0. */
  readonly ordinal: number
  readonly line: number
  /** Index in the JSON array; left out or below 0 where the input is no array. */
  readonly element?: number
  readonly status: JudgedStatus
  readonly source?: string
  readonly id?: string
  readonly suspended?: boolean
  readonly suspected?: LikeCall
  readonly backdated?: Backdated
  readonly fault?: Fault
}

export interface Submission {
  readonly origin: string
  /** The format of its records, which is kept with refused ones. */
  readonly format: string
  readonly allowed: EventPermissions
  /** Who the audit names for its registry events; undefined for the user of the process. */
  readonly actor?: Actor | undefined
  readonly wantsEach: boolean
  /** Whether it asks for `suspendedCall`: naming each such call costs as much as taking it in. */
  readonly wantsSuspended: boolean
  /** The trace that its events are part of. */
  readonly traceparent?: string | undefined
  /** Why its events could not be made durable; set by the writer. */
  failure: Error | undefined
  /** What must be durable before its events count; set by the one who sends them. */
  needs?: Promise<unknown> | undefined
  /** Counts of events for which `outcome` is not called, because the sender does not want each. */
  plainEvents(accepted: number, duplicate: number): void
  outcome(outcome: EventOutcome): void
  /** Called for a gateway's record that is no call and bills nothing. */
  skip(reason: string, line: number, element?: number): void
  /** Called for a record whose counts of tokens had several readings, with the one that was taken. */
  reading(reading: string): void
  /** Called with a number of refused events that the refused list could not keep. */
  notKept(count: number): void
  /** If the sender wants it, called for an accepted call whose asset or version is not known so far. */
  suspendedCall(asset: string, version: string): void
  /** Called for an accepted call that may have been sent before under another name. */
  suspectedCall(call: SuspectedCall): void
}

export const everything: EventPermissions = { calls: true, registry: true }

/** Counts events for a report. Its memory does not grow with the stream. */
export class StreamTally implements Submission {
  readonly origin: string
  readonly format: string
  readonly allowed: EventPermissions
  readonly wantsEach = false
  readonly wantsSuspended = true
  readonly traceparent: string | undefined
  readonly actor: Actor | undefined
  failure: Error | undefined
  /** Events taken so far, whatever became of them. */
  events = 0
  readonly #counts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  readonly #rejected: RejectedEvent[] = []
  readonly #refused = new RefusedGroups()
  readonly #skipped = new SkippedGroups()
  readonly #readings = new ReadingCounts()
  #notKept = 0
  readonly #suspended = new Map<string, { asset: string; version: string; calls: number }>()
  #suspendedUnlisted = 0
  #suspected = 0
  readonly #suspectedCalls: SuspectedCall[] = []
  #backdated = 0
  readonly #backdatedEvents: BackdatedEvent[] = []

  constructor(origin: string, format: string, { allowed = everything, actor, traceparent }: Sender = {}) {
    this.origin = origin
    this.format = format
    this.allowed = allowed
    this.actor = actor
    this.traceparent = traceparent
  }

  plainEvents(accepted: number, duplicate: number): void {
    this.#counts.accepted += accepted
    this.#counts.duplicate += duplicate
  }

  outcome(outcome: EventOutcome): void {
    const { line, status, source = '', id = '', backdated, fault } = outcome
    this.#counts[status]++
    this.#refused.add(outcome)
    if (backdated) {
      this.#backdated++
      if (this.#backdatedEvents.length < backdatedListedMax)
        this.#backdatedEvents.push({ line, event: { source, id }, ...backdated })
    }
    if (status === 'rejected' && fault && this.#rejected.length < rejectedListedMax) {
      const { line, path, ...names } = placeOf(outcome)
      this.#rejected.push({ line, code: fault.code, path, message: fault.message, ...names })
    }
  }

  suspendedCall(asset: string, version: string): void {
    const key = `${asset} ${version}`
    const known = this.#suspended.get(key)
    if (known) known.calls++
    else if (this.#suspended.size < suspendedKeysMax) this.#suspended.set(key, { asset, version, calls: 1 })
    else this.#suspendedUnlisted++
  }

  suspectedCall(call: SuspectedCall): void {
    this.#suspected++
    if (this.#suspectedCalls.length < suspectedListedMax) this.#suspectedCalls.push(call)
  }

  skip(reason: string, line: number, element?: number): void {
    this.#skipped.add(reason, line, element)
  }

  reading(reading: string): void {
    this.#readings.add(reading)
  }

  notKept(count: number): void {
    this.#notKept += count
  }

  /** @param resolvable whether asset and version are known now: a later event of the stream may have registered them */
  report(resolvable: (asset: string, version: string) => boolean): IngestReport {
    let suspended = this.#suspendedUnlisted
    for (const { asset, version, calls } of this.#suspended.values()) {
      if (!resolvable(asset, version)) suspended += calls
    }
    const { accepted, duplicate, conflict, rejected: rejectedCount } = this.#counts
    const refusedByCode = this.#refused.list()
    return {
      accepted,
      duplicate,
      conflict,
      suspended,
      ...(this.#suspected > 0 && { suspected: this.#suspected, suspectedCalls: this.#suspectedCalls }),
      ...(this.#backdated > 0 && { backdated: this.#backdated, backdatedEvents: this.#backdatedEvents }),
      rejected: this.#rejected,
      rejectedCount,
      ...(refusedByCode.length > 0 && { refusedByCode }),
      ...(this.#notKept > 0 && { notKept: this.#notKept }),
      ...(this.#skipped.count > 0 && {
        skipped: this.#skipped.counts(),
        skippedByReason: this.#skipped.list(),
      }),
      ...(this.#readings.count > 0 && { readings: this.#readings.list() }),
      read: accepted + duplicate + conflict + rejectedCount + this.#skipped.count,
      format: this.format.split(' ', 1)[0]!,
    }
  }
}

/** Collects one result for each event, in the order sent. */
export class RequestResults implements Submission {
  readonly origin: string
  readonly format: string
  readonly allowed: EventPermissions
  readonly wantsEach = true
  readonly wantsSuspended = false
  readonly traceparent: string | undefined
  readonly actor: Actor | undefined
  failure: Error | undefined
  readonly results: (EventResult & { readonly status: JudgedStatus })[] = []
  readonly skipped = new SkippedGroups()
  readonly readings = new ReadingCounts()

  constructor(origin: string, format: string, { allowed = everything, actor, traceparent }: Sender = {}) {
    this.origin = origin
    this.format = format
    this.allowed = allowed
    this.actor = actor
    this.traceparent = traceparent
  }

  plainEvents(): void {}

  suspendedCall(): void {}

  suspectedCall(): void {}

  skip(reason: string, line: number, element?: number): void {
    this.skipped.add(reason, line, element)
  }

  reading(reading: string): void {
    this.readings.add(reading)
  }

  notKept(): void {}

  outcome({ ordinal, status, source, id, suspended, suspected, backdated, fault }: EventOutcome): void {
    this.results[ordinal] = {
      id: id ?? null,
      source: source ?? null,
      status,
      ...(suspended && { suspended }),
      ...(suspected && { suspected }),
      ...(backdated && { backdated }),
      ...(fault && { fault }),
    }
  }
}
