/** The Merkle trees of each chain, as the manifest has them: one of cumulative payouts, or one a token to claim once. */

import { fail } from '../../errors.ts'
import type { ChainId, TokenAddress } from '../../events/account.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { type EvmTreeFormatName, evmTreeFormats } from '../../merkle/formats/index.ts'
import type { BuiltTreeFile } from '../../merkle/treeFile/write.ts'
import { formatOf, isClaimedOnce, type TreeFormats } from '../treeFormats.ts'
import { nameOfTree, type TreeSources } from '../treeSources.ts'
import { fileOfLeaves, rootOfLeaves } from '../treeThread/hashLeaves.ts'

interface Options {
  readonly chunksMin?: number | undefined
  /** Receives the file of each cumulative tree, so that no leaf has to be hashed again for it. Left out: none is made. */
  readonly onFile?: ((file: BuiltTreeFile) => void) | undefined
}

/**
 * The roots of each chain, for the manifest. No leaf is kept.
 * @param onLeaf is called with the number of each cumulative payout, in their order
 * @returns ascending by chain, then token; none for a chain without leaves
 * @throws HeadwaterError `tree.severalTokens`, `tree.cumulativeOutOfRange`, `tree.tooLarge`
 */
export async function summariseTrees(
  { payouts, paidNow }: TreeSources,
  formats: TreeFormats,
  onLeaf: (number: number) => void,
  { chunksMin, onFile }: Options = {},
): Promise<ManifestTree[]> {
  const trees: ManifestTree[] = []
  for (const chain of payouts.chains()) {
    const format = formatOf(formats, chain)
    const leaves = payouts.encoded({ chain }, onLeaf)
    if (isClaimedOnce(format)) {
      for (const _ of leaves);
      trees.push(...(await treesOfTokens(paidNow, chain, { format, chunksMin })))
      continue
    }
    const file = onFile && (await fileOfLeaves(leaves, format, chunksMin))
    if (file) onFile(file)
    const { root, leafCount } = file ?? (await rootOfLeaves(leaves, format, chunksMin))
    const totals = payouts.totals(chain)
    requireTokens(chain, format, totals)
    const sums = sorted(totals).map(([token, sum]) => ({ token, cumulative: sum.toString() }))
    const named = { chain, ...(format !== 'openzeppelin' && { format }) }
    trees.push({ ...named, root, leaves: leafCount, totals: sums })
  }
  return trees
}

interface Hashing {
  readonly format: EvmTreeFormatName
  readonly chunksMin: number | undefined
}

/** A tree for each token that the epoch pays on the chain. */
async function treesOfTokens(
  paidNow: TreeSources['paidNow'],
  chain: ChainId,
  { format, chunksMin }: Hashing,
): Promise<ManifestTree[]> {
  const trees: ManifestTree[] = []
  for (const [token, paid] of sorted(paidNow.totals(chain))) {
    const named = { chain, format, totals: [{ token, paid: paid.toString() }] }
    const encoded = paidNow.encoded(nameOfTree(named))
    const { root, leafCount } = await rootOfLeaves(encoded, format, chunksMin)
    trees.push({ ...named, root, leaves: leafCount })
  }
  return trees
}

/** The contracts of some formats have one token; another could not be claimed. */
function requireTokens(
  chain: string,
  format: EvmTreeFormatName,
  totals: ReadonlyMap<TokenAddress, bigint>,
): void {
  if (!evmTreeFormats[format].isOfOneToken || totals.size <= 1) return
  fail(
    'tree.severalTokens',
    `${totals.size} tokens are paid on ${chain}, and a contract of the format ${format} has one.`,
    { data: { chain, format, tokens: totals.size } },
  )
}

function sorted(totals: ReadonlyMap<TokenAddress, bigint>): [TokenAddress, bigint][] {
  return [...totals].sort(([a], [b]) => (a < b ? -1 : 1))
}
