/**
 * Leaves as bytes before any format hashes them: Solidity's `abi.encode` of account, token and amount, three words. It is
 * what goes to the thread that hashes, and what the file of a tree is made of.
 */
import { readHex } from '../base/hex.ts'
import type { OnceLeaf, PayoutLeaf } from './leaf.ts'
import { addressBytes, writeUint256 } from './leafBytes.ts'
import { refuseAddress, requireAmount } from './leafErrors.ts'

/** Three words of 32 bytes. */
export const encodedLeafBytes = 96
/** Where the fields begin: each is right-aligned in its word. */
export const encodedAt = { account: 12, token: 44, amount: 64 } as const
/** Leaves encoded at a time, so that the encoded form of a large tree is never in memory whole. */
const chunkLeavesMax = 8_192
/** Most ledgers have few leaves: room for all others is made when they come. */
const chunkLeavesMin = 64

/** Where a leaf is written, over zeros. */
export interface LeafPlace {
  readonly encoded: Uint8Array
  readonly view: DataView
  readonly at: number
}

/**
 * Encodes whatever has leaves, some thousands at a time, each chunk in new memory: the caller may give it away.
 * @param encode writes the fields where `encodedAt` has them; false leaves the item out
 */
export function* chunksOf<Item>(
  items: Iterable<Item>,
  encode: (item: Item, place: LeafPlace) => boolean,
): Generator<Uint8Array<ArrayBuffer>> {
  let place = emptyPlace(chunkLeavesMin)
  for (const item of items) {
    if (!encode(item, place)) continue
    place.at += encodedLeafBytes
    const { encoded, at } = place
    if (at < encoded.length) continue
    place = emptyPlace(chunkLeavesMax)
    if (encoded.length < place.encoded.length) {
      place.encoded.set(encoded)
      place.at = at
    } else yield encoded
  }
  if (place.at > 0) yield place.encoded.subarray(0, place.at)
}

/** @throws HeadwaterError `address.malformed`, `tree.cumulativeOutOfRange`; the path begins with the leaf's index */
export function encodedChunks(leaves: Iterable<PayoutLeaf | OnceLeaf>): Iterable<Uint8Array<ArrayBuffer>> {
  let count = 0
  return chunksOf(leaves, (leaf, place) => {
    encodeLeaf(leaf, place, `/${count++}`)
    return true
  })
}

/** One leaf. Errors as of `encodedChunks`, without the index. */
export function encodedLeaf(leaf: PayoutLeaf | OnceLeaf): Uint8Array {
  const place = emptyPlace(1)
  encodeLeaf(leaf, place, '')
  return place.encoded
}

function emptyPlace(leaves: number) {
  const encoded = new Uint8Array(leaves * encodedLeafBytes)
  return { encoded, view: new DataView(encoded.buffer), at: 0 }
}

/** @param path the leaf's JSON pointer, for errors */
function encodeLeaf(
  leaf: Partial<PayoutLeaf & OnceLeaf>,
  { encoded, view, at }: LeafPlace,
  path: string,
): void {
  if (!readHex(leaf.account, addressBytes, encoded, at + encodedAt.account))
    refuseAddress(leaf.account, `${path}/account`)
  // What is claimed once has no token in its leaf: the contract has one.
  const of = 'index' in leaf && !('cumulative' in leaf) ? 'amount' : 'cumulative'
  if (of === 'cumulative' && !readHex(leaf.token, addressBytes, encoded, at + encodedAt.token))
    refuseAddress(leaf.token, `${path}/token`)
  const amount: unknown = leaf[of]
  requireAmount(amount, 256, { of, path })
  writeUint256(view, at + encodedAt.amount, amount)
}
