/**
 * 1inch's CumulativeMerkleDrop: the leaf is `keccak256(abi.encodePacked(account, cumulativeAmount))`, 52 bytes. The
 * contract has one token, which the leaf leaves out. The tree is that of merkletreejs with `sort: true`.
 */
import type { PayoutLeaf } from '../leaf.ts'
import { keccakSorted } from '../nodeRules.ts'
import { layers } from '../shapes/layers.ts'
import { evmFormat } from './evmLeaves.ts'

export const oneinch = evmFormat<PayoutLeaf>('oneinch', {
  kind: 'cumulative',
  shape: layers({ rule: keccakSorted, sortsLeaves: true, odd: 'goesUp' }),
  layout: { bytes: 52, accountAt: 0, amountAt: 20, amountBits: 256, hashes: 1 },
})
