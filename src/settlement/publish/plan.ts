/**
 * Plans a root: computes it again from the books, compares it with the manifest, and compares its leaves with those of the
 * last root that the distributor got.
 */

import type { BooksStore } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import type { ChainId } from '../../events/account.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { ManifestTree } from '../../log/manifest.ts'
import { requireBooks } from '../reports/requireBooks.ts'
import { StandingColumns } from '../standingColumns.ts'
import { rootOfLeaves } from '../treeThread/hashLeaves.ts'
import { createLeafSums, requireNoneFell, requireSums, type Sums } from './leaves.ts'
import { ourTreeOf } from './ourTree.ts'
import type { Planned } from './state.ts'

export interface PlanDeps {
  readonly epochs: EpochLog
  readonly books: BooksStore
}

interface PlanWanted {
  readonly chain: string
  readonly closed: ClosedEpoch
  /** The epoch of the last root; undefined where there is none. */
  readonly before: number | undefined
  /** Which tokens the distributor pays. */
  readonly pays: (token: string) => boolean
}

/**
 * @throws HeadwaterError `publish.noTree`, `publish.otherFormat`, `publish.rootDiffers`, `publish.leaf*`,
 * `publish.sumDiffers`, `data.outOfStep`
 */
export async function planRoot(
  deps: PlanDeps,
  { chain, closed, before, pays }: PlanWanted,
): Promise<Planned> {
  const tree = ourTreeOf(closed.manifest, chain)
  if (tree === undefined) return failWithoutTree(chain, closed)
  const now = await readLeaves(deps, chain, closed.epoch)
  const name = { chain: chain as ChainId, token: undefined }
  const root =
    now.leaves === 0
      ? undefined
      : (await rootOfLeaves(now.columns.payouts.encoded(name), 'openzeppelin')).root
  if (root !== tree.root || now.leaves !== tree.leaves) {
    fail('publish.rootDiffers', `The books do not give the root of epoch ${closed.epoch} for ${chain}.`, {
      data: { epoch: closed.epoch, chain },
    })
  }
  requireSums(now.sums, tree.totals)
  if (before !== undefined) {
    const earlier = await readLeaves(deps, chain, before)
    requireNoneFell(earlier.columns.payouts, now.columns.payouts)
  }
  const totals = tree.totals
    .filter(({ token }) => pays(token))
    .map(({ token, cumulative }) => ({ token, total: cumulative }))
  if (totals.length === 0)
    fail(
      'publish.noTree',
      `The tree of epoch ${closed.epoch} for ${chain} has none of the tokens of this distributor.`,
    )
  return {
    epoch: closed.epoch,
    root: tree.root,
    manifestHash: closed.manifestHash,
    leaves: now.leaves,
    totals,
  }
}

/** @throws HeadwaterError `publish.otherFormat`, `publish.noTree` */
function failWithoutTree(chain: string, { epoch, manifest }: ClosedEpoch): never {
  const trees: readonly ManifestTree[] = manifest.trees
  const other = trees.find((one) => one.chain === chain)
  const data = { epoch }
  if (other?.format === undefined)
    return fail('publish.noTree', `Epoch ${epoch} has no tree for ${chain}.`, { data })
  return fail(
    'publish.otherFormat',
    `The tree of epoch ${epoch} for ${chain} is of the format ${other.format}, which the distributor does not take.`,
    { data },
  )
}

interface Leaves {
  readonly columns: StandingColumns
  readonly leaves: number
  readonly sums: Sums
}

/** Those of one chain, by account and token. */
async function readLeaves({ epochs, books }: PlanDeps, chain: string, epoch: number): Promise<Leaves> {
  const list = (await epochs.list()).slice(0, epoch)
  await requireBooks(books, list)
  const columns = new StandingColumns()
  const checked = createLeafSums()
  for await (const line of books.eachPayout(list.map(({ key }) => key))) {
    if (line.chain !== chain || line.cumulative === 0n) continue
    checked.add(line)
    columns.addPayout(line)
  }
  return { columns, leaves: checked.leaves(), sums: checked.sums }
}
