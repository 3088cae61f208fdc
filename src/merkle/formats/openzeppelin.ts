/** A leaf: what an account was paid of a token, ever. Its encoding is Solidity's `abi.encode`, its hash double. */

import { readHex } from '../../base/hex.ts'
import { fail } from '../fail.ts'
import { encodedLeafBytes, hashLeaves, nodeBytes } from '../hashing.ts'

export interface PayoutLeaf {
  /** EVM address, `0x` and 40 hex digits; case has no meaning here. */
  readonly account: string
  /** Address of an ERC-20 contract, in the same form. */
  readonly token: string
  /** Atoms paid in all epochs up to this one; below 2^256. */
  readonly cumulative: bigint
}

/** The Solidity types of a leaf, as OpenZeppelin's library takes them. */
export const payoutLeafEncoding = ['address', 'address', 'uint256'] as const

const addressBytes = 20
const cumulativeLimit = 1n << 256n
/** Leaves encoded at a time, so that the encoded form of a large tree is never in memory whole. */
const chunkLeavesMax = 8_192

/**
 * keccak256(keccak256(abi.encode(leaf))) of every leaf, 32 bytes each, in the order given.
 * @throws HeadwaterError `address.malformed`, `tree.cumulativeOutOfRange`; the path begins with the leaf's index
 */
export function leafHashes(leaves: readonly PayoutLeaf[]): Uint8Array {
  const hashes = new Uint8Array(leaves.length * nodeBytes)
  // Its padding bytes are zero and stay so; every leaf overwrites all the others.
  const encoded = new Uint8Array(Math.min(leaves.length, chunkLeavesMax) * encodedLeafBytes)
  const view = new DataView(encoded.buffer)
  for (let first = 0; first < leaves.length; first += chunkLeavesMax) {
    const count = Math.min(chunkLeavesMax, leaves.length - first)
    for (let i = 0; i < count; i++) {
      encode(leaves[first + i]!, `/${first + i}`, encoded, view, i * encodedLeafBytes)
    }
    const out = hashes.subarray(first * nodeBytes, (first + count) * nodeBytes)
    hashLeaves(encoded.subarray(0, count * encodedLeafBytes), out)
  }
  return hashes
}

/** The hash of one leaf. Errors as of `leafHashes`, with paths like `/account`. */
export function leafHash(leaf: PayoutLeaf): Uint8Array {
  const encoded = new Uint8Array(encodedLeafBytes)
  encode(leaf, '', encoded, new DataView(encoded.buffer), 0)
  const hash = new Uint8Array(nodeBytes)
  hashLeaves(encoded, hash)
  return hash
}

function encode(leaf: PayoutLeaf, path: string, into: Uint8Array, view: DataView, at: number): void {
  if (!readHex(leaf.account, addressBytes, into, at + 12)) refuseAddress(leaf.account, `${path}/account`)
  if (!readHex(leaf.token, addressBytes, into, at + 44)) refuseAddress(leaf.token, `${path}/token`)
  const { cumulative } = leaf
  if (typeof cumulative !== 'bigint' || cumulative < 0n || cumulative >= cumulativeLimit) {
    refuseCumulative(cumulative, `${path}/cumulative`)
  }
  view.setBigUint64(at + 64, cumulative >> 192n)
  view.setBigUint64(at + 72, (cumulative >> 128n) & 0xffff_ffff_ffff_ffffn)
  view.setBigUint64(at + 80, (cumulative >> 64n) & 0xffff_ffff_ffff_ffffn)
  view.setBigUint64(at + 88, cumulative & 0xffff_ffff_ffff_ffffn)
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
