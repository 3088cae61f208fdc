/** The Merkle tree of cumulative payouts of each chain, as the manifest has it. */

import type { TokenAddress } from '../../events/account.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { encodedChunks } from '../../merkle/rootBuilder.ts'
import type { PayoutLine } from '../books.ts'
import { hashLeaves } from '../treeThread/hashLeaves.ts'

/**
 * The root of each chain's tree, for the manifest. No leaf is kept.
 * @param payouts sorted by chain, account, token
 * @param onLeaf is called with each of them
 * @returns ascending by chain, none for a chain without leaves
 */
export async function summariseTrees(
  payouts: Iterable<PayoutLine>,
  onLeaf: (leaf: PayoutLine) => void,
  chunksMin?: number,
): Promise<ManifestTree[]> {
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
        onLeaf(leaf)
        yield leaf
        next = rest.next()
      }
    }
    const { root, leafCount } = await hashLeaves(encodedChunks(ofChain()), 'root', chunksMin)
    trees.push({ chain, root, leaves: leafCount, totals: sortedTotals(totals) })
  }
  return trees
}

function sortedTotals(totals: ReadonlyMap<TokenAddress, bigint>): ManifestTree['totals'] {
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([token, cumulative]) => ({ token, cumulative: cumulative.toString() }))
}
