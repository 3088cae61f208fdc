/**
 * OpenZeppelin's `StandardMerkleTree` of `['address', 'address', 'uint256']`: account, token, cumulative. A leaf is
 * Solidity's `abi.encode` of the three, and its hash is double, so that no inner node passes for a leaf.
 */

import { readHex, writeHex } from '../../base/hex.ts'
import { keccak256Fixed } from '../../keccak/index.ts'
import { fail } from '../fail.ts'
import { nodeBytes } from '../hashing.ts'
import type { PayoutLeaf } from '../leaf.ts'
import { addressBytes, writeUint256 } from '../leafBytes.ts'
import type { TreeFormat, WholeTree } from './format.ts'

/** The Solidity types of a leaf, as OpenZeppelin's library takes them. */
export const payoutLeafEncoding = ['address', 'address', 'uint256'] as const

/** The JSON that `StandardMerkleTree.dump` writes and `load` reads; amounts are decimal text. */
export interface PayoutTreeDump {
  readonly format: 'standard-v1'
  readonly leafEncoding: string[]
  readonly tree: string[]
  readonly values: {
    readonly value: [account: string, token: string, cumulative: string]
    readonly treeIndex: number
  }[]
}

/** Three words of 32 bytes. */
export const encodedLeafBytes = 96
/** Where the fields of an encoded leaf begin: each is right-aligned in its word. */
export const encodedAt = { account: 12, token: 44, cumulative: 64 } as const
const cumulativeLimit = 1n << 256n
/** Leaves encoded at a time, so that the encoded form of a large tree is never in memory whole. */
const chunkLeavesMax = 8_192
/** Most ledgers have few leaves: room for all others is made when they come. */
const chunkLeavesMin = 64

export const openzeppelin = {
  leafHashes(leaves: Iterable<PayoutLeaf>): Uint8Array {
    const chunks: Uint8Array[] = []
    let size = 0
    for (const encoded of this.encodedChunks(leaves)) {
      const hashes = this.hashEncoded(encoded)
      chunks.push(hashes)
      size += hashes.length
    }
    return concatenated(chunks, size)
  },

  leafHash(leaf: PayoutLeaf): Uint8Array {
    const encoded = new Uint8Array(encodedLeafBytes)
    encodeLeaf(leaf, { encoded, view: new DataView(encoded.buffer), at: 0 }, '')
    return this.hashEncoded(encoded)
  },

  encodedChunks(leaves: Iterable<PayoutLeaf>): Iterable<Uint8Array<ArrayBuffer>> {
    let count = 0
    return chunksOf(leaves, (leaf, place) => encodeLeaf(leaf, place, `/${count++}`))
  },

  hashEncoded(encoded: Uint8Array): Uint8Array {
    const hashes = new Uint8Array((encoded.length / encodedLeafBytes) * nodeBytes)
    keccak256Fixed(encoded, encodedLeafBytes, hashes)
    keccak256Fixed(hashes, nodeBytes, hashes)
    return hashes
  },

  dump({ leaves, nodes, nodeOfLeaf }: WholeTree): PayoutTreeDump {
    return {
      format: 'standard-v1',
      leafEncoding: [...payoutLeafEncoding],
      tree: writeHex(nodes, nodeBytes),
      values: leaves.map(({ account, token, cumulative }, i) => ({
        value: [account, token, cumulative.toString()],
        treeIndex: nodeOfLeaf[i]!,
      })),
    }
  },
} satisfies TreeFormat

/** Where a leaf is written, over zeros. */
export interface LeafPlace {
  readonly encoded: Uint8Array
  readonly view: DataView
  readonly at: number
}

/**
 * Encodes whatever has leaves, some thousands at a time, each chunk in new memory: the caller may give it away.
 * @param encode writes the fields where `encodedAt` has them
 */
export function* chunksOf<Item>(
  items: Iterable<Item>,
  encode: (item: Item, place: LeafPlace) => void,
): Generator<Uint8Array<ArrayBuffer>> {
  let place = emptyPlace(chunkLeavesMin)
  for (const item of items) {
    encode(item, place)
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

function emptyPlace(leaves: number) {
  const encoded = new Uint8Array(leaves * encodedLeafBytes)
  return { encoded, view: new DataView(encoded.buffer), at: 0 }
}

/** @param path the leaf's JSON pointer, for errors */
function encodeLeaf(
  { account, token, cumulative }: PayoutLeaf,
  { encoded, view, at }: LeafPlace,
  path: string,
): void {
  if (!readHex(account, addressBytes, encoded, at + encodedAt.account)) {
    refuseAddress(account, `${path}/account`)
  }
  if (!readHex(token, addressBytes, encoded, at + encodedAt.token)) refuseAddress(token, `${path}/token`)
  if (typeof cumulative !== 'bigint' || cumulative < 0n || cumulative >= cumulativeLimit) {
    refuseCumulative(cumulative, `${path}/cumulative`)
  }
  writeUint256(view, at + encodedAt.cumulative, cumulative)
}

function concatenated(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

function refuseAddress(given: unknown, path: string): never {
  fail('address.malformed', `${shown(given)} is not an EVM address: 0x and 40 hex digits.`, { path })
}

function refuseCumulative(given: unknown, path: string): never {
  const wrong = typeof given === 'bigint' ? 'does not fit uint256' : `is a ${typeof given}, not a bigint`
  fail('tree.cumulativeOutOfRange', `The cumulative amount ${shown(given)} ${wrong}.`, { path })
}

function shown(given: unknown): string {
  const text = typeof given === 'string' ? JSON.stringify(given) : String(given)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
