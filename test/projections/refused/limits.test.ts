import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openUsage, type UsageEngine } from '../../../src/projections/index.ts'
import type { RefusedEvent } from '../../../src/usage/refused.ts'
import { temporaryFolder, uniqueKey } from '../support/store.ts'

const day = 86_400_000

/** Refused so many milliseconds ago. */
function entry(raw: string, ago = 0): RefusedEvent {
  const refusedAt = new Date(Date.now() - ago).toISOString()
  return {
    ...{ id: uniqueKey(), origin: 'f', format: 'cloudevents', line: 1, code: 'line.notJson' },
    ...{ path: '', message: 'It was refused.', raw, refusedAt },
  }
}

describe('a refused list with limits', () => {
  const folder = temporaryFolder()
  const limits = { entriesMax: 5, bytesMax: 100, daysMax: 30 }
  let usage: UsageEngine
  const open = async () => {
    usage = await openUsage({ path: join(folder, 'usage'), refused: limits })
  }
  beforeAll(open)
  afterAll(async () => {
    await usage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('keeps as many entries and bytes as it may have, and counts the others for ever', async () => {
    const { refused } = usage
    const events = [10, 10, 10, 10, 10, 10].map((size) => entry('x'.repeat(size)))
    expect(await refused.add(events)).toEqual(new Set([events[5]!.id]))
    // What is in the list already is not lost when it comes again.
    expect(await refused.add([events[0]!])).toEqual(new Set())
    await refused.resolve([events[0]!.id, events[1]!.id])
    const [large, small] = [entry('x'.repeat(71)), entry('x'.repeat(70))]
    expect(await refused.add([large, small])).toEqual(new Set([large.id]))
    expect(await refused.count()).toBe(4)
    await usage.close()
    await open()
    expect(await usage.refused.losses()).toEqual({ notKept: 2, dismissed: 0, expired: 0 })
    expect(await usage.refused.add([entry('x')])).toHaveProperty('size', 1)
    expect(await usage.refused.dismiss({})).toBe(4)
    expect(await usage.refused.add([entry('x')])).toEqual(new Set())
  })

  it('removes entries that are older than it may have, and counts them', async () => {
    const { refused } = usage
    await refused.dismiss({})
    const [old, young] = [entry('a', 31 * day), entry('b', 29 * day)]
    await refused.add([old, young])
    await usage.close()
    await open()
    await usage.refused.add([entry('c')])
    const { entries } = await usage.refused.list({ limit: 10 })
    expect(entries.map(({ raw }) => raw)).toEqual(['b', 'c'])
    expect((await usage.refused.losses()).expired).toBe(1)
  })
})

describe('a refused list without limits', () => {
  it('deletes the rows of closed entries when they are many, and an entry that comes again opens', async () => {
    const folder = temporaryFolder()
    const usage = await openUsage({ path: join(folder, 'usage') })
    try {
      const { refused } = usage
      const events = Array.from({ length: 25_000 }, (_, index) => ({ ...entry('x'), line: index + 1 }))
      await refused.add(events)
      expect(await refused.dismiss({})).toBe(25_000)
      expect(await refused.count()).toBe(0)
      for (const again of [1, 2]) {
        expect(await refused.add(events.slice(0, 3)), `${again}`).toEqual(new Set())
        expect((await refused.list({ limit: 10 })).entries.map(({ line }) => line)).toEqual([1, 2, 3])
        expect(await refused.dismiss({})).toBe(3)
      }
    } finally {
      await usage.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
