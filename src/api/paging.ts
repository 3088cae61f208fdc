/** Query parameters of paged answers, and pages cut from streams. */
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../service/cursor.ts'
import { pageItemsDefault, pageItemsMax } from '../service/headwater.ts'

export const wholeNumberText = z
  .string()
  .regex(/^[0-9]{1,9}$/, 'must be a whole number')
  .transform(Number)

export const pageQuery = z.strictObject({
  cursor: z.string().max(4_096).optional().describe('`next` of the page before'),
  limit: wholeNumberText
    .pipe(z.number().min(1).max(pageItemsMax))
    .optional()
    .describe(`Items a page; default ${pageItemsDefault}, at most ${pageItemsMax}`),
})

interface Page<Item> {
  readonly items: Item[]
  readonly next: string | null
}

/**
 * The page after `cursor` of a sorted stream. The cursor carries the key of the last item shown, so that pages fit
 * together whatever came in between.
 * @param key its schema, how to read it off an item, and whether an item comes after it
 * @throws HeadwaterError `cursor.malformed`
 */
export async function cutPage<Item, Key>(
  items: AsyncIterable<Item>,
  page: { cursor?: string | undefined; limit?: number | undefined },
  key: { schema: z.ZodType<Key>; of: (item: Item) => Key; isBefore: (key: Key, item: Item) => boolean },
): Promise<Page<Item>> {
  const limit = page.limit ?? pageItemsDefault
  const shown = page.cursor === undefined ? undefined : decodeCursor(page.cursor, key.schema)
  const taken: Item[] = []
  for await (const item of items) {
    if (shown !== undefined && !key.isBefore(shown, item)) continue
    if (taken.length === limit) return { items: taken, next: encodeCursor(key.of(taken[limit - 1]!)) }
    taken.push(item)
  }
  return { items: taken, next: null }
}

/** The given parameters only: what was left out is not there, rather than undefined. */
export function given<Query extends object>(
  query: Query,
): { [Name in keyof Query]?: Exclude<Query[Name], undefined> } {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as never
}
