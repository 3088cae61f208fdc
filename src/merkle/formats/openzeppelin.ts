/**
 * OpenZeppelin's `StandardMerkleTree` of `['address', 'address', 'uint256']`: account, token, cumulative. A leaf is
 * Solidity's `abi.encode` of the three, and its hash is double, so that no inner node passes for a leaf.
 */

import { readHex, writeHex } from '../../base/hex.ts'
import { keccak256Fixed } from '../../keccak/index.ts'
import { fail } from '../fail.ts'
import { nodeBytes } from '../hashing.ts'
import type { PayoutLeaf } from '../leaf.ts'
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
const addressBytes = 20
const cumulativeLimit = 1n << 256n
/** Leaves encoded at a time, so that the encoded form of a large tree is never in memory whole. */
const chunkLeavesMax = 8_192

export const openzeppelin = {
  leafHashes(leaves: Iterable<PayoutLeaf>): Uint8Array {
    const encoder = createEncoder(chunkLeavesMax)
    let hashes = new Uint8Array(chunkLeavesMax * nodeBytes)
    let count = 0
    let hashed = 0
    const hashChunk = (): void => {
      if (count * nodeBytes > hashes.length) hashes = enlarged(hashes)
      encoder.hash(hashes.subarray(hashed * nodeBytes, count * nodeBytes))
      hashed = count
    }
    for (const leaf of leaves) {
      encoder.put(count - hashed, leaf, `/${count}`)
      count++
      if (count - hashed === chunkLeavesMax) hashChunk()
    }
    hashChunk()
    return hashes.subarray(0, count * nodeBytes)
  },

  leafHash(leaf: PayoutLeaf): Uint8Array {
    const hash = new Uint8Array(nodeBytes)
    const encoder = createEncoder(1)
    encoder.put(0, leaf, '')
    encoder.hash(hash)
    return hash
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

/** Room for the encoded form of `max` leaves. Its padding bytes are zero and stay so; a leaf overwrites the others. */
function createEncoder(max: number) {
  const encoded = new Uint8Array(max * encodedLeafBytes)
  const view = new DataView(encoded.buffer)
  return {
    /** Encodes leaf `i` of those that are hashed next. `path` is its JSON pointer, for errors. */
    put(i: number, { account, token, cumulative }: PayoutLeaf, path: string): void {
      const at = i * encodedLeafBytes
      if (!readHex(account, addressBytes, encoded, at + 12)) refuseAddress(account, `${path}/account`)
      if (!readHex(token, addressBytes, encoded, at + 44)) refuseAddress(token, `${path}/token`)
      if (typeof cumulative !== 'bigint' || cumulative < 0n || cumulative >= cumulativeLimit) {
        refuseCumulative(cumulative, `${path}/cumulative`)
      }
      view.setBigUint64(at + 64, cumulative >> 192n)
      view.setBigUint64(at + 72, (cumulative >> 128n) & 0xffff_ffff_ffff_ffffn)
      view.setBigUint64(at + 80, (cumulative >> 64n) & 0xffff_ffff_ffff_ffffn)
      view.setBigUint64(at + 88, cumulative & 0xffff_ffff_ffff_ffffn)
    },
    /** keccak256(keccak256(leaf)) of as many leaves as `out` has room for. */
    hash(out: Uint8Array): void {
      const count = out.length / nodeBytes
      keccak256Fixed(encoded.subarray(0, count * encodedLeafBytes), encodedLeafBytes, out)
      keccak256Fixed(out, nodeBytes, out)
    },
  }
}

function enlarged(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2)
  larger.set(bytes)
  return larger
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
