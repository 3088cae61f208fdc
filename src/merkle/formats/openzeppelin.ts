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
const encodedLeafBytes = 96
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
    encodeLeaf(leaf, { encoded, view: new DataView(encoded.buffer), at: 0, path: '' })
    return this.hashEncoded(encoded)
  },

  *encodedChunks(leaves: Iterable<PayoutLeaf>): Generator<Uint8Array<ArrayBuffer>> {
    let encoded = new Uint8Array(chunkLeavesMin * encodedLeafBytes)
    let view = new DataView(encoded.buffer)
    let [at, count] = [0, 0]
    for (const leaf of leaves) {
      encodeLeaf(leaf, { encoded, view, at, path: `/${count++}` })
      at += encodedLeafBytes
      if (at < encoded.length) continue
      const larger = new Uint8Array(chunkLeavesMax * encodedLeafBytes)
      if (encoded.length < larger.length) larger.set(encoded)
      else {
        yield encoded
        at = 0
      }
      // The caller may have given the memory away.
      encoded = larger
      view = new DataView(encoded.buffer)
    }
    if (at > 0) yield encoded.subarray(0, at)
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

/** Where a leaf is written, over zeros; `path` is its JSON pointer, for errors. */
interface LeafPlace {
  readonly encoded: Uint8Array
  readonly view: DataView
  readonly at: number
  readonly path: string
}

function encodeLeaf(
  { account, token, cumulative }: PayoutLeaf,
  { encoded, view, at, path }: LeafPlace,
): void {
  if (!readHex(account, addressBytes, encoded, at + 12)) refuseAddress(account, `${path}/account`)
  if (!readHex(token, addressBytes, encoded, at + 44)) refuseAddress(token, `${path}/token`)
  if (typeof cumulative !== 'bigint' || cumulative < 0n || cumulative >= cumulativeLimit) {
    refuseCumulative(cumulative, `${path}/cumulative`)
  }
  writeUint256(view, at + 64, cumulative)
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
