/** What every `CallLists` answers. The reference reads the same rows in the slow, obvious way. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UsageEngine } from '../../../src/projections/index.ts'
import type { CallFilter, CallLists, CallStates, ListPart } from '../../../src/usage/lists.ts'
import type { SettlementWindow } from '../../../src/usage/reader.ts'
import { id } from '../../support/id.ts'
import { createMemoryLists } from '../../support/memoryLists.ts'
import { runs } from '../../support/properties.ts'
import { arbitraryWorld, insertWorld } from '../support/arbitraryWorld.ts'
import { type OpenStore, unique } from '../support/store.ts'
import { createWorld } from '../support/world.ts'

const filters: readonly CallFilter[] = [
  {},
  { asset: id('dataset:b') },
  { state: 'suspense' },
  { state: 'settled', asset: id('tool:ü') },
  { asset: id('dataset:b'), version: { name: '1' } },
  { version: { name: '2', unnamed: { from: 1_700_000_002_000_000, before: 1_700_000_005_000_000 } } },
  { version: { name: '1', unnamed: { from: 1_700_000_002_000_000 } } },
  { from: 1_700_000_002_000_000, before: 1_700_000_004_000_000 },
]

export function listsContract(name: string, open: OpenStore, worlds = 4): void {
  describe(`lists of calls: ${name}`, () => {
    let store: Awaited<ReturnType<OpenStore>>
    let usage: UsageEngine
    beforeAll(async () => {
      store = await open()
      usage = store.usage
    })
    afterAll(() => store.dispose())

    it('are those of the reference, page by page, for any batches, strays, exclusions and epochs', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryWorld, fc.constantFrom(...filters), async ({ batches, window }, filter) => {
          const world = createWorld(usage.writer)
          const filled = await insertWorld(world.insert, unique('partition'), batches, window)
          const states = statesOf(filled.window)
          const settledWindow = { ...filled.window, keys: states.keys, filter }
          const reference = createMemoryLists(world.reference.rows)
          const each = async (lists: CallLists) => ({
            groups: await pages((part) => lists.groups(states, filter, part)),
            calls: await pages((part) => lists.calls(states, filter, part)),
            revenue: await lists.revenue(states, { days: 2, assets: 2, currenciesMax: 2 }),
            allRevenue: await lists.revenue(states, { days: 366, assets: 9, currenciesMax: 9 }),
            settled: await pages((part) => lists.settled(settledWindow, part)),
            unknown: await pages((part) => lists.unknown(states, filter, part)),
          })
          expect(await each(usage.lists)).toEqual(await each(reference))
        }),
        runs(worlds),
      )
    })
  })
}

/** Keys that the window has released, and those that it knew before, as the registry would give them. */
function statesOf({ scope, previous, named, boundaries, releasedKeys }: SettlementWindow): CallStates {
  const keys = new Map(
    [...named, ...boundaries.map(({ asset }) => ({ asset, version: id<''>('') }))].map((key) => [
      JSON.stringify([key.asset, key.version]),
      { asset: key.asset, version: key.version, closed: true },
    ]),
  )
  for (const key of releasedKeys)
    keys.set(JSON.stringify([key.asset, key.version]), { ...key, closed: false })
  return { scope, keys: [...keys.values()], ...(previous && { closed: previous }) }
}

/** All items, read in pages of two: the last item of a page is the place of the next. */
async function pages<Item>(read: (part: ListPart<never>) => Promise<Item[]>): Promise<Item[]> {
  const items: Item[] = []
  for (;;) {
    const after = items.at(-1)
    const page = await read({ limit: 2, ...(after !== undefined && { after: after as never }) })
    items.push(...page)
    if (page.length < 2) return items
  }
}
