/** From bytes to the pipeline: each record becomes events, each event finds room in a batch. */

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
import type { EventJudge } from './judge.ts'
import type { Pipeline } from './requests.ts'

export interface Feed {
  readonly intake: EventJudge
  readonly pipeline: Pipeline
  /** Where other processes write to the same log: what they recorded is known when it resolves. */
  readonly catchUp?: () => Promise<void>
}

/** How old what other processes recorded may be for the events of a stream. */
const catchUpMs = 100

/** Takes a stream; when it returns, everything is durable. */
export async function submitStream(
  feed: Feed,
  chunks: AsyncIterable<Uint8Array>,
  format: RecordFormat,
  tally: StreamTally,
  onProgress?: IngestOptions['onProgress'],
): Promise<void> {
  let bytes = 0
  const counted = countBytes(chunks, (count) => {
    bytes += count
  })
  let ordinal = 0
  let caughtUpAt = performance.now()
  for await (const block of decode(counted, format)) {
    // A stream may go on for hours without filling a batch.
    if (performance.now() - caughtUpAt > catchUpMs) {
      await feed.catchUp?.()
      caughtUpAt = performance.now()
    }
    ordinal = await takeBlock(feed, tally, block, format, ordinal)
    onProgress?.({ bytes, events: ordinal })
  }
  await finish(feed, tally)
}

/** Takes an input that is in memory as a whole. */
export async function readBody(
  feed: Feed,
  body: Uint8Array,
  format: RecordFormat,
  submission: Submission,
): Promise<void> {
  let ordinal = 0
  for (const block of decodeAll(body, format)) {
    ordinal = await takeBlock(feed, submission, block, format, ordinal)
  }
  await finish(feed, submission)
}

async function finish(feed: Feed, submission: Submission): Promise<void> {
  await feed.pipeline.flush()
  if (submission.failure) throw submission.failure
}

type Place = Omit<EventPlace, 'ordinal'>

/** Returns the number of the next event. */
async function takeBlock(
  feed: Feed,
  submission: Submission,
  block: RecordBlock,
  format: RecordFormat,
  ordinal: number,
): Promise<number> {
  const { intake } = feed
  let next = ordinal
  for (let record = 0; record < block.count; ) {
    const batch = batchFor(feed, submission)
    if (batch === undefined) {
      await feed.pipeline.room()
      await feed.catchUp?.()
    } else if (format.read || format.readText) {
      next = await takeMapped(feed, submission, block, record, format, next)
      record++
    } else {
      const taken = intake.takeBlock(batch, submission, block, record, next)
      next += taken - record
      record = taken
    }
  }
  return next
}

/** A gateway's record: none, one or many events. */
async function takeMapped(
  feed: Feed,
  submission: Submission,
  block: RecordBlock,
  record: number,
  format: RecordFormat,
  ordinal: number,
): Promise<number> {
  const place: Place = {
    submission,
    line: block.lines[record]!,
    bytes: block.bytes,
    start: block.starts[record]!,
    end: block.ends[record]!,
  }
  const unreadable = block.faults.get(record)
  const events: Iterable<MappedEvent> = unreadable ? [{ fault: unreadable }] : readRecord(format, place)
  let next = ordinal
  for (const event of events) {
    if ('skipped' in event) {
      if (submission instanceof StreamTally) submission.skip(event.skipped)
      continue
    }
    let batch = batchFor(feed, submission)
    for (; batch === undefined; batch = batchFor(feed, submission)) await feed.pipeline.room()
    const raw = event.raw === undefined ? undefined : Buffer.from(event.raw)
    const where = { ...place, ...(raw && { bytes: raw, start: 0, end: raw.length }), ordinal: next++ }
    if ('fault' in event) batch.addRefusal({ place: where, status: 'rejected', fault: event.fault })
    else feed.intake.takeValue(batch, where, event.event)
  }
  return next
}

/** Formats find faults while their events are taken one by one, so the fence stands around that too. */
export function* readRecord(
  format: RecordFormat,
  { bytes, start, end, line }: Pick<Place, 'bytes' | 'start' | 'end' | 'line'>,
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

/** @throws what made an earlier batch of the same sender fail */
function batchFor({ pipeline }: Feed, submission: Submission): OpenBatch | undefined {
  const batch = pipeline.batchNow()
  if (submission.failure) throw submission.failure
  return batch
}
