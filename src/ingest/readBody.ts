/** Reads a request or a file into batches: each record becomes events, and each event gets a place in a batch. */

import { reuse } from '../base/lentBytes.ts'
import { isMapped, type RecordFormat } from '../decoding/formats/index.ts'
import type { MappedEvent } from '../decoding/formats/mapped.ts'
import { heldBlock, type RecordBlock } from '../decoding/records/block.ts'
import { decode, decodeAll } from '../decoding/records/decoder.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { IngestOptions } from './answers.ts'
import type { EventPlace, OpenBatch } from './batch/openBatch.ts'
import type { StreamTally, Submission } from './batch/submission.ts'
import { joinRefused } from './joinRefused.ts'
import { piecesOf } from './reading/pieces.ts'
import type { ReadRecords } from './reading/readRecords.ts'
import { readParts } from './readParts.ts'
import type { WriterSource } from './source.ts'
import { blocksAhead, eventually } from './threads/blocksAhead.ts'
import { readAhead } from './threads/readAhead.ts'
import type { TracedBody, TraceRule } from './traces/traceRule.ts'
import type { Writer } from './writer.ts'

/** Where the events of a body go. */
export interface BodyTarget {
  readonly writer: Writer
  readonly source: WriterSource
  readonly refused: RefusedStore
  readonly traces: TraceRule
}

interface StreamOptions {
  readonly format: RecordFormat
  readonly tally: StreamTally
  /** Bytes of the input that were read, as it came: packed, for example. */
  readonly bytesRead: () => number
  readonly onProgress?: IngestOptions['onProgress']
}

/** A stream's events are judged by everything that other processes recorded up to this long before. */
const catchUpMs = 100

/**
 * Takes a stream. Everything is durable when it returns.
 * @returns identities of refused spans, 16 bytes each, about which the stream may have decided
 */
export async function submitStream(
  target: BodyTarget,
  chunks: AsyncIterable<Uint8Array>,
  { format, tally, bytesRead, onProgress }: StreamOptions,
): Promise<Uint8Array> {
  const { writer } = target
  const body = new Body(target, format, tally)
  let caughtUpAt = performance.now()
  try {
    for await (const { block, read, mark: bytes } of blocksAhead(
      decode(chunks, format),
      body.readers,
      bytesRead,
    )) {
      // A stream may go on for hours without filling a batch.
      if (writer.shared && performance.now() - caughtUpAt > catchUpMs) {
        await writer.catchUp()
        caughtUpAt = performance.now()
      }
      await body.take(block, read?.records)
      onProgress?.({ bytes, events: body.events })
    }
    return await body.end()
  } finally {
    await body.release()
  }
}

/** A smaller body is read by the main thread: its sender waits for the answer. */
const bodyBytesAhead = 64 << 10

/** Takes an input that is in memory as a whole, likewise. */
export async function readBody(
  target: BodyTarget,
  bytes: Uint8Array,
  format: RecordFormat,
  submission: Submission,
): Promise<Uint8Array> {
  const body = new Body(target, format, submission)
  try {
    const blocks = decodeAll(bytes, format)
    if (body.readers && bytes.length >= bodyBytesAhead) {
      for await (const { block, read } of readAhead(eventually(blocks), body.readers, () => {}))
        await body.take(block, read?.records)
    } else for (const block of blocks) await body.take(block)
    return await body.end()
  } finally {
    await body.release()
  }
}

const noBytes = Buffer.alloc(0)

/** Records of spans that are judged together, and their bytes. */
const tracedRecordsMax = 4_096
const tracedBytesMax = 8 << 20

/** A part of a record that is not skipped. */
type Taken = Exclude<MappedEvent, { readonly skipped: string }>

/** One body as it is read into batches. */
class Body {
  /** Events so far, which is also the number of the next one. */
  events = 0
  readonly #target: BodyTarget
  readonly #format: RecordFormat
  readonly #submission: Submission
  readonly #traced: TracedBody | undefined
  /** Of records of spans. */
  #waiting: RecordBlock[] = []
  #waitingRecords = 0
  #waitingBytes = 0

  constructor(target: BodyTarget, format: RecordFormat, submission: Submission) {
    this.#target = target
    this.#traced = format.traced ? target.traces.body(submission) : undefined
    this.#format = format
    this.#submission = submission
  }

  /** Threads that read its blocks ahead; gateways' records are read by the main thread. */
  get readers(): Writer['readers'] {
    return this.#traced || isMapped(this.#format) ? undefined : this.#target.writer.readers
  }

  /** @param read what a thread has read of the block */
  async take(given: RecordBlock, read?: ReadRecords): Promise<void> {
    const { element } = this.#format
    const block = element === undefined ? given : { ...given, firstElement: element }
    if (this.#traced) return this.#takeTraced(block, this.#traced)
    if (isMapped(this.#format)) return this.#takeGateways(block)
    // From here on all bytes that are kept are held.
    reuse(block.bytes)
    if (read) return this.#takeEventsOf(block, read)
    for (const piece of piecesOf(block)) {
      const inline = this.#target.writer.judge.inline.read(piece)
      try {
        await this.#takeEventsOf(piece, inline?.records)
      } finally {
        inline?.release()
      }
    }
  }

  /** Takes records that are one CloudEvent each. */
  async #takeEventsOf(block: RecordBlock, read: ReadRecords | undefined): Promise<void> {
    const { writer } = this.#target
    for (let record = 0; record < block.count; ) {
      const batch = this.#batchNow()
      if (batch === undefined) {
        await this.#room()
        if (writer.shared) await writer.catchUp()
        continue
      }
      const from = { submission: this.#submission, record, ordinal: this.events, read }
      const next = writer.judge.takeBlock(batch, block, from)
      this.events += next - record
      record = next
      if (writer.judge.waits) await writer.look()
    }
  }

  /** Takes a gateway's records. */
  async #takeGateways(block: RecordBlock): Promise<void> {
    for (let record = 0; record < block.count; record++) {
      if (this.#batchNow() === undefined) {
        await this.#room()
        if (this.#target.writer.shared) await this.#target.writer.catchUp()
      }
      await this.#takeMapped(block, record)
    }
  }

  async end(): Promise<Uint8Array> {
    if (this.#traced) await this.#takeWaiting(this.#traced)
    if (this.#format.end) {
      const place = { submission: this.#submission, line: 0, element: -1, bytes: noBytes, start: 0, end: 0 }
      const { events, joined } = await joinRefused(this.#format, this.#target.refused, this.#format.end())
      await this.#takeEvents(events, place)
      await this.#target.writer.drain()
      if (joined.length > 0 && !this.#submission.failure) await this.#target.refused.resolve(joined)
    }
    await this.#target.writer.drain()
    if (this.#submission.failure) throw this.#submission.failure
    await this.#traced?.remembered()
    return this.#traced?.decided() ?? noBytes
  }

  /** Call it whatever became of the body. */
  async release(): Promise<void> {
    await this.#traced?.release()
  }

  /**
   * Takes records of spans: which of these bill depends on all of them, and on those that came before. Blocks are small,
   * so several share a query.
   */
  async #takeTraced(block: RecordBlock, traced: TracedBody): Promise<void> {
    this.#waiting.push(heldBlock(block))
    this.#waitingRecords += block.count
    this.#waitingBytes += block.count === 0 ? 0 : block.ends[block.count - 1]! - block.starts[0]!
    if (this.#waitingRecords >= tracedRecordsMax || this.#waitingBytes >= tracedBytesMax)
      await this.#takeWaiting(traced)
  }

  async #takeWaiting(traced: TracedBody): Promise<void> {
    const blocks = this.#waiting
    this.#waiting = []
    this.#waitingRecords = 0
    this.#waitingBytes = 0
    const places: Omit<EventPlace, 'ordinal'>[] = []
    const records: (readonly MappedEvent[])[] = []
    for (const block of blocks) {
      for (let record = 0; record < block.count; record++) {
        const place = this.#placeOf(block, record)
        const unreadable = block.faults.get(record)
        places.push(place)
        records.push(unreadable ? [{ fault: unreadable }] : [...readParts(this.#format, place)])
      }
    }
    if (records.length === 0) return
    await traced.judged(records, async (settled) => {
      for (const [record, events] of settled.entries()) await this.#takeEvents(events, places[record]!)
    })
  }

  /** Takes a gateway's record, which becomes no event, one or many. */
  async #takeMapped(block: RecordBlock, record: number): Promise<void> {
    const place = this.#placeOf(block, record)
    const unreadable = block.faults.get(record)
    const events: Iterable<MappedEvent> = unreadable
      ? [{ fault: unreadable }]
      : readParts(this.#format, place)
    await this.#takeEvents(events, place)
  }

  #placeOf(block: RecordBlock, record: number): Omit<EventPlace, 'ordinal'> {
    return {
      submission: this.#submission,
      line: block.lines[record]!,
      element: block.firstElement === undefined ? -1 : block.firstElement + record,
      bytes: block.bytes,
      start: block.starts[record]!,
      end: block.ends[record]!,
    }
  }

  async #takeEvents(events: Iterable<MappedEvent>, from: Omit<EventPlace, 'ordinal'>): Promise<void> {
    const { submission } = from
    for (const event of events) {
      const place = event.line === undefined ? from : { ...from, line: event.line, element: -1 }
      if ('skipped' in event) {
        submission.skip(event.skipped, place.line, place.element)
        continue
      }
      if ('event' in event && event.reading !== undefined) submission.reading(event.reading)
      const raw = event.raw === undefined ? undefined : Buffer.from(event.raw)
      const ordinal = this.events++
      const where = {
        ...place,
        ...(raw && { bytes: raw, start: 0, end: raw.length }),
        ...(event.lateRaw && { lateRaw: event.lateRaw }),
        ordinal,
      }
      const batch = this.#batchNow()
      if (batch === undefined || !this.#takeEvent(batch, where, event)) await this.#takeOne(where, event)
    }
  }

  /** A batch is filled before the next `await`: after that another sender may have sealed it. */
  async #takeOne(where: EventPlace, event: Taken): Promise<void> {
    for (;;) {
      const batch = this.#batchNow()
      if (batch === undefined) await this.#room()
      else if (this.#takeEvent(batch, where, event)) return
      else await this.#target.writer.look()
    }
  }

  #takeEvent(batch: OpenBatch, where: EventPlace, event: Taken): boolean {
    if ('event' in event) return this.#target.writer.judge.takeMapped(batch, where, event.event)
    const { fault, source, id } = event
    batch.addRefusal({ place: where, status: 'rejected', fault, source, id })
    return true
  }

  /** @throws the failure of an earlier batch of the same sender */
  #batchNow(): OpenBatch | undefined {
    const batch = this.#target.writer.batchNow(this.#target.source)
    if (this.#submission.failure) throw this.#submission.failure
    return batch
  }

  #room(): Promise<void> {
    return this.#target.writer.room(this.#target.source)
  }
}
