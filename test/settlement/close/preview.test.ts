/** `close --dry-run` shows what the close then records, and records nothing itself. */
import { describe, expect, it } from 'vitest'
import type { World } from '../../support/settlementWorld.ts'
import { call, february, march, smallEconomy } from '../../support/smallEconomy.ts'

/** Everything that a preview could have written. */
async function stored(world: World): Promise<unknown> {
  return structuredClone({
    log: world.events.log,
    books: await world.books.attempts(),
    sealed: await world.books.sealed(),
    refused: await world.refused.count(),
    rows: world.usage.rows,
  })
}

describe('a preview', () => {
  it('shows the figures, the roots and the manifest hash that the close then has', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1'), call('2', '2.5')])
    for (const until of [february, march]) {
      const before = await stored(world)
      const { hash, epoch, position, counts, totals, trees } = await world.settlement.preview({ until })
      expect(await stored(world)).toEqual(before)
      const { manifestHash, ...closed } = await world.settlement.close({ until })
      expect({ epoch, until, position, counts, totals, trees }).toEqual(closed)
      // The second position is another one, because the first close is in the log.
      expect(hash).toBe(manifestHash)
      await world.record([call('3', '0.25', { time: '2025-02-10T00:00:00Z' })])
    }
  })

  it('lists who would be paid by how much more it is than the last epoch paid', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '1')])
    await world.settlement.close({ until: february })
    await world.record([call('2', '3', { time: '2025-02-10T00:00:00Z' })])
    const { payments } = await world.settlement.preview({ until: march })
    expect(payments).toMatchObject({
      total: 1,
      items: [{ payee: 'lab', paid: '2.7', difference: '1.8', last: { paid: '0.9' } }],
    })
  })

  it('lists suspense by asset, and says how many lines it left out', async () => {
    const world = await smallEconomy()
    const asset = 'model:bsae'
    await world.record([
      call('1', '1', { asset }),
      call('2', '2', { asset, version: '7' }),
      call('3', '4', { asset: 'model:other' }),
    ])
    const { suspense } = await world.settlement.preview({ until: february, limit: 1 })
    expect(suspense).toEqual({ total: 2, items: [{ asset, currency: 'USDC', calls: 2, amount: '3' }] })
  })
})
