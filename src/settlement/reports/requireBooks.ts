/** Reports give no figure from books that were replaced by an older copy: those lack the last epochs. */
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { describeMissingBooks, hasLines } from '../../log/inStep.ts'
import type { BooksStore } from '../books.ts'
import { failOutOfStep } from '../inStep.ts'

/**
 * Looks for the books of the last of these epochs that has any: one step in an index.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function requireBooks(
  books: Pick<BooksStore, 'hasBalances'>,
  epochs: readonly ClosedEpoch[],
): Promise<void> {
  const last = epochs.findLast(hasLines)
  if (last === undefined || (await books.hasBalances(last.key))) return
  failOutOfStep([describeMissingBooks(last.epoch)])
}
