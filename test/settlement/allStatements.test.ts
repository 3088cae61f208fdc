import { describe, expect, it } from 'vitest'
import { collect } from '../support/collect.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

describe('the statements of all payees', () => {
  it('are those that each payee has by itself, read together, in every epoch', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '10'), call('2', '100')])
    await world.settlement.close({ until: february })
    await world.record([call('3', '7.77', { time: '2025-02-10T00:00:00Z' })])
    await world.settlement.close({ until: march })
    for (const epoch of [1, 2]) {
      const all = await collect(world.settlement.statementsInFull(epoch))
      const lines = await collect(world.settlement.statements(epoch))
      expect(all.map(({ payee }) => payee)).toEqual([...new Set(lines.map(({ payee }) => payee))])
      expect(all.length).toBeGreaterThan(0)
      for (const statement of all)
        expect(statement).toEqual(await world.settlement.statement(statement.payee, epoch))
    }
  })
})

describe('a statement over all epochs', () => {
  it('adds up what the statements of the epochs have, and names the event of each source', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '10'), call('2', '100')])
    await world.settlement.close({ until: february })
    await world.record([call('3', '7', { time: '2025-02-10T00:00:00Z' })])
    await world.settlement.close({ until: march })
    const { currencies, epochs } = await world.settlement.statementToDate('lab')
    const [first, second] = [
      await world.settlement.statement('lab', 1),
      await world.settlement.statement('lab', 2),
    ]
    const [sums] = currencies
    expect(epochs).toBe(2)
    expect(sums!.byEpoch.map(({ epoch, earned }) => [epoch, earned])).toEqual([
      [2, second.currencies[0]!.earned],
      [1, first.currencies[0]!.earned],
    ])
    expect(Number(sums!.earned)).toBeCloseTo(
      Number(first.currencies[0]!.earned) + Number(second.currencies[0]!.earned),
    )
    const [source] = sums!.sources
    expect(source).toMatchObject({ asset: 'model:base', role: 'holder', first: 1, last: 2 })
    expect(source!.event).toMatchObject({ type: 'io.headwater.version.released' })
    expect(source!.paths[0]).toMatchObject({ from: { asset: 'model:base', version: '1' }, over: [] })
  })

  it('of a payee that no event names fails', async () => {
    const world = await smallEconomy()
    await expect(world.settlement.statementToDate('unnamed')).rejects.toMatchObject({ code: 'payee.unknown' })
  })
})
