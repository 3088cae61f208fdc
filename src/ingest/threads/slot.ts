/**
 * The memory of one block on its way through a thread: the block's bytes and the places of its records, which the main
 * thread writes, and what the thread has read of them. One owner at a time has it; messages hand it over.
 */
import type { RecordBlock } from '../../decoding/records/block.ts'
import { ReadRecords, readRecordsBytes } from './readRecords.ts'

/** Bytes and records of one block in a slot. A larger block is divided. */
export const slotBytesMax = 1 << 20
export const slotRecordsMax = 4_096

export function newSlotMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(slotBytesMax + slotRecordsMax * 8 + readRecordsBytes(slotRecordsMax))
}

export class Slot {
  readonly bytes: Buffer
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly records: ReadRecords

  constructor(memory: SharedArrayBuffer) {
    this.bytes = Buffer.from(memory, 0, slotBytesMax)
    this.starts = new Int32Array(memory, slotBytesMax, slotRecordsMax)
    this.ends = new Int32Array(memory, slotBytesMax + slotRecordsMax * 4, slotRecordsMax)
    this.records = new ReadRecords(memory, slotBytesMax + slotRecordsMax * 8, slotRecordsMax, this.bytes)
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
