/** Reads a paged list to its end. */
import { expect } from 'vitest'
import type { PageOptions } from '../../src/service/headwater.ts'

/** All items, in pages of one. */
export async function itemByItem<Item>(
  read: (page: PageOptions) => Promise<{ items: readonly Item[]; next: string | null }>,
): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | undefined
  do {
    const page = await read({ limit: 1, ...(cursor !== undefined && { cursor }) })
    expect(page.items.length).toBeLessThanOrEqual(1)
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return items
}
