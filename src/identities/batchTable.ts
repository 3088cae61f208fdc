/**
 * Finds repetitions within one batch. Slots are not cleared between batches: numbers of older batches count as free.
 */
import { halfWords, sameHalf } from './entry.ts'

export interface BatchTable {
  readonly bytes: number
  /** Begins a batch, and forgets the one before. */
  begin(length: number): void
  /**
   * The number of the first item of the batch with the identity of item `number`: that item itself if none came
   * before.
   */
  firstOf(ids: Uint32Array, number: number): number
}

export function createBatchTable(): BatchTable {
  let slots = new Uint32Array(0)
  let mask = 0
  let base = 0
  let end = 0
  return {
    get bytes() {
      return slots.byteLength
    },
    begin(length) {
      const wanted = 2 ** Math.ceil(Math.log2(Math.max(8, length * 2)))
      base = end
      if (slots.length < wanted || base + length > 0xffff_ffff) {
        slots = new Uint32Array(Math.max(wanted, slots.length))
        base = 0
      }
      mask = wanted - 1
      end = base + length
    },
    firstOf(ids, number) {
      const at = number * halfWords
      let slot = ids[at + 3]! & mask
      for (;;) {
        const held = slots[slot]!
        if (held <= base) {
          slots[slot] = base + number + 1
          return number
        }
        if (sameHalf(ids, (held - base - 1) * halfWords, ids, at)) return held - base - 1
        slot = (slot + 1) & mask
      }
    },
  }
}
