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
  const { from, limit } = partOf(page)
  const to = from + limit
  return { items: items.slice(from, to), next: nextAfter(to, items.length) }
}

/** Which part of a list the page is. @throws HeadwaterError `cursor.malformed` */
export function partOf({ cursor, limit = pageItemsDefault }: PageOptions): { from: number; limit: number } {
  return { from: cursor === undefined ? 0 : decodeCursor(cursor, shownSchema), limit }
}

/** The cursor of the page after place `to`, in a list of `total`. */
export function nextAfter(to: number, total: number): string | null {
  return to < total ? encodeCursor(to) : null
}
