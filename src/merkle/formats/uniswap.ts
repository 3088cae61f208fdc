/**
 * Uniswap's MerkleDistributor: the leaf is `keccak256(abi.encodePacked(index, account, amount))`, 84 bytes. The contract
 * has one token and one root, and each index is claimed once. The tree is that of its `BalanceTree`.
 */
import type { OnceLeaf } from '../leaf.ts'
import { keccakSorted } from '../nodeRules.ts'
import { layers } from '../shapes/layers.ts'
import { evmFormat } from './evmLeaves.ts'

export const uniswap = evmFormat<OnceLeaf>('uniswap', {
  kind: 'once',
  shape: layers({ rule: keccakSorted, sortsLeaves: true, odd: 'goesUp' }),
  layout: { bytes: 84, indexAt: 0, accountAt: 32, amountAt: 52, amountBits: 256, hashes: 1 },
})
