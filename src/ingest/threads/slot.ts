/**
 * The memory of one block on its way through a thread: the block's bytes and the places of its records, which the main
 * thread writes, and what the thread has read of them. One owner at a time has it; messages hand it over.
 */
import type { RecordBlock } from '../../decoding/records/block.ts'
import { blockBytesMax, blockRecordsMax } from '../reading/limits.ts'
import { ReadRecords, recordPlaces } from '../reading/readRecords.ts'

const startsAt = blockBytesMax
const endsAt = startsAt + blockRecordsMax * 4
const recordsAt = endsAt + blockRecordsMax * 4

export function newSlotMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(recordsAt + recordPlaces(blockRecordsMax).bytes + blockBytesMax)
}

export class Slot {
  readonly bytes: Buffer
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly records: ReadRecords

  constructor(memory: SharedArrayBuffer) {
    this.bytes = Buffer.from(memory, 0, blockBytesMax)
    this.starts = new Int32Array(memory, startsAt, blockRecordsMax)
    this.ends = new Int32Array(memory, endsAt, blockRecordsMax)
    this.records = new ReadRecords(memory, recordsAt, blockRecordsMax, blockBytesMax)
  }

  /** Copies a block that fits, with at least one record. */
  fill({ bytes, starts, ends, count }: RecordBlock): void {
    const first = starts[0]!
    this.bytes.set(bytes.subarray(first, ends[count - 1]!))
    for (let record = 0; record < count; record++) {
      this.starts[record] = starts[record]! - first
      this.ends[record] = ends[record]! - first
    }
  }
}
