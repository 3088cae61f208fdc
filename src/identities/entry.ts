/**
 * Entries of the identity index: 32 bytes, read as eight 32-bit words; four of the identity, four of the content.
 * Identities are Keccak-256 output, so their words are uniform: they place entries without further hashing. Entries
 * are ordered by their words as numbers, which is as good an order as that of the bytes and needs no swapping.
 *
 * Plain loops over typed arrays throughout this folder: an entry costs some hundred nanoseconds, an object would
 * cost more than the whole look-up.
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

/** Whether two identities, or two contents, are equal: four words from `a` and `b` on. */
export function sameHalf(left: Uint32Array, a: number, right: Uint32Array, b: number): boolean {
  return (
    left[a] === right[b] &&
    left[a + 1] === right[b + 1] &&
    left[a + 2] === right[b + 2] &&
    left[a + 3] === right[b + 3]
  )
}

/** Below, at or above 0 as the identity at `a` comes before, is, or comes after the one at `b`. */
export function compareIdentities(left: Uint32Array, a: number, right: Uint32Array, b: number): number {
  for (let word = 0; word < halfWords; word++) {
    const difference = left[a + word]! - right[b + word]!
    if (difference !== 0) return difference
  }
  return 0
}

// The files hold words in the machine's order; all machines that Node runs well on have the same.
invariant(endianness() === 'LE', 'the identity index is made for little-endian machines')
