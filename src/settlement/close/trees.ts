/** Builds a Merkle tree of cumulative payouts for each chain. */

import type { ChainId, TokenAddress } from '../../events/account.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { buildTree, type PayoutTree, treeRoot } from '../../merkle/index.ts'
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

/**
 * The root of each chain's tree, for the manifest. No leaf is kept.
 * @param payouts sorted by chain, account, token; @returns ascending by chain, none for a chain without leaves
 */
export function summariseTrees(payouts: Iterable<PayoutLine>): ManifestTree[] {
  const trees: ManifestTree[] = []
  const rest = payouts[Symbol.iterator]()
  let next = rest.next()
  while (!next.done) {
    const { chain } = next.value
    const totals = new Map<TokenAddress, bigint>()
    const ofChain = function* (): Generator<PayoutLine> {
      while (!next.done && next.value.chain === chain) {
        const leaf = next.value
        totals.set(leaf.token, (totals.get(leaf.token) ?? 0n) + leaf.cumulative)
        yield leaf
        next = rest.next()
      }
    }
    const { root, leafCount } = treeRoot(ofChain())
    trees.push({ chain, root, leaves: leafCount, totals: sortedTotals(totals) })
  }
  return trees
}

function sortedTotals(totals: ReadonlyMap<TokenAddress, bigint>): ManifestTree['totals'] {
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([token, cumulative]) => ({ token, cumulative: cumulative.toString() }))
}
