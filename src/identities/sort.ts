/** Sorts one partition of uniform entries: into buckets of about four, then each bucket by insertion. Stable. */
import { compareIdentities, entryWords, sameHalf } from './entry.ts'

/** A partition has about this many entries; it and its copy fit into the processor's cache. */
export const partitionEntries = 16_384

const entriesPerBucket = 4
/** Larger buckets are sorted by comparison. Only identities that were chosen for it fill a bucket. */
const insertionMax = 48

interface Sorter {
  /**
   * Sorts the entries `input[0 … count)`, whose identities have the same first `prefixBits` bits, into `output`. Of
   * entries with one identity only the first in the input is kept. Returns how many are kept.
   */
  sort(input: Uint32Array, count: number, prefixBits: number, output: Uint32Array): number
}

/** Reuses its work space, so it is not for two sorts at a time. (A sort never yields.) */
export function createSorter(): Sorter {
  const space: WorkSpace = { order: new Uint32Array(0), starts: new Uint32Array(0) }

  return {
    sort(input, count, prefixBits, output) {
      const bucketBits = Math.max(
        0,
        Math.min(16, 32 - prefixBits, Math.floor(Math.log2(count / entriesPerBucket))),
      )
      const buckets = 2 ** bucketBits
      if (space.order.length < count) space.order = new Uint32Array(count * 2)
      if (space.starts.length < buckets + 1) space.starts = new Uint32Array(buckets + 1)
      distribute(input, count, { prefixBits, bucketBits }, space)
      const { order, starts } = space
      for (let bucket = 0, from = 0; bucket < buckets; bucket++) {
        // After `distribute`, starts[bucket] is the end of the bucket.
        const to = starts[bucket]!
        if (to - from > insertionMax) compareSort(input, order, from, to)
        else if (to - from > 1) insertionSort(input, order, from, to)
        from = to
      }
      return gather(input, order, count, output)
    },
  }
}

interface WorkSpace {
  /** Numbers of the entries. */
  order: Uint32Array
  /** Where each bucket begins in `order`. */
  starts: Uint32Array
}

/** Puts the numbers of the entries into `order`, grouped by the bits after the prefix. */
function distribute(
  input: Uint32Array,
  count: number,
  { prefixBits, bucketBits }: { readonly prefixBits: number; readonly bucketBits: number },
  { order, starts }: WorkSpace,
): void {
  const shift = 32 - prefixBits - bucketBits
  const mask = 2 ** bucketBits - 1
  // In JavaScript a shift by 32 is a shift by 0. The mask is 0 in that case, and so is the bucket.
  starts.fill(0, 0, mask + 2)
  for (let i = 0; i < count; i++) starts[((input[i * entryWords]! >>> shift) & mask) + 1]!++
  for (let bucket = 0; bucket < mask; bucket++) starts[bucket + 1]! += starts[bucket]!
  for (let i = 0; i < count; i++) order[starts[(input[i * entryWords]! >>> shift) & mask]!++] = i
}

function insertionSort(input: Uint32Array, order: Uint32Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const moved = order[i]!
    let j = i
    while (j > from && compareIdentities(input, order[j - 1]! * entryWords, input, moved * entryWords) > 0) {
      order[j] = order[j - 1]!
      j--
    }
    order[j] = moved
  }
}

function compareSort(input: Uint32Array, order: Uint32Array, from: number, to: number): void {
  const part = Array.from(order.subarray(from, to))
  part.sort((a, b) => compareIdentities(input, a * entryWords, input, b * entryWords) || a - b)
  order.set(part, from)
}

function gather(input: Uint32Array, order: Uint32Array, count: number, output: Uint32Array): number {
  let to = 0
  for (let i = 0; i < count; i++) {
    const from = order[i]! * entryWords
    if (to > 0 && sameHalf(output, to - entryWords, input, from)) continue
    for (let word = 0; word < entryWords; word++) output[to + word] = input[from + word]!
    to += entryWords
  }
  return to / entryWords
}
