/** The tree of a chain that our distributor takes: one of cumulative amounts, hashed as OpenZeppelin's library does. */
import type { EpochManifest, ManifestTree } from '../../log/manifest.ts'

type OurTree = Omit<ManifestTree, 'totals'> & {
  readonly totals: { token: string; cumulative: string }[]
}

/** Undefined where the chain has none, or trees of another format. */
export function ourTreeOf({ trees }: Pick<EpochManifest, 'trees'>, chain: string): OurTree | undefined {
  const all: readonly ManifestTree[] = trees
  const tree = all.find((one) => one.chain === chain && one.format === undefined)
  if (tree === undefined) return undefined
  const totals = tree.totals.flatMap((total) => ('cumulative' in total ? [total] : []))
  return { ...tree, totals }
}
