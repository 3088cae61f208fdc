/** Formats whose leaves are fields of one width each, hashed with Keccak-256: those of contracts on EVM chains. */
import { keccak256Fixed, keccak256Many } from '../../keccak/index.ts'
import { encodedAt, encodedChunks, encodedLeaf, encodedLeafBytes } from '../encodedLeaf.ts'
import { nodeBytes } from '../hashing.ts'
import type { OnceLeaf, PayoutLeaf } from '../leaf.ts'
import { addressBytes } from '../leafBytes.ts'
import { requireAmount, requireIndex } from '../leafErrors.ts'
import type { Shape } from '../shapes/shape.ts'
import { proveHash, readSiblings, rootAbove } from '../siblings.ts'
import { type DumpWithProofs, dumpWithProofs } from './dumpWithProofs.ts'
import type { EvmTreeFormat, LeafHasher } from './format.ts'

/** Where the fields of a leaf begin. What lies between them is zero. */
interface LeafLayout {
  readonly bytes: number
  readonly accountAt: number
  /** A uint256 that holds `amountBits` at most, a multiple of 8. */
  readonly amountAt: number
  readonly amountBits: number
  /** Left out where the leaf has no token. */
  readonly tokenAt?: number
  /** A uint256, the place of the leaf. Left out where the leaf has none. */
  readonly indexAt?: number
  /** How often the leaf is hashed. */
  readonly hashes: 1 | 2
}

interface EvmFormatParts {
  readonly kind: 'cumulative' | 'once'
  readonly shape: Shape
  readonly layout: LeafLayout
}

const wordBytes = 32

export function evmFormat<Leaf extends PayoutLeaf | OnceLeaf>(
  name: string,
  { kind, shape, layout }: EvmFormatParts,
): EvmTreeFormat<Leaf, readonly string[], DumpWithProofs> {
  const of = kind === 'cumulative' ? 'cumulative' : 'amount'
  const isAsEncoded =
    layout.accountAt === encodedAt.account &&
    layout.tokenAt === encodedAt.token &&
    layout.amountAt === encodedAt.amount

  /** The bytes of the leaves as the format has them. @param first place of the first leaf */
  function laidOut(encoded: Uint8Array, first: number): Uint8Array {
    if (isAsEncoded) return encoded
    const count = encoded.length / encodedLeafBytes
    const bytes = new Uint8Array(count * layout.bytes)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < count; i++) {
      const [from, to] = [i * encodedLeafBytes, i * layout.bytes]
      copy(encoded, { from: from + encodedAt.account, length: addressBytes }, bytes, to + layout.accountAt)
      if (layout.tokenAt !== undefined)
        copy(encoded, { from: from + encodedAt.token, length: addressBytes }, bytes, to + layout.tokenAt)
      if (layout.indexAt !== undefined) view.setUint32(to + layout.indexAt + wordBytes - 4, first + i)
      copy(encoded, { from: from + encodedAt.amount, length: wordBytes }, bytes, to + layout.amountAt)
    }
    return bytes
  }

  /** @param pathOf the JSON pointer of a leaf, for errors */
  function hashesOf(encoded: Uint8Array, first: number, pathOf: (leaf: number) => string): Uint8Array {
    requireWidth(encoded, layout.amountBits, (leaf, amount) =>
      requireAmount(amount, layout.amountBits, { of, path: pathOf(first + leaf) }),
    )
    const hashes = keccakOfEach(laidOut(encoded, first), layout.bytes)
    if (layout.hashes === 2) keccak256Fixed(hashes, nodeBytes, hashes)
    return hashes
  }

  const hasher = (): LeafHasher => ({
    add: (encoded, first) => hashesOf(encoded, first, (leaf) => `/${leaf}`),
    end: () => new Uint8Array(0),
  })

  const encodedHash = (encoded: Uint8Array, index: number) => hashesOf(encoded, index, () => '')

  function leafHash(leaf: Leaf): Uint8Array {
    const index: unknown = 'index' in leaf ? leaf.index : 0
    requireIndex(index, '')
    return encodedHash(encodedLeaf(leaf), index)
  }

  const format: EvmTreeFormat<Leaf, readonly string[], DumpWithProofs> = {
    kind,
    shape,
    isGrouped: false,
    isOfOneToken: layout.tokenAt === undefined,
    hasher,
    encodedHash,
    leafHashes: (leaves) => hashesOfChunks(hasher(), encodedChunks(leaves)),
    leafHash,
    prove: (tree, index) => proveHash(tree, shape, { index, hash: leafHash(tree.leaves[index]!) }),
    rootOf: (leaf, proof) => rootAbove(leafHash(leaf), readSiblings(proof), shape),
    dump: (tree) => dumpWithProofs(name, format, tree),
  }
  return format
}

/** Calls `refuse` for the first amount that is wider. */
function requireWidth(
  encoded: Uint8Array,
  bits: number,
  refuse: (leaf: number, amount: bigint) => void,
): void {
  const zeros = wordBytes - bits / 8
  if (zeros === 0) return
  for (let at = encodedAt.amount; at < encoded.length; at += encodedLeafBytes) {
    for (let i = 0; i < zeros; i++) {
      if (encoded[at + i] === 0) continue
      const amount = encoded
        .subarray(at, at + wordBytes)
        .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
      refuse((at - encodedAt.amount) / encodedLeafBytes, amount)
    }
  }
}

interface Run {
  readonly from: number
  readonly length: number
}

function copy(bytes: Uint8Array, { from, length }: Run, into: Uint8Array, at: number): void {
  for (let i = 0; i < length; i++) into[at + i] = bytes[from + i]!
}

/** Keccak-256 of every run of `width` bytes. */
export function keccakOfEach(bytes: Uint8Array, width: number): Uint8Array {
  const count = bytes.length / width
  const hashes = new Uint8Array(count * nodeBytes)
  // The fast way takes whole words.
  if (width % 8 === 0) keccak256Fixed(bytes, width, hashes)
  else keccak256Many({ bytes, offsets: Uint32Array.from({ length: count + 1 }, (_, i) => i * width) }, hashes)
  return hashes
}

/** The hashes of all leaves, chunk by chunk. */
export function hashesOfChunks(hasher: LeafHasher, chunks: Iterable<Uint8Array>): Uint8Array {
  const parts: Uint8Array[] = []
  let count = 0
  for (const encoded of chunks) {
    parts.push(hasher.add(encoded, count))
    count += encoded.length / encodedLeafBytes
  }
  parts.push(hasher.end())
  return joinedBytes(parts)
}

/** One after the other, in new memory. */
export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
