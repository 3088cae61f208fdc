/** An account is not paid before its notice is over: the settings' hours after it was bound. */
import { describe, expect, it } from 'vitest'
import { factFromRecorded } from '../../../src/registry/index.ts'
import { collect } from '../../support/collect.ts'
import { createWorld, type World } from '../../support/settlementWorld.ts'

const chain = 'eip155:8453'
const [first, second] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`]
let calls = 0

async function ledger(accountNoticeHours?: number): Promise<World> {
  const world = createWorld({
    now: '2026-01-01T00:00:00Z',
    ...(accountNoticeHours && { accountNoticeHours }),
  })
  const token = `0x${'c'.repeat(40)}`
  await world.register('currency.registered', { currency: 'USDC', decimals: 6, chain, token })
  await world.register('asset.registered', { asset: 'model:lab/m', owner: 'lab' })
  await world.register('version.released', { asset: 'model:lab/m', version: '1' })
  return world
}

const bind = (world: World, account: string) =>
  world.register('payee.bound', { payee: 'lab', account: `${chain}:${account}` })

/** A call of 1 USDC, settled by a close at `until`. */
async function close(world: World, until: string): Promise<void> {
  const time = new Date(Date.parse(until) - 1_000).toISOString()
  await world.record([{ id: `c${calls++}`, time, asset: 'model:lab/m', amount: '1', currency: 'USDC' }])
  world.setNow(until)
  await world.settlement.close({ until })
}

async function lab(world: World, epoch: number) {
  const { currencies } = await world.settlement.statement('lab', epoch)
  const { paid, carried, held, payableFrom } = currencies[0]!
  return { paid, carried, held, ...(payableFrom !== undefined && { payableFrom }) }
}

async function expectVerified(world: World): Promise<void> {
  for (const report of await collect(world.settlement.verify())) expect(report.ok).toBe(true)
}

describe('a ledger with a notice for accounts', () => {
  it('I16: pays a newly bound account only in a close after its notice, and nothing in between', async () => {
    const world = await ledger(48)
    await bind(world, first)
    await close(world, '2026-01-10T00:00:00Z')
    expect(await lab(world, 1)).toEqual({ paid: '1', carried: '0', held: null })

    world.setNow('2026-01-11T00:00:00Z')
    await bind(world, second)
    const payableFrom = '2026-01-13T00:00:00Z'
    await close(world, '2026-01-12T00:00:00Z')
    expect(await lab(world, 2)).toEqual({ paid: '0', carried: '1', held: 'accountNotice', payableFrom })
    // A close that ends at the very instant does not pay yet: payableFrom < until.
    await close(world, payableFrom)
    expect(await lab(world, 3)).toEqual({ paid: '0', carried: '2', held: 'accountNotice', payableFrom })
    await close(world, '2026-01-13T00:00:01Z')
    expect(await lab(world, 4)).toEqual({ paid: '3', carried: '0', held: null })
    // An old statement says what was true then.
    expect(await lab(world, 2)).toMatchObject({ held: 'accountNotice', payableFrom })

    const trees = await collect(world.settlement.tree(4))
    expect(await collect(trees[0]!.leaves as AsyncIterable<unknown>)).toMatchObject([
      { account: first, cumulative: '1000000' },
      { account: second, cumulative: '3000000' },
    ])
    await expectVerified(world)
  })

  it('says in the balances of today until when money waits', async () => {
    const world = await ledger(48)
    await bind(world, first)
    await close(world, '2026-01-02T00:00:00Z')
    const balances = async () => (await world.settlement.balances('lab')).balances
    expect(await balances()).toMatchObject([{ held: 'accountNotice', payableFrom: '2026-01-03T00:00:00Z' }])
    world.setNow('2026-01-03T00:00:01Z')
    expect(await balances()).toEqual([{ currency: 'USDC', balance: '1', held: null }])
  })

  it('is checked by verify from the log: another instant there is another registry', async () => {
    const world = await ledger(48)
    await bind(world, first)
    await close(world, '2026-01-02T00:00:00Z')
    const bound = world.events.log.find(({ type }) => type === 'io.headwater.payee.bound')!
    Object.assign(bound.data as object, { payableFrom: '2026-01-01T00:00:00Z' })
    const [report] = await collect(world.restart().verify())
    const failed = report!.checks.filter(({ ok }) => !ok).map(({ name }) => name)
    expect(failed).toEqual(expect.arrayContaining(['registry', 'recomputation']))
  })

  it('does not change a byte of what is recorded without the setting', async () => {
    const world = await ledger()
    await bind(world, first)
    const bound = world.events.log.find(({ type }) => type === 'io.headwater.payee.bound')!
    expect(bound.data).toEqual({
      format: 1,
      source: 'test',
      id: expect.any(String),
      time: '2024-01-01T00:00:00Z',
      payee: 'lab',
      account: `${chain}:${first}`,
    })
    expect(factFromRecorded(bound.type, bound.data).data).not.toHaveProperty('payableFrom')
    await close(world, '2026-01-02T00:00:00Z')
    expect(await lab(world, 1)).toEqual({ paid: '1', carried: '0', held: null })
  })
})
