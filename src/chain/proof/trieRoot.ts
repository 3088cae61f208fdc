/**
 * The root of the trie that a header commits to: item i is at the key rlp(i). Only the root is made, from the bottom
 * up, so each node is encoded and hashed once. `@ethereumjs/mpt`, which hashes a path for each item, is the reference
 * of its test.
 */
import { keccak256 } from '../../keccak/index.ts'
import { encodeRlp, quantity } from './rlp.ts'

interface Leaf {
  readonly path: Uint8Array
  readonly value: Uint8Array
}

/** Keccak-256 of the empty string's encoding: the root of a trie without items. */
const emptyRoot = Buffer.from('56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421', 'hex')
const noValue = Uint8Array.of(0x80)

/** @returns 32 bytes */
export function trieRoot(items: readonly Uint8Array[]): Uint8Array {
  if (items.length === 0) return emptyRoot
  const leaves = items.map((value, index) => ({ path: nibblesOf(index), value }))
  leaves.sort((a, b) => Buffer.compare(a.path, b.path))
  const node = encodeNode(leaves, 0, leaves.length, 0)
  return keccak256(node)
}

function nibblesOf(index: number): Uint8Array {
  const key = encodeRlp(quantity(`0x${index.toString(16)}`))
  const nibbles = new Uint8Array(key.length * 2)
  for (const [i, byte] of key.entries()) {
    nibbles[2 * i] = byte >> 4
    nibbles[2 * i + 1] = byte & 15
  }
  return nibbles
}

/** The node over leaves[from .. to), whose paths are the same up to `depth`. No path is the beginning of another. */
function encodeNode(leaves: readonly Leaf[], from: number, to: number, depth: number): Buffer {
  const first = leaves[from]!
  if (to - from === 1)
    return list([bytesItem(compact(first.path, depth, first.path.length, true)), bytesItem(first.value)])
  const shared = sharedDepth(first.path, leaves[to - 1]!.path, depth)
  if (shared > depth) {
    const below = encodeNode(leaves, from, to, shared)
    return list([bytesItem(compact(first.path, depth, shared, false)), reference(below)])
  }
  const children: Uint8Array[] = []
  let at = from
  for (let nibble = 0; nibble < 16; nibble++) {
    let end = at
    while (end < to && leaves[end]!.path[depth] === nibble) end++
    children.push(end === at ? noValue : reference(encodeNode(leaves, at, end, depth + 1)))
    at = end
  }
  return list([...children, noValue])
}

/** Sorted paths share what the first and the last share. */
function sharedDepth(first: Uint8Array, last: Uint8Array, depth: number): number {
  let shared = depth
  while (shared < first.length && shared < last.length && first[shared] === last[shared]) shared++
  return shared
}

/** A node below 32 bytes stands in its parent, any other by its hash. */
function reference(node: Buffer): Uint8Array {
  return node.length < 32 ? node : bytesItem(keccak256(node))
}

/** Nibbles as bytes, with a flag for leaves and for an odd number of them. */
function compact(path: Uint8Array, from: number, to: number, isLeaf: boolean): Uint8Array {
  const odd = (to - from) % 2
  const bytes = new Uint8Array(1 + ((to - from) >> 1))
  const flag = (isLeaf ? 2 : 0) + odd
  bytes[0] = (flag << 4) | (odd === 1 ? path[from]! : 0)
  for (let i = from + odd, at = 1; i < to; i += 2, at++) bytes[at] = (path[i]! << 4) | path[i + 1]!
  return bytes
}

function bytesItem(bytes: Uint8Array): Uint8Array {
  if (bytes.length === 1 && bytes[0]! < 0x80) return bytes
  return Buffer.concat([prefix(0x80, bytes.length), bytes])
}

function list(items: readonly Uint8Array[]): Buffer {
  const length = items.reduce((sum, item) => sum + item.length, 0)
  return Buffer.concat([prefix(0xc0, length), ...items])
}

function prefix(base: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length)
  const hex = length.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex')
  return Uint8Array.of(base + 55 + bytes.length, ...bytes)
}
