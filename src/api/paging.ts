/** Query parameters of paged answers, and pages cut from streams. */
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../service/cursor.ts'
import { pageItemsDefault, pageItemsMax } from '../service/headwater.ts'
import { readTime } from '../service/times.ts'

export const wholeNumberText = z
  .string()
  .regex(/^[0-9]{1,9}$/, 'must be a whole number')
  .transform(Number)

const tableFormats = ['csv', 'parquet'] as const
export type TableFormat = (typeof tableFormats)[number]

export const fileQuery = z.strictObject({
  format: z.enum(tableFormats).optional().describe('All of it as a file, as a table'),
})

export const pageQuery = fileQuery.extend({
  cursor: z.string().max(4_096).optional().describe('`next` of the previous page'),
  limit: wholeNumberText
    .pipe(z.number().min(1).max(pageItemsMax))
    .optional()
    .describe(`Items per page: default ${pageItemsDefault}, at most ${pageItemsMax}`),
})

/** A time as a parameter takes it. `utc` reads it. */
export const timeText = z.string().max(64).describe('RFC 3339, or a day or a month: its first moment in UTC')

/**
 * The query with the time `name` as RFC 3339 in UTC.
 * @throws HeadwaterError `time.malformed`, `time.outOfRange`
 */
export function utc<Query extends object, Name extends keyof Query & string>(
  query: Query,
  name: Name,
): Query {
  const text = query[name]
  return typeof text === 'string' ? { ...query, [name]: readTime(text, name) } : query
}

interface Page<Item> {
  readonly items: Item[]
  readonly next: string | null
}

/**
 * The page after `cursor` of a sorted stream. The cursor contains the key of the last item shown, so that pages fit
 * together even if items were added in between, and the stream begins where the page does: it costs what it holds.
 * @param itemsAfter the items after a key; all of them where there is none. About `limit` are read
 * @param key its schema, and how to get it from an item
 * @throws HeadwaterError `cursor.malformed`
 */
export async function cutPage<Item, Key>(
  itemsAfter: (key: Key | undefined, limit: number) => AsyncIterable<Item>,
  page: { cursor?: string | undefined; limit?: number | undefined },
  key: { schema: z.ZodType<Key>; of: (item: Item) => Key },
): Promise<Page<Item>> {
  const limit = page.limit ?? pageItemsDefault
  const shown = page.cursor === undefined ? undefined : decodeCursor(page.cursor, key.schema)
  const taken: Item[] = []
  for await (const item of itemsAfter(shown, limit + 1)) {
    if (taken.length === limit) return { items: taken, next: encodeCursor(key.of(taken[limit - 1]!)) }
    taken.push(item)
  }
  return { items: taken, next: null }
}
