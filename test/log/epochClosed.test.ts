import { describe, expect, it } from 'vitest'
import { closedEpoch } from '../../src/log/epochClosed.ts'
import { createEpochLog } from '../../src/log/epochLog.ts'
import { packRows } from '../../src/log/excludedRows.ts'
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
    expect(closedEpoch(withExcluded(packed)).excludedRows).toEqual(sorted)
    const huge = withExcluded([{ ...key, rows: [[0, 2 ** 40]] }])
    expect(() => closedEpoch(huge)).toThrow(expect.objectContaining({ code: 'data.damaged' }))
  })
})
