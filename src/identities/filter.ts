/**
 * A blocked Bloom filter. It shows for most unknown identities that a run does not have them, and reads one cache
 * line for that. Identities are uniform, so their words serve as hashes. A filter can be folded to half its size at
 * any time, so that the index stays within its memory. A smaller filter answers "perhaps" more often, and each such
 * answer costs a read, but it is never wrong.
 */
import type { Pending } from './batch.ts'
import { halfWords } from './entry.ts'

/** 512 bits: a cache line. */
export const blockWords = 16
const blockBits = blockWords * 32

/** How often a filter can be folded. */
const foldsPlanned = 4

export interface Filter {
  readonly words: Uint32Array
  readonly blocks: number
}

/** Blocks for `entries` at about `bitsPerEntry`; 0 where so few bits are not worth a look. */
export function filterBlocks(entries: number, bitsPerEntry: number): number {
  if (bitsPerEntry < bitsPerEntryMin) return 0
  const granule = 2 ** foldsPlanned
  return Math.max(1, Math.round((entries * bitsPerEntry) / blockBits / granule)) * granule
}

/** Below this, nearly every answer would be "perhaps". */
export const bitsPerEntryMin = 2

export function createFilter(blocks: number): Filter {
  return { words: new Uint32Array(blocks * blockWords), blocks }
}

/**
 * Where the block of an identity begins. Blocks are in the order of identities, as batches and runs are. A product
 * above 2^53 is rounded in the same way for a filter and its folded half.
 */
function blockOf(word: number, blocks: number): number {
  return ((word * blocks * 2 ** -32) >>> 0) * blockWords
}

/** Sets four bits of the block; nine bits of the identity's last two words choose each. */
export function addToFilter({ words, blocks }: Filter, ids: Uint32Array, at: number): void {
  const block = blockOf(ids[at]!, blocks)
  const hash = ids[at + 2]!
  const more = ids[at + 3]!
  words[block + (hash & 15)]! |= 1 << (hash >>> 4)
  words[block + ((hash >>> 9) & 15)]! |= 1 << (hash >>> 13)
  words[block + ((hash >>> 18) & 15)]! |= 1 << (hash >>> 22)
  words[block + (more & 15)]! |= 1 << (more >>> 4)
}

/**
 * Puts the pending identities that may be in the run into `candidates`, and returns how many they are. One pass for a
 * whole batch, so that the processor overlaps its waits for memory.
 */
export function filterCandidates(
  { words, blocks }: Filter,
  ids: Uint32Array,
  { numbers, count }: Pending,
  candidates: Uint32Array,
): number {
  let found = 0
  for (let i = 0; i < count; i++) {
    const number = numbers[i]!
    const at = number * halfWords
    const block = blockOf(ids[at]!, blocks)
    const hash = ids[at + 2]!
    const more = ids[at + 3]!
    // No branch before the end: wrong guesses of the processor cost more than a look at all four bits.
    const all =
      (words[block + (hash & 15)]! >>> (hash >>> 4)) &
      (words[block + ((hash >>> 9) & 15)]! >>> (hash >>> 13)) &
      (words[block + ((hash >>> 18) & 15)]! >>> (hash >>> 22)) &
      (words[block + (more & 15)]! >>> (more >>> 4)) &
      1
    candidates[found] = number
    found += all
  }
  return found
}

/**
 * The same filter in half the memory: each two neighbouring blocks become one. `undefined` where it can't be halved.
 */
export function foldFilter({ words, blocks }: Filter): Filter | undefined {
  if (blocks % 2 !== 0) return undefined
  const folded = createFilter(blocks / 2)
  for (let block = 0; block < blocks; block += 2) {
    const from = block * blockWords
    for (let word = 0; word < blockWords; word++) {
      folded.words[from / 2 + word] = words[from + word]! | words[from + blockWords + word]!
    }
  }
  return folded
}
