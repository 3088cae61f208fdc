/**
 * Merkl's Distributor: the leaf is `keccak256(abi.encode(user, token, amount))`, hashed once. The contract keeps what
 * was claimed in 208 bits. The tree is that of merkletreejs over sorted leaves, as Merkl's own bot builds it.
 */
import type { PayoutLeaf } from '../leaf.ts'
import { keccakSorted } from '../nodeRules.ts'
import { layers } from '../shapes/layers.ts'
import { evmFormat } from './evmLeaves.ts'

export const merkl = evmFormat<PayoutLeaf>('merkl', {
  kind: 'cumulative',
  shape: layers({ rule: keccakSorted, sortsLeaves: true, odd: 'goesUp' }),
  layout: { bytes: 96, accountAt: 12, tokenAt: 44, amountAt: 64, amountBits: 208, hashes: 1 },
})
