/**
 * Judges events and puts them into the open batch. The order is fixed: the event's fields, then its identity, then what
 * needs the registry. The identities of rows are looked up later, all of a batch at once (batch/commit.ts).
 * Registry events are commands in order, and each is decided against everything before it, so they are looked up here,
 * a run of them at once (facts/factJudge.ts).
 */

import { withMappingKey } from '../decoding/formats/mappingKeys.ts'
import type { RecordBlock } from '../decoding/records/block.ts'
import { parseJson } from '../decoding/records/json.ts'
import { faultOf, HeadwaterError } from '../errors.ts'
import { type CallEvent, isCall, isRegistryEvent, plainCall, type RowEvent } from '../events/index.ts'
import { identitySize } from '../identities/port.ts'
import type { EventPermissions } from './answers.ts'
import { type EventPlace, keptPlace, type OpenBatch } from './batch/openBatch.ts'
import type { Submission } from './batch/submission.ts'
import { boundsOf } from './bounds.ts'
import { CallRow } from './calls/callRow.ts'
import { FastCallReader } from './calls/fastCall.ts'
import { FastPricer } from './calls/fastPrice.ts'
import { RegistryCache } from './calls/registryCache.ts'
import { readCall } from './calls/slowCall.ts'
import { mayHaveSource } from './chainSources.ts'
import { type CheckedEvent, checkFields } from './checkFields.ts'
import { eventIdentity } from './eventIdentity.ts'
import { type CheckedFact, FactJudge, type FactJudgeDependencies } from './facts/factJudge.ts'
import { ReadFacts } from './facts/readFacts.ts'
import { batchFactsMax } from './limits.ts'
import { InlineReaders } from './reading/inlineReaders.ts'
import type { ReadRecords } from './reading/readRecords.ts'
import { isOfStore, refusalOf } from './refusal.ts'
import { type OtherRow, readOther } from './rows/otherRow.ts'

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
  /** Read blocks for this thread. */
  readonly inline = new InlineReaders()
  readonly #dependencies: FactJudgeDependencies
  readonly #fast = new FastCallReader()
  readonly #pricer: FastPricer
  readonly #row = new CallRow()
  readonly #facts: FactJudge
  readonly #readFacts = new ReadFacts()

  constructor(dependencies: FactJudgeDependencies) {
    this.#dependencies = dependencies
    this.cache = new RegistryCache(dependencies.registry)
    this.#pricer = new FastPricer(this.cache)
    this.#facts = new FactJudge(dependencies)
  }

  /**
   * Whether judging stopped at an event that reaches back over calls. Await `Writer.look` then, and take it again.
   */
  get waits(): boolean {
    return this.#dependencies.questions?.waiting ?? false
  }

  /** Takes CloudEvents of `block` until the batch is full or judging waits. Returns the record to continue with. */
  takeBlock(batch: OpenBatch, block: RecordBlock, start: BlockStart): number {
    try {
      return this.#takeRecords(batch, block, start)
    } finally {
      batch.calls.copyRun()
    }
  }

  #takeRecords(
    batch: OpenBatch,
    block: RecordBlock,
    { submission, record: from, ordinal, read }: BlockStart,
  ): number {
    const { bytes, faults, utf8 } = block
    const { allowed } = submission
    const mayBePlain = allowed.calls && (read !== undefined || utf8)
    const hasFaults = faults.size > 0
    const row = this.#row
    const bounds = boundsOf(allowed.bounds)
    // One object serves all plain calls: the batch copies what it needs.
    const reused = placeIn(block, { submission, record: from, ordinal }, from)
    let record = from
    while (record < block.count && !batch.full) {
      movePlace(reused, block, record, ordinal + record - from)
      if (
        mayBePlain &&
        // What is at fault may look like a call: a message that its sender refused, an element after no comma.
        !(hasFaults && faults.has(record)) &&
        (read ? read.take(record, row) : this.#fast.read(bytes, reused.start, reused.end, row)) &&
        this.#pricer.price(row) &&
        mayHaveSource(row, allowed) &&
        (bounds === undefined || bounds.permitsCall(row))
      ) {
        batch.addCall(row, reused)
        record++
      } else {
        const from = { submission, record, ordinal: reused.ordinal, read }
        record = this.#takeReadRun(batch, block, from) ?? this.#takeRun(batch, block, from)
        if (this.waits) return record
      }
    }
    return record
  }

  /**
   * Takes registry events that come one after the other and were read with their block. Returns the record to continue
   * with; undefined where the first has to be read here.
   */
  #takeReadRun(batch: OpenBatch, block: RecordBlock, start: BlockStart): number | undefined {
    const { submission, record: from, read } = start
    const { allowed } = submission
    if (read === undefined || !allowed.registry || boundsOf(allowed.bounds) !== undefined) return undefined
    const run: CheckedFact[] = []
    const runEnd = from + Math.min(this.#facts.runMax, batchFactsMax - batch.facts.length)
    for (let record = from; record < block.count && record < runEnd; record++) {
      const fact = block.faults.has(record) ? undefined : this.#readFacts.at(read.facts, record)
      if (fact === undefined) break
      run.push({ event: fact.event, place: placeIn(block, start, record), read: fact })
    }
    if (run.length === 0) return undefined
    const hashes = (bytes: Uint8Array) =>
      bytes.subarray(from * identitySize, (from + run.length) * identitySize)
    const { identity, content } = read.facts
    return from + this.#facts.take(batch, run, { identity: hashes(identity), content: hashes(content) })
  }

  /**
   * Takes registry events that come one after the other, and the event after them. Returns the record to continue with:
   * the first one where the batch is full or judging waits at once.
   */
  #takeRun(batch: OpenBatch, block: RecordBlock, start: BlockStart): number {
    const run: CheckedFact[] = []
    const runEnd = start.record + Math.min(this.#facts.runMax, batchFactsMax - batch.facts.length)
    let record = start.record
    while (record < block.count && record < runEnd) {
      if (run.length > 0 && start.read?.isRead(record)) break
      const place = placeIn(block, start, record)
      const read = this.#read(block, place, record)
      record++
      const fact = factOf(read, place)
      if (fact) run.push(fact)
      else {
        const taken = this.#facts.take(batch, run)
        if (taken < run.length || batch.full) return start.record + taken
        this.#takeChecked(batch, place, read)
        return record
      }
    }
    return start.record + this.#facts.take(batch, run)
  }

  #read(block: RecordBlock, place: EventPlace, record: number): CheckedEvent {
    const fault = block.faults.get(record)
    if (fault) return { fault }
    const { allowed, format } = place.submission
    let value: unknown
    try {
      value = parseJson(place.bytes, place.start, place.end)
    } catch (error) {
      return { fault: faultOf(error) }
    }
    return checkFields(value, allowed, format)
  }

  /**
   * Takes an event that was made of a gateway's record. Most are plain calls that bill, so the text that would be kept of
   * a refused one is not made. Returns false where judging waits.
   */
  takeMapped(batch: OpenBatch, place: EventPlace, event: unknown): boolean {
    const { allowed } = place.submission
    const call = allowed.calls ? plainCall(event) : undefined
    if (call === undefined || !this.#isBilled(call, allowed))
      return this.takeValue(batch, keptPlace(place), event)
    batch.addCall(this.#row, place)
    return true
  }

  /** Puts a call into the row; false where it is refused. */
  #isBilled(call: CallEvent, allowed: EventPermissions): boolean {
    try {
      readCall(call, this.cache, this.#row)
    } catch (error) {
      if (error instanceof HeadwaterError && !isOfStore(error)) return false
      throw error
    }
    return mayHaveSource(this.#row, allowed) && (boundsOf(allowed.bounds)?.permitsCall(this.#row) ?? true)
  }

  /** Takes an event that is a JSON value. Returns false where judging waits. */
  takeValue(batch: OpenBatch, place: EventPlace, value: unknown): boolean {
    const { allowed, format } = place.submission
    const checked = checkFields(value, allowed, format)
    const fact = factOf(checked, place)
    if (fact) return this.#facts.take(batch, [fact]) === 1
    this.#takeChecked(batch, place, checked)
    return true
  }

  /** Call it when the registry events of the batch are in the index. */
  indexed(batch: OpenBatch): void {
    this.#facts.indexed(batch)
  }

  /** Takes what is no registry event. */
  #takeChecked(batch: OpenBatch, place: EventPlace, checked: CheckedEvent): void {
    if ('fault' in checked) batch.addRefusal({ place, status: 'rejected', ...checked })
    else if (!isRegistryEvent(checked.event)) this.#takeRow(batch, place, checked.event)
  }

  #takeRow(batch: OpenBatch, place: EventPlace, event: RowEvent): void {
    let other: OtherRow | undefined
    try {
      if (isCall(event)) readCall(event, this.cache, this.#row)
      else other = readOther(event, this.cache.registry)
    } catch (error) {
      batch.addMaybeSeen({
        place,
        fault: withMappingKey(refusalOf(error), place.submission.format),
        source: event.source,
        id: event.id,
        ...eventIdentity(event),
        rowsBefore: batch.rows,
      })
      return
    }
    if (other) batch.addOther(other, place)
    else batch.addCall(this.#row, place)
  }
}

/** The registry event of a record; undefined for an event that becomes a row and for what is refused. */
function factOf(checked: CheckedEvent, place: EventPlace): CheckedFact | undefined {
  if ('fault' in checked || !isRegistryEvent(checked.event)) return undefined
  return { event: checked.event, ownedAsset: checked.ownedAsset, place }
}

type Moving<Place> = { -readonly [Name in keyof Place]: Place[Name] }

/** Where a record of the block is. */
function placeIn(block: RecordBlock, { submission, record: from, ordinal }: BlockStart, record: number) {
  const place: Moving<EventPlace> = {
    submission,
    ordinal,
    line: 0,
    element: -1,
    bytes: block.bytes,
    start: 0,
    end: 0,
  }
  movePlace(place, block, record, ordinal + record - from)
  const format = block.faults.has(record) ? block.formats?.get(record) : undefined
  if (format) place.format = format
  return place
}

function movePlace(place: Moving<EventPlace>, block: RecordBlock, record: number, ordinal: number): void {
  place.ordinal = ordinal
  place.line = block.lines[record]!
  place.start = block.starts[record]!
  place.end = block.ends[record]!
  if (block.firstElement !== undefined) place.element = block.firstElement + record
}
