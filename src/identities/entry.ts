/**
 * Entries of the identity index: 32 bytes, read as eight 32-bit words; four of the identity, four of the content.
 * Identities are output of Keccak-256, so their words are uniform and need no further hashing. Entries are ordered by
 * their words as numbers. That order is as good as the order of the bytes, and needs no swapping of bytes.
 *
 * This folder uses plain loops over typed arrays: an entry costs some hundred nanoseconds, and an object for each entry
 * would cost more than the whole look-up.
 */
import { endianness } from 'node:os'
import { invariant } from '../invariant.ts'

export const entryBytes = 32
export const entryWords = 8
export const halfWords = 4

/** `bytes` as 32-bit words; copied only where they are not aligned. */
export function wordsOf(bytes: Uint8Array, words: number): Uint32Array {
  invariant(bytes.length >= words * 4, 'identities and contents are 16 bytes each')
  if (bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, words)
  return new Uint32Array(bytes.slice(0, words * 4).buffer, 0, words)
}

/** Whether two identities or two contents are equal: four words at `a` and four at `b`. */
export function sameHalf(left: Uint32Array, a: number, right: Uint32Array, b: number): boolean {
  return (
    left[a] === right[b] &&
    left[a + 1] === right[b + 1] &&
    left[a + 2] === right[b + 2] &&
    left[a + 3] === right[b + 3]
  )
}

/** Below 0 where the identity at `a` comes before the one at `b`, 0 where they are equal, above 0 otherwise. */
export function compareIdentities(left: Uint32Array, a: number, right: Uint32Array, b: number): number {
  for (let word = 0; word < halfWords; word++) {
    const difference = left[a + word]! - right[b + word]!
    if (difference !== 0) return difference
  }
  return 0
}

// Files have words in the machine's byte order, which is the same on all machines that Node supports well.
invariant(endianness() === 'LE', 'the identity index is made for little-endian machines')
