/**
 * Sablier's Merkle airdrops: the leaf is `keccak256(bytes.concat(keccak256(abi.encode(index, recipient, amount))))` with
 * an amount of 128 bits. The campaign has one token and one root, and each index is claimed once. The tree is
 * OpenZeppelin's of `['uint256', 'address', 'uint256']`.
 */
import type { OnceLeaf } from '../leaf.ts'
import { heap } from '../shapes/heap.ts'
import { evmFormat } from './evmLeaves.ts'

export const sablier = evmFormat<OnceLeaf>('sablier', {
  kind: 'once',
  shape: heap,
  layout: { bytes: 96, indexAt: 0, accountAt: 44, amountAt: 64, amountBits: 128, hashes: 2 },
})
