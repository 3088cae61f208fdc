/** Pages of lists that grow only at their end, so the cursor is the number of items shown so far. */
import { z } from 'zod'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { type PageOptions, pageItemsDefault } from './headwater.ts'

const shownSchema = z.number().int().nonnegative()

/** @throws HeadwaterError `cursor.malformed` */
export function pageOf<Item>(
  items: readonly Item[],
  page: PageOptions,
): { items: Item[]; next: string | null } {
  const from = page.cursor === undefined ? 0 : decodeCursor(page.cursor, shownSchema)
  const to = from + (page.limit ?? pageItemsDefault)
  return { items: items.slice(from, to), next: to < items.length ? encodeCursor(to) : null }
}
