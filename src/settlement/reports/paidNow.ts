/** What an epoch paid to each account, from the books: the difference of cumulative payouts. */

import type { BooksStore } from '../../books/port.ts'
import { LeafTable } from '../../books/tables/leafTable.ts'
import { OrderedLeaves } from '../../books/tables/orderedLeaves.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import { invariant } from '../../invariant.ts'
import type { EpochKey } from '../../log/keys.ts'
import { storedAtoms } from '../../money/ledgerUnits.ts'
import { paysOnce, type TreeFormats } from '../treeFormats.ts'

/**
 * @param upTo the epoch's key, after those of all earlier ones
 * @returns nothing where no chain has trees that are claimed once
 */
export async function readPaidNow(
  books: BooksStore,
  upTo: readonly EpochKey[],
  formats: TreeFormats,
): Promise<OrderedLeaves> {
  const paid = new LeafTable()
  if (paysOnce(formats)) {
    const leaves = new LeafTable()
    const before = new UnitSums()
    for await (const leaf of books.eachPayout(upTo.slice(0, -1)))
      before.set(leaves.numberOf(leaf), leaf.cumulative)
    for await (const leaf of books.epochPayouts(upTo.at(-1)!)) {
      const amount = leaf.cumulative - before.get(leaves.numberOf(leaf))
      invariant(amount > 0n, 'a cumulative amount never falls')
      paid.grow(paid.numberOf(leaf), storedAtoms(amount))
    }
  }
  const order = paid.sorted()
  return new OrderedLeaves(paid, () => order)
}
