/** Reports give no figure from books that were replaced by an older copy: those lack the last epochs. */

import type { BooksStore } from '../../books/port.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { describeMissingBooks, hasLines } from '../../log/inStep.ts'
import { failOutOfStep } from '../inStep.ts'

/**
 * Looks for lines of each kind that the last of these epochs with books must have: one step in each index.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function requireBooks(
  books: Pick<BooksStore, 'kindsOfLines'>,
  epochs: readonly ClosedEpoch[],
): Promise<void> {
  const last = epochs.findLast(hasLines)
  if (last === undefined) return
  const found = await books.kindsOfLines(last.key)
  if (!expectedKinds(last).every((kind) => found.has(kind))) failOutOfStep([describeMissingBooks(last.epoch)])
}

function expectedKinds({ manifest: { totals } }: ClosedEpoch): string[] {
  const kinds = ['balances']
  if (totals.some(({ earned }) => earned !== '0')) kinds.push('earnings', 'flows')
  if (totals.some(({ paid }) => paid !== '0')) kinds.push('payouts')
  return kinds
}
