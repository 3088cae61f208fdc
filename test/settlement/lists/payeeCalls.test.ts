import { describe, expect, it } from 'vitest'
import { parseAmount } from '../../../src/money/index.ts'
import { formatAmount, ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import type { PayeeCallQuery } from '../../../src/settlement/lists/payeeCalls.ts'
import { call, february, march, smallEconomy } from '../../support/smallEconomy.ts'

type World = Awaited<ReturnType<typeof smallEconomy>>

/** An agent of a studio on the model of the lab, and a fee of the house. */
async function agentEconomy(): Promise<World> {
  const world = await smallEconomy()
  await world.register('fee.set', { share: '0.05', payee: 'house', effectiveFrom: '2024-01-01T00:00:00Z' })
  await world.register('asset.registered', { asset: 'agent:helper', owner: 'studio' })
  await world.register('version.released', {
    asset: 'agent:helper',
    version: '1',
    derivedFrom: [{ asset: 'model:base', relation: 'composedOf', policy: 'relative', share: '0.4' }],
  })
  return world
}

async function allOf(world: World, payee: string, query: PayeeCallQuery = {}, limit = 2) {
  const items = []
  let after: Parameters<World['settlement']['payeeCalls']>[2]['after']
  for (;;) {
    const page = await world.settlement.payeeCalls(payee, query, { limit, ...(after && { after }) })
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
}

function sumOf(amounts: readonly string[]): string {
  const sum = amounts.reduce((total, amount) => total + parseAmount(amount, 6), 0n)
  return formatAmount(ledgerUnits(sum), 6)
}

async function settledWorld(): Promise<World> {
  const world = await agentEconomy()
  await world.record([
    call('1', '10', { asset: 'agent:helper' }),
    call('2', '20', { asset: 'model:base' }),
    call('3', '30', { asset: 'agent:helper' }),
    call('unknown', '40', { asset: 'model:unknown' }),
  ])
  await world.settlement.close({ until: february })
  await world.record([
    call('late', '50', { asset: 'agent:helper' }),
    call('5', '60', { asset: 'model:base', time: february }),
    call('pending', '70', { asset: 'agent:helper', time: march }),
  ])
  await world.settlement.close({ until: march })
  return world
}

describe('the calls behind a statement', () => {
  it('add up to what the payee earned in the epoch, in total and by source', async () => {
    const world = await settledWorld()
    for (const payee of ['lab', 'studio', 'house'])
      for (const epoch of [1, 2]) {
        const { currencies } = await world.settlement.statement(payee, epoch)
        const calls = await allOf(world, payee, { epoch })
        expect([payee, epoch, sumOf(calls.map(({ amount }) => amount))]).toEqual([
          payee,
          epoch,
          currencies[0]?.earned ?? '0',
        ])
        for (const { asset, version, earned } of currencies[0]?.lines ?? []) {
          const own = await allOf(world, payee, { epoch, asset, version })
          expect(sumOf(own.map(({ amount }) => amount))).toBe(earned)
        }
      }
  })

  it('are those of the epoch that settled them, the oldest first, late ones marked', async () => {
    const world = await settledWorld()
    const ids = async (epoch?: number) =>
      (await allOf(world, 'lab', { ...(epoch && { epoch }) })).map(({ id, late }) => [id, late])
    expect((await ids(1)).map(([id]) => id).sort()).toEqual(['1', '2', '3'])
    expect(await ids(2)).toEqual([
      ['late', true],
      ['5', false],
    ])
    expect(await ids()).toEqual(await ids(2))
  })

  it('are none of a payee whom they give nothing, and tell nothing of others', async () => {
    const world = await settledWorld()
    // The studio owns the agent alone: calls of the model give it nothing.
    expect((await allOf(world, 'studio', { epoch: 1 })).map(({ id }) => id).sort()).toEqual(['1', '3'])
    const lab = await allOf(world, 'lab', { epoch: 1 })
    expect(JSON.stringify(lab)).not.toMatch(/studio|house|agent:helper/)
    await expect(allOf(world, 'mallory')).rejects.toMatchObject({ code: 'payee.unknown' })
  })

  it('of suspense are those of the epoch in which their asset became known', async () => {
    const world = await settledWorld()
    await world.register('asset.registered', { asset: 'model:unknown', owner: 'lab' })
    await world.register('version.released', { asset: 'model:unknown', version: '1' })
    await world.settlement.close({ until: '2025-04-01T00:00:00Z' })
    const calls = await allOf(world, 'lab', { epoch: 3 })
    expect(calls.map(({ id }) => id).sort()).toEqual(['pending', 'unknown'])
  })
})
