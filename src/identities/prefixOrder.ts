/**
 * The numbers of a batch's items in the order of their identities' first bits. Tables and filters are laid out by the
 * same bits, so a batch walks through them from front to back instead of jumping, which on a busy machine saves a
 * third of a look-up. Items of one identity keep their order.
 */
import { halfWords } from './entry.ts'

interface PrefixOrder {
  /** Valid until the next call; may be longer than `length`. The caller may overwrite it. */
  of(ids: Uint32Array, length: number): Uint32Array
  readonly bytes: number
}

/** Groups of four items or so; no more groups than fit the processor's first cache. */
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
      // At least one bit: a shift by 32 is one by 0 in JavaScript.
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
