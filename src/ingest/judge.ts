/**
 * Judges one event and puts it into the open batch. The order is fixed: the event's fields, then its identity, then
 * what needs the registry. The identities of calls are looked up later, all calls of a batch at once
 * (batch/commit.ts). Registry events are commands in order, and each is decided against everything before it, so they
 * are looked up here, one by one.
 */

import { hex } from '../base/hex.ts'
import { withMappingKey } from '../decoding/formats/mappingKeys.ts'
import type { RecordBlock } from '../decoding/records/block.ts'
import { parseJson } from '../decoding/records/json.ts'
import { type Fault, faultOf, HeadwaterError } from '../errors.ts'
import { type CallEvent, isCall, plainCall, type RegistryWireEvent } from '../events/index.ts'
import { JsonText } from '../eventstore/jsonText.ts'
import { type IdentityIndex, identitySeen } from '../identities/port.ts'
import {
  assetNamed,
  decide,
  evolve,
  factText,
  type Reach,
  type RegistryState,
  reachOf,
} from '../registry/index.ts'
import type { BackdatingQuestions } from './backdating/questions.ts'
import { refuseBackdated } from './backdating/refusal.ts'
import { type EventPlace, keptPlace, type OpenBatch } from './batch/openBatch.ts'
import type { Submission } from './batch/submission.ts'
import { conflictFault } from './batch/verdicts.ts'
import { boundsOf } from './bounds.ts'
import { CallRow } from './calls/callRow.ts'
import { FastCallReader } from './calls/fastCall.ts'
import { FastPricer } from './calls/fastPrice.ts'
import { RegistryCache } from './calls/registryCache.ts'
import { readCall } from './calls/slowCall.ts'
import { checkFields, checkOwner } from './checkFields.ts'
import { eventIdentity } from './eventIdentity.ts'
import { noRules, type RegistryRules, recordingAt } from './rules.ts'
import type { ReadRecords } from './threads/readRecords.ts'

interface JudgeDependencies {
  readonly registry: RegistryState
  readonly identities: IdentityIndex
  readonly newEventId: () => string
  readonly clock: () => Date
  readonly rules?: RegistryRules
  /** Where backdating is refused. */
  readonly questions?: BackdatingQuestions | undefined
}

/** Where in a block to begin: the record, and the number of its first event among the events of the submission. */
interface BlockStart {
  readonly submission: Submission
  readonly record: number
  readonly ordinal: number
  /** What a thread has read of the block. */
  readonly read?: ReadRecords | undefined
}

export class EventJudge {
  readonly cache: RegistryCache
  readonly #dependencies: JudgeDependencies
  readonly #fast = new FastCallReader()
  readonly #pricer: FastPricer
  readonly #row = new CallRow()
  /** Contents of registry events that are decided but not in the index yet, by identity. */
  readonly #decided = new Map<string, string>()

  constructor(dependencies: JudgeDependencies) {
    this.#dependencies = dependencies
    this.cache = new RegistryCache(dependencies.registry)
    this.#pricer = new FastPricer(this.cache)
  }

  /**
   * Whether judging stopped at an event that reaches back over calls. Await `Writer.look` then, and take it again.
   */
  get waits(): boolean {
    return this.#dependencies.questions?.waiting ?? false
  }

  /** Takes CloudEvents of `block` until the batch is full or judging waits. Returns the record to continue with. */
  takeBlock(
    batch: OpenBatch,
    block: RecordBlock,
    { submission, record: from, ordinal, read }: BlockStart,
  ): number {
    const { bytes, starts, ends, lines, faults, formats, utf8, firstElement = -1 } = block
    const mayBePlain = submission.allowed.calls && (read !== undefined || (utf8 && faults.size === 0))
    const row = this.#row
    const bounds = boundsOf(submission.allowed.bounds)
    const inArray = firstElement >= 0
    // One object serves all plain calls: the batch copies what it needs.
    const reused = { submission, ordinal, line: 0, element: -1, bytes, start: 0, end: 0 }
    let record = from
    for (; record < block.count && !batch.full; record++) {
      reused.start = starts[record]!
      reused.end = ends[record]!
      reused.line = lines[record]!
      if (inArray) reused.element = firstElement + record
      reused.ordinal = ordinal + record - from
      if (
        mayBePlain &&
        (read ? read.take(record, row) : this.#fast.read(bytes, reused.start, reused.end, row)) &&
        this.#pricer.price(row) &&
        (bounds === undefined || bounds.permitsCall(row))
      ) {
        batch.addCall(row, reused)
      } else {
        const fault = faults.get(record)
        const format = formats?.get(record)
        const place = { ...reused, ...(fault && format && { format }) }
        if (fault) batch.addRefusal({ place, status: 'rejected', fault })
        else if (!this.takeRecord(batch, place)) return record
      }
    }
    return record
  }

  /** Takes a record that is one CloudEvent, the slow way. Returns false where judging waits. */
  takeRecord(batch: OpenBatch, place: EventPlace): boolean {
    let value: unknown
    try {
      value = parseJson(place.bytes, place.start, place.end)
    } catch (error) {
      batch.addRefusal({ place, status: 'rejected', fault: faultOf(error) })
      return true
    }
    return this.takeValue(batch, place, value)
  }

  /**
   * Takes an event that was made of a gateway's record. Most are plain calls that bill, so the text that would be kept of
   * a refused one is not made. Returns false where judging waits.
   */
  takeMapped(batch: OpenBatch, place: EventPlace, event: unknown): boolean {
    const { allowed } = place.submission
    const call = allowed.calls ? plainCall(event) : undefined
    if (call === undefined || !this.#isBilled(call, boundsOf(allowed.bounds)))
      return this.takeValue(batch, keptPlace(place), event)
    batch.addCall(this.#row, place)
    return true
  }

  /** Puts a call into the row; false where it is refused. */
  #isBilled(call: CallEvent, bounds: ReturnType<typeof boundsOf>): boolean {
    try {
      readCall(call, this.cache, this.#row)
    } catch (error) {
      if (error instanceof HeadwaterError) return false
      throw error
    }
    return bounds?.permitsCall(this.#row) ?? true
  }

  /** Takes an event that is a JSON value. Returns false where judging waits. */
  takeValue(batch: OpenBatch, place: EventPlace, value: unknown): boolean {
    const { allowed, format } = place.submission
    const shaped = checkFields(value, allowed, format)
    const outside = 'fault' in shaped ? undefined : this.#ownerFault(shaped, place)
    if ('fault' in shaped) batch.addRefusal({ place, status: 'rejected', ...shaped })
    else if (outside) {
      const { source, id } = shaped.event
      const registry = !isCall(shaped.event)
      batch.addRefusal({ place, status: 'rejected', fault: outside, source, id, registry })
    } else if (isCall(shaped.event)) this.#takeCall(batch, place, shaped.event)
    else return this.#takeRegistryEvent(batch, place, shaped.event)
    return true
  }

  /** Call it when the registry events of the batch are in the index. */
  indexed(batch: OpenBatch): void {
    for (const { identity } of batch.facts) this.#decided.delete(hex(identity))
  }

  /** An asset that the same batch registers is known already. */
  #ownerFault({ ownedAsset }: { ownedAsset?: string | undefined }, place: EventPlace): Fault | undefined {
    if (ownedAsset === undefined) return undefined
    const owner = assetNamed(this.#dependencies.registry, ownedAsset)?.owner
    return checkOwner(ownedAsset, owner, place.submission.allowed)
  }

  #takeCall(batch: OpenBatch, place: EventPlace, event: CallEvent): void {
    try {
      readCall(event, this.cache, this.#row)
    } catch (error) {
      batch.addMaybeSeen({
        place,
        fault: withMappingKey(faultOf(error), place.submission.format),
        source: event.source,
        id: event.id,
        ...eventIdentity(event),
        rowsBefore: batch.calls.length,
      })
      return
    }
    batch.addCall(this.#row, place)
  }

  #takeRegistryEvent(batch: OpenBatch, place: EventPlace, event: RegistryWireEvent): boolean {
    const { registry, newEventId, clock, rules = noRules } = this.#dependencies
    const { source, id } = event
    const { identity, content } = eventIdentity(event)
    const seen = this.#seen(identity, content)
    if (seen === identitySeen.duplicate) {
      const { ordinal, line, submission } = place
      batch.addOutcome(submission, { ordinal, line, status: 'duplicate', source, id })
      return true
    }
    if (seen === identitySeen.conflict) {
      const fault = conflictFault(source, id)
      batch.addRefusal({ place, status: 'conflict', fault, source, id, registry: true })
      return true
    }
    const now = clock().getTime() * 1_000
    try {
      const fact = decide(event, registry, recordingAt(now, rules))
      const reach = rules.backdating === 'allow' ? undefined : reachOf(event, registry, now)
      if (reach && !this.#mayReach(hex(identity), reach)) return false
      if (batch.facts.length === 0) batch.firstRevision = registry.count
      evolve(registry, fact, registry.count)
      this.#decided.set(hex(identity), hex(content))
      const recorded = { id: newEventId(), type: event.type, data: new JsonText(factText(fact)) }
      batch.addFact({ place, source, id, identity, content, event: recorded, ...(reach && { reach }) })
    } catch (error) {
      batch.addRefusal({ place, status: 'rejected', fault: faultOf(error), source, id, registry: true })
    }
    return true
  }

  /** Returns false where that is not known yet. @throws HeadwaterError `registry.backdated` */
  #mayReach(identity: string, reach: Reach): boolean {
    const { questions } = this.#dependencies
    if (questions === undefined) return true
    const answer = questions.answer(identity, reach)
    if (answer?.reached) refuseBackdated(reach, answer.reached)
    return answer !== undefined
  }

  #seen(identity: Uint8Array, content: Uint8Array): number {
    const decided = this.#decided.get(hex(identity))
    if (decided !== undefined)
      return decided === hex(content) ? identitySeen.duplicate : identitySeen.conflict
    const out = new Uint8Array(1)
    this.#dependencies.identities.check(identity, content, 1, out)
    return out[0]!
  }
}
