/** The Merkle tree of cumulative payouts of each chain, as the manifest has it. */

import type { TokenAddress } from '../../events/account.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { encodedChunks, RootBuilder, type TreeRoot } from '../../merkle/rootBuilder.ts'
import type { PayoutLine } from '../books.ts'
import { TreeThread } from '../treeThread/treeThread.ts'

/** Chunks of leaves from which on a thread of its own hashes them: about 50,000 leaves, which take a tenth of a second. */
const threadChunksMin = 6

/**
 * The root of each chain's tree, for the manifest. No leaf is kept.
 * @param payouts sorted by chain, account, token
 * @param onLeaf is called with each of them
 * @returns ascending by chain, none for a chain without leaves
 */
export async function summariseTrees(
  payouts: Iterable<PayoutLine>,
  onLeaf: (leaf: PayoutLine) => void,
  chunksMin: number = threadChunksMin,
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
    const { root, leafCount } = await rootOf(encodedChunks(ofChain()), chunksMin)
    trees.push({ chain, root, leaves: leafCount, totals: sortedTotals(totals) })
  }
  return trees
}

async function rootOf(chunks: Iterable<Uint8Array<ArrayBuffer>>, chunksMin: number): Promise<TreeRoot> {
  const first: Uint8Array<ArrayBuffer>[] = []
  let thread: TreeThread | undefined
  try {
    for (const chunk of chunks) {
      if (thread === undefined && first.push(chunk) < chunksMin) continue
      thread ??= new TreeThread()
      const due = first.length > 0 ? first.splice(0) : [chunk]
      for (const each of due) await thread.add(each)
    }
    if (thread !== undefined) return await thread.finish()
  } finally {
    await thread?.end()
  }
  const builder = new RootBuilder()
  for (const chunk of first) builder.add(chunk)
  return builder.finish()
}

function sortedTotals(totals: ReadonlyMap<TokenAddress, bigint>): ManifestTree['totals'] {
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([token, cumulative]) => ({ token, cumulative: cumulative.toString() }))
}
