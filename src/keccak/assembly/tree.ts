/**
 * The three hashes of an OpenZeppelin Merkle tree, whole runs of them in one call. All messages have the same length,
 * so a state is filled from them with constant padding, two at a time.
 */
import { emit, permute, state } from './permutation'

const nodeBytes: i32 = 32
/** abi.encode(address, address, uint256). */
const leafBytes: i32 = 96
/** Last bit of the padding, at the end of the 136 bytes of a block. */
const lastBit: u64 = 0x8000000000000000

/** Node i of `out` is keccak256(keccak256(leaf i of `leaves`)). */
export function hashLeaves(leaves: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 2) {
    const other = i + 1 < count ? i + 1 : i
    const leaf0: usize = leaves + i * leafBytes
    const leaf1: usize = leaves + other * leafBytes
    for (let word = 0; word < 12; word++) set(word, pick(leaf0 + word * 8, leaf1 + word * 8))
    padAfter(12)
    permute()
    padAfter(4)
    permute()
    emit(0, out + i * nodeBytes)
    emit(1, out + other * nodeBytes)
  }
}

/** Node i of `out` is the hash of nodes 2i and 2i + 1 of `children`, the smaller one first. */
export function hashPairs(children: usize, count: i32, out: usize): void {
  for (let i = 0; i < count; i += 2) {
    const other = i + 1 < count ? i + 1 : i
    hashTwoPairs(children + i * 64, children + i * 64 + 32, children + other * 64, children + other * 64 + 32)
    emit(0, out + i * nodeBytes)
    emit(1, out + other * nodeBytes)
  }
}

/** Replaces `node` by the root that it leads to over `count` siblings. */
export function climb(node: usize, siblings: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const sibling: usize = siblings + i * nodeBytes
    hashTwoPairs(node, sibling, node, sibling)
    emit(0, node)
  }
}

function hashTwoPairs(a0: usize, b0: usize, a1: usize, b1: usize): void {
  const swap0 = isBelow(b0, a0)
  const swap1 = isBelow(b1, a1)
  const first0 = swap0 ? b0 : a0
  const first1 = swap1 ? b1 : a1
  const second0 = swap0 ? a0 : b0
  const second1 = swap1 ? a1 : b1
  for (let word = 0; word < 4; word++) {
    set(word, pick(first0 + word * 8, first1 + word * 8))
    set(word + 4, pick(second0 + word * 8, second1 + word * 8))
  }
  padAfter(8)
  permute()
}

/** Whether node `a`, as a big-endian number, is less than node `b`. */
function isBelow(a: usize, b: usize): bool {
  for (let at = 0; at < nodeBytes; at += 8) {
    const x = load<u64>(a + at)
    const y = load<u64>(b + at)
    if (x != y) return bswap<u64>(x) < bswap<u64>(y)
  }
  return false
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
  set(words, i64x2.splat(1))
  for (let word = words + 1; word < 25; word++) set(word, i64x2.splat(0))
  set(16, i64x2.splat(lastBit))
}
