/**
 * The memory of one block on its way through a thread: the block's bytes and the places of its records, which the main
 * thread writes, and what the thread has read of them. One owner at a time has it; messages hand it over.
 */
import type { RecordBlock } from '../../decoding/records/block.ts'
import { blockBytesMax, blockRecordsMax } from '../reading/limits.ts'
import { recordPlaces } from '../reading/recordPlaces.ts'

const startsAt = blockBytesMax
const endsAt = startsAt + blockRecordsMax * 4
/** Where what was read begins. */
export const outputAt = endsAt + blockRecordsMax * 4
const places = recordPlaces(blockRecordsMax)

export function newSlotMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(outputAt + places.bytes + blockBytesMax)
}

export class Slot {
  readonly bytes: Uint8Array
  readonly starts: Int32Array
  readonly ends: Int32Array
  readonly #output: Uint8Array

  constructor(memory: SharedArrayBuffer) {
    this.bytes = new Uint8Array(memory, 0, blockBytesMax)
    this.starts = new Int32Array(memory, startsAt, blockRecordsMax)
    this.ends = new Int32Array(memory, endsAt, blockRecordsMax)
    this.#output = new Uint8Array(memory, outputAt)
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

  /** Copies what was read, in the same layout, of a block whose texts have `textBytes` bytes. */
  take(memory: ArrayBuffer, at: number, textBytes: number): void {
    this.#output.set(new Uint8Array(memory, at, places.texts + textBytes))
  }
}
