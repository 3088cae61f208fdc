/**
 * Keccak-256 of many messages of one width, a whole number of 64-bit words that fits one block. The padding is
 * the same for all, so a state is filled straight from two messages: no offsets, no copies.
 */
import { emit, permute, state } from './permutation'

/** Last bit of the padding, at the end of the 136 bytes of a block. */
const lastBit: u64 = 0x8000000000000000

/** Digest i of `out` is that of message i of `messages`; each has `words` words, at most 16. */
export function hashFixed(messages: usize, count: i32, words: i32, out: usize): void {
  const width: usize = words * 8
  for (let i = 0; i < count; i += 2) {
    // The last of an odd number is hashed in both lanes.
    const other = i + 1 < count ? i + 1 : i
    const message0: usize = messages + i * width
    const message1: usize = messages + other * width
    for (let word = 0; word < words; word++) set(word, pick(message0 + word * 8, message1 + word * 8))
    padAfter(words)
    permute()
    emit(0, out + i * 32)
    emit(1, out + other * 32)
  }
}

// @ts-ignore: decorator
@inline
function pick(word0: usize, word1: usize): v128 {
  return v128.load64_lane(word1, v128.load64_zero(word0), 1)
}

// @ts-ignore: decorator
@inline
function set(word: i32, value: v128): void {
  v128.store(state + word * 16, value)
}

/** Padding after a message of `words` words, and the zeros of a fresh state. */
function padAfter(words: i32): void {
  for (let word = words; word < 25; word++) set(word, i64x2.splat(0))
  set(words, i64x2.splat(1))
  set(16, v128.or(v128.load(state, 16 * 16), i64x2.splat(lastBit)))
}
