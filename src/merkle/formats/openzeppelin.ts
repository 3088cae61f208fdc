/**
 * OpenZeppelin's `StandardMerkleTree` of `['address', 'address', 'uint256']`: account, token, cumulative. A leaf is
 * Solidity's `abi.encode` of the three, and its hash is double, so that no inner node passes for a leaf. Morpho's
 * Universal Rewards Distributor takes the same leaf as (account, reward, claimable).
 */

import { writeHex } from '../../base/hex.ts'
import { nodeBytes } from '../hashing.ts'
import type { PayoutLeaf } from '../leaf.ts'
import type { NodesAndLeaves } from '../nodesAndLeaves.ts'
import { heap } from '../shapes/heap.ts'
import { evmFormat } from './evmLeaves.ts'

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

export const openzeppelin = {
  ...evmFormat<PayoutLeaf>('openzeppelin', {
    kind: 'cumulative',
    shape: heap,
    layout: { bytes: 96, accountAt: 12, tokenAt: 44, amountAt: 64, amountBits: 256, hashes: 2 },
  }),

  dump({ leaves, nodes, nodeOfLeaf }: NodesAndLeaves<PayoutLeaf>): PayoutTreeDump {
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
}
