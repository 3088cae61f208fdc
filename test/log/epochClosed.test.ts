import { describe, expect, it } from 'vitest'
import { closedEpoch } from '../../src/log/epochClosed.ts'
import { createEpochLog } from '../../src/log/epochLog.ts'
import { packRows } from '../../src/log/excludedRows.ts'
import { collectGarbage } from '../support/garbage.ts'
import { february, march, smallEconomy } from '../support/smallEconomy.ts'

describe('the log of epochs', () => {
  it('is read once, although many callers ask at the same time', async () => {
    const world = await smallEconomy()
    await world.settlement.close({ until: february })
    await world.settlement.close({ until: march })
    const log = createEpochLog(world.events)
    const lists = await Promise.all([log.list(), log.list(), log.last(), log.list()])
    expect((await log.list()).map(({ epoch }) => epoch)).toEqual([1, 2])
    expect(lists[2]).toMatchObject({ epoch: 2 })
  })

  it('stores excluded rows as ranges, and reads them as rows', async () => {
    const world = await smallEconomy()
    await world.settlement.close({ until: february })
    const key = { partition: 'east', revision: 3, attempt: 'a'.repeat(32) }
    const rows = [5, 1, 2, 3, 9].map((row) => ({ ...key, row }))
    const packed = packRows(rows)
    expect(packed).toEqual([
      {
        ...key,
        rows: [
          [1, 3],
          [5, 5],
          [9, 9],
        ],
      },
    ])
    const closed = world.events.log.at(-1)!
    const withExcluded = (excluded: unknown) => ({
      ...closed,
      data: { ...(closed.data as object), excluded },
    })
    const sorted = [...rows].sort((a, b) => a.row - b.row)
    expect(closedEpoch(withExcluded(packed)).excludedRows.keys()).toEqual(sorted)
    const huge = withExcluded([{ ...key, rows: [[0, 2 ** 40]] }])
    expect(() => closedEpoch(huge)).toThrow(expect.objectContaining({ code: 'data.damaged' }))
  })

  it('holds no object for a row that a close excluded: every command reads the epochs', async () => {
    const world = await smallEconomy()
    await world.settlement.close({ until: february })
    const closed = world.events.log.at(-1)!
    const excluded = Array.from({ length: 50 }, (_, revision) => ({
      ...{ partition: 'east', revision, attempt: 'a'.repeat(32) },
      rows: [[0, 59_999]],
    }))
    collectGarbage()
    const before = process.memoryUsage().heapUsed
    const { excludedRows } = closedEpoch({ ...closed, data: { ...(closed.data as object), excluded } })
    collectGarbage()
    expect(excludedRows.count).toBe(3_000_000)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
  })
})
