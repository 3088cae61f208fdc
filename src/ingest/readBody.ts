/** From the bytes of a request or a file to batches: each record becomes events, each event finds room in a batch. */

import type { RecordFormat } from '../decoding/formats/index.ts'
import type { MappedEvent } from '../decoding/formats/mapped.ts'
import type { RecordBlock } from '../decoding/records/block.ts'
import { decode, decodeAll } from '../decoding/records/decoder.ts'
import { parseWrittenJson, utf8Text } from '../decoding/records/json.ts'
import { faultOf } from '../errors.ts'
import type { IngestOptions } from './answers.ts'
import type { EventPlace, OpenBatch } from './batch/openBatch.ts'
import { StreamTally, type Submission } from './batch/submission.ts'
import { countBytes } from './countBytes.ts'
import type { Writer, WriterSource } from './writer.ts'

/** Where events go. */
export interface BodyTarget {
  readonly writer: Writer
  readonly source: WriterSource
}

interface StreamOptions {
  readonly format: RecordFormat
  readonly tally: StreamTally
  readonly onProgress?: IngestOptions['onProgress']
}

/** How old what other processes recorded may be for the events of a stream. */
const catchUpMs = 100

/** Takes a stream; when it returns, everything is durable. */
export async function submitStream(
  target: BodyTarget,
  chunks: AsyncIterable<Uint8Array>,
  { format, tally, onProgress }: StreamOptions,
): Promise<void> {
  const { writer } = target
  let bytes = 0
  const counted = countBytes(chunks, (count) => {
    bytes += count
  })
  const body = new Body(target, format, tally)
  let caughtUpAt = performance.now()
  for await (const block of decode(counted, format)) {
    // A stream may go on for hours without filling a batch.
    if (writer.shared && performance.now() - caughtUpAt > catchUpMs) {
      await writer.catchUp()
      caughtUpAt = performance.now()
    }
    await body.take(block)
    onProgress?.({ bytes, events: body.events })
  }
  await body.end()
}

/** Takes an input that is in memory as a whole; when it returns, everything is durable. */
export async function readBody(
  target: BodyTarget,
  bytes: Uint8Array,
  format: RecordFormat,
  submission: Submission,
): Promise<void> {
  const body = new Body(target, format, submission)
  for (const block of decodeAll(bytes, format)) await body.take(block)
  await body.end()
}

/** A body on its way into batches. */
class Body {
  /** Events so far; the number of the next one. */
  events = 0
  readonly #target: BodyTarget
  readonly #format: RecordFormat
  readonly #submission: Submission

  constructor(target: BodyTarget, format: RecordFormat, submission: Submission) {
    this.#target = target
    this.#format = format
    this.#submission = submission
  }

  async take(block: RecordBlock): Promise<void> {
    const { writer } = this.#target
    const isMapped = this.#format.read !== undefined || this.#format.readText !== undefined
    for (let record = 0; record < block.count; ) {
      const batch = this.#batchNow()
      if (batch === undefined) {
        await this.#room()
        if (writer.shared) await writer.catchUp()
      } else if (isMapped) {
        await this.#takeMapped(block, record)
        record++
      } else {
        const from = { submission: this.#submission, record, ordinal: this.events }
        const next = writer.judge.takeBlock(batch, block, from)
        this.events += next - record
        record = next
      }
    }
  }

  async end(): Promise<void> {
    await this.#target.writer.drain()
    if (this.#submission.failure) throw this.#submission.failure
  }

  /** A gateway's record: none, one or many events. */
  async #takeMapped(block: RecordBlock, record: number): Promise<void> {
    const submission = this.#submission
    const place = {
      submission,
      line: block.lines[record]!,
      bytes: block.bytes,
      start: block.starts[record]!,
      end: block.ends[record]!,
    }
    const unreadable = block.faults.get(record)
    const events: Iterable<MappedEvent> = unreadable
      ? [{ fault: unreadable }]
      : readRecord(this.#format, place)
    for (const event of events) {
      if ('skipped' in event) {
        if (submission instanceof StreamTally) submission.skip(event.skipped)
        continue
      }
      let batch = this.#batchNow()
      for (; batch === undefined; batch = this.#batchNow()) await this.#room()
      const raw = event.raw === undefined ? undefined : Buffer.from(event.raw)
      const ordinal = this.events++
      const where = { ...place, ...(raw && { bytes: raw, start: 0, end: raw.length }), ordinal }
      if ('fault' in event) batch.addRefusal({ place: where, status: 'rejected', fault: event.fault })
      else this.#target.writer.judge.takeValue(batch, where, event.event)
    }
  }

  /** @throws what made an earlier batch of the same sender fail */
  #batchNow(): OpenBatch | undefined {
    const batch = this.#target.writer.batchNow(this.#target.source)
    if (this.#submission.failure) throw this.#submission.failure
    return batch
  }

  #room(): Promise<void> {
    return this.#target.writer.room(this.#target.source)
  }
}

/** Formats find faults while their events are taken one by one, so the fence stands around that too. */
export function* readRecord(
  format: RecordFormat,
  { bytes, start, end, line }: Pick<EventPlace, 'bytes' | 'start' | 'end' | 'line'>,
): Generator<MappedEvent, void, void> {
  try {
    yield* format.readText
      ? format.readText(utf8Text(bytes, start, end), line)
      : format.read!(parseWrittenJson(bytes, start, end))
  } catch (error) {
    const fault = faultOf(error)
    // The mapping is at fault, not the record: nothing of this input can be read.
    if (fault.code === 'mapping.malformed') throw error
    yield { fault }
  }
}
