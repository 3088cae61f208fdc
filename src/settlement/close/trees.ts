/** Builds a Merkle tree of cumulative payouts for each chain. */

import type { ChainId } from '../../events/account.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { buildTree, type PayoutTree } from '../../merkle/index.ts'
import type { PayoutLine } from '../books.ts'

export interface ChainTree {
  readonly chain: ChainId
  /** By account and token: the order in which the tree received them. */
  readonly leaves: readonly PayoutLine[]
  readonly tree: PayoutTree
}

/** @param payouts sorted by chain, account, token; @returns ascending by chain, none for a chain without leaves */
export function* buildTrees(payouts: readonly PayoutLine[]): Iterable<ChainTree> {
  let start = 0
  while (start < payouts.length) {
    const { chain } = payouts[start]!
    let end = start
    while (end < payouts.length && payouts[end]!.chain === chain) end++
    const leaves = payouts.slice(start, end)
    yield { chain, leaves, tree: buildTree(leaves) }
    start = end
  }
}

export function summariseTree({ chain, leaves, tree }: ChainTree): ManifestTree {
  const totals = new Map<string, bigint>()
  for (const { token, cumulative } of leaves) totals.set(token, (totals.get(token) ?? 0n) + cumulative)
  return {
    chain,
    root: tree.root,
    leaves: leaves.length,
    totals: [...totals]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([token, cumulative]) => ({ token, cumulative: cumulative.toString() })),
  }
}
