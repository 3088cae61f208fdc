/**
 * Orders the numbers of a batch's items by the first bits of their identities. Tables and filters are in the order of
 * the same bits, so a batch reads them from front to back instead of jumping. On a busy machine that saves a third of
 * a look-up. Items with one identity keep their order.
 */
import { halfWords } from './entry.ts'

interface PrefixOrder {
  /** The result is valid until the next call, and may be longer than `length`. The caller may overwrite it. */
  of(ids: Uint32Array, length: number): Uint32Array
  readonly bytes: number
}

/** A group has about four items. There are no more groups than fit into the processor's first cache. */
const groupBitsMax = 12

export function createPrefixOrder(): PrefixOrder {
  let starts = new Uint32Array(0)
  let numbers = new Uint32Array(0)
  return {
    get bytes() {
      return numbers.byteLength + starts.byteLength
    },
    of(ids, length) {
      if (numbers.length < length) numbers = new Uint32Array(length)
      // At least one bit, because in JavaScript a shift by 32 is a shift by 0.
      const bits = Math.max(1, Math.min(groupBitsMax, Math.floor(Math.log2(length / 4))))
      const groups = 2 ** bits
      const shift = 32 - bits
      if (starts.length <= groups) starts = new Uint32Array(groups + 1)
      starts.fill(0, 0, groups + 1)
      for (let number = 0; number < length; number++) starts[(ids[number * halfWords]! >>> shift) + 1]!++
      for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!
      for (let number = 0; number < length; number++)
        numbers[starts[ids[number * halfWords]! >>> shift]!++] = number
      return numbers
    },
  }
}
