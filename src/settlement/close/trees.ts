/** The Merkle trees of each chain, as the manifest has them: one of cumulative payouts, or one a token to claim once. */

import type { PayoutLine } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import type { TokenAddress } from '../../events/account.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { encodedChunks } from '../../merkle/encodedLeaf.ts'
import { type EvmTreeFormatName, evmTreeFormats } from '../../merkle/formats/index.ts'
import type { BuiltTreeFile } from '../../merkle/treeFile/write.ts'
import { formatOf, isClaimedOnce, type TreeFormats } from '../treeFormats.ts'
import { nameOfTree, type TreeSources } from '../treeSources.ts'
import { fileOfLeaves, rootOfLeaves } from '../treeThread/hashLeaves.ts'

interface Sources extends Pick<TreeSources, 'paidNow'> {
  /** Sorted by chain, account, token. They are read once. */
  readonly payouts: Iterable<PayoutLine>
}

interface Options {
  readonly chunksMin?: number | undefined
  /** Receives the file of each cumulative tree, so that no leaf has to be hashed again for it. Left out: none is made. */
  readonly onFile?: ((file: BuiltTreeFile) => void) | undefined
}

/**
 * The roots of each chain, for the manifest. No leaf is kept.
 * @param onLeaf is called with each cumulative payout
 * @returns ascending by chain, then token; none for a chain without leaves
 * @throws HeadwaterError `tree.severalTokens`, `tree.cumulativeOutOfRange`, `tree.tooLarge`
 */
export async function summariseTrees(
  { payouts, paidNow }: Sources,
  formats: TreeFormats,
  onLeaf: (leaf: PayoutLine) => void,
  { chunksMin, onFile }: Options = {},
): Promise<ManifestTree[]> {
  const trees: ManifestTree[] = []
  const rest = payouts[Symbol.iterator]()
  let next = rest.next()
  while (!next.done) {
    const { chain } = next.value
    const format = formatOf(formats, chain)
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
    if (isClaimedOnce(format)) {
      for (const _ of ofChain());
      trees.push(...(await treesOfTokens(paidNow, chain, { format, chunksMin })))
      continue
    }
    const file = onFile && (await fileOfLeaves(encodedChunks(ofChain()), format, chunksMin))
    if (file) onFile(file)
    const { root, leafCount } = file ?? (await rootOfLeaves(encodedChunks(ofChain()), format, chunksMin))
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
  chain: string,
  { format, chunksMin }: Hashing,
): Promise<ManifestTree[]> {
  const totals = new Map<TokenAddress, bigint>()
  for (const leaf of paidNow) {
    if (leaf.chain === chain) totals.set(leaf.token, (totals.get(leaf.token) ?? 0n) + leaf.cumulative)
  }
  const trees: ManifestTree[] = []
  for (const [token, paid] of sorted(totals)) {
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
