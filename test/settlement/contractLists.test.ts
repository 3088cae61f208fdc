import { describe, expect, it } from 'vitest'
import { pageOfAdvances, pageOfClauses, pageOfOwed, pageOfReserves } from '../../src/ledger/listPages.ts'
import { itemByItem } from '../support/itemByItem.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

const from = '2025-01-01T00:00:00Z'
const april = '2025-04-01T00:00:00Z'

/** The lab, which gets 900 and then 90, has an advance of 1,000 at a half; its annotators give 15 % of theirs. */
async function withContracts() {
  const world = await smallEconomy({ now: '2025-04-10T00:00:00Z' })
  const agree = (clause: string, data: object) =>
    world.register('clause.agreed', { clause, currency: 'USDC', effectiveFrom: from, ...data })
  await agree('advance', { payee: 'lab', to: 'fund', share: '0.5', cap: '1000' })
  await agree('manager', { payee: 'annotators', to: 'agency', share: '0.15', until: march })
  await agree('investor', {
    ...{ payee: 'lab', to: 'investor', effectiveFrom: '2025-06-01T00:00:00Z', cap: '70', rank: 600 },
    ...{ tiers: [{ upTo: '2000', share: '0.3' }, { share: '0.05' }], assets: ['model:base'] },
  })
  await world.register('reserve.set', {
    payee: 'lab',
    currency: 'USDC',
    share: '0.2',
    days: 90,
    effectiveFrom: from,
  })
  await world.record([call('first', '1000')])
  await world.settlement.close({ until: february })
  await world.record([call('second', '100', { time: '2025-02-10T00:00:00Z' })])
  await world.settlement.close({ until: march })
  return world
}

describe('clauses', () => {
  it('are listed with their terms, whether they are in force, and what they took', async () => {
    const { settlement } = await withContracts()
    const clauses = await itemByItem((page) => pageOfClauses(settlement, page))
    expect(clauses).toEqual([
      {
        ...{ clause: 'advance', payee: 'lab', to: 'fund', currency: 'USDC', tiers: [{ share: '0.5' }] },
        ...{ cap: '1000', assets: null, roles: null, rank: 500, effectiveFrom: from, until: null },
        ...{ state: 'inForce', base: '990', taken: '495', left: '505' },
      },
      {
        ...{
          clause: 'manager',
          payee: 'annotators',
          to: 'agency',
          currency: 'USDC',
          tiers: [{ share: '0.15' }],
        },
        ...{ cap: null, assets: null, roles: null, rank: 500, effectiveFrom: from, until: march },
        ...{ state: 'ended', base: '110', taken: '16.5', left: null },
      },
      {
        ...{ clause: 'investor', payee: 'lab', to: 'investor', currency: 'USDC' },
        ...{ tiers: [{ upTo: '2000', share: '0.3' }, { share: '0.05' }], cap: '70', assets: ['model:base'] },
        ...{ roles: null, rank: 600, effectiveFrom: '2025-06-01T00:00:00Z', until: null },
        ...{ state: 'waits', base: '0', taken: '0', left: '70' },
      },
    ])
  })

  it('of a payee are those that take from it or give to it', async () => {
    const { settlement } = await withContracts()
    const of = async (payee: string) =>
      (await itemByItem((page) => pageOfClauses(settlement, { payee, ...page }))).map(({ clause }) => clause)
    expect(await of('lab')).toEqual(['advance', 'investor'])
    expect(await of('agency')).toEqual(['manager'])
    expect(await of('stranger')).toEqual([])
    expect((await pageOfClauses(settlement, { currency: 'EUR' })).items).toEqual([])
  })
})

describe('advances', () => {
  it('say when nothing is left at the pace of the last three epochs', async () => {
    const world = await withContracts()
    const advances = async () => itemByItem((page) => pageOfAdvances(world.settlement, page))
    const [advance, investor] = await advances()
    // Fewer than three epochs: since the clause began.
    expect(advance).toEqual({
      ...{
        clause: 'advance',
        payee: 'lab',
        to: 'fund',
        currency: 'USDC',
        cap: '1000',
        taken: '495',
        left: '505',
      },
      ...{ until: null, pace: { taken: '495', from, until: march } },
      // 59 days · 505 / 495, rounded up to a microsecond.
      recoupedBy: '2025-04-30T04:36:21.818182Z',
      recoupedIn: null,
    })
    expect(investor).toMatchObject({ clause: 'investor', pace: null, recoupedBy: null })
    for (const until of ['2025-03-11T00:00:00Z', '2025-03-21T00:00:00Z'])
      await world.settlement.close({ until })
    // The first epoch is the fourth last now: it is not in the pace.
    expect((await advances())[0]).toMatchObject({
      pace: { taken: '45', from: february, until: '2025-03-21T00:00:00Z' },
      // 48 days · 505 / 45
      recoupedBy: '2026-09-10T16:00:00Z',
    })
    await world.settlement.close({ until: april })
    expect((await advances())[0]).toMatchObject({ pace: { taken: '0' }, recoupedBy: null })
  })

  it('that are recouped name the epoch that took the last of the cap, whatever was closed since', async () => {
    const world = await withContracts()
    const advance = async () => (await itemByItem((page) => pageOfAdvances(world.settlement, page)))[0]
    const [third, fourth, fifth, sixth] = [10, 15, 20, 25].map((day) => `2025-03-${day}T00:00:00Z`)
    expect(await advance()).toMatchObject({ left: '505', recoupedIn: null })
    await world.record([call('large', '9000', { time: '2025-03-02T00:00:00Z' })])
    await world.settlement.close({ until: third! })
    const recouped = { taken: '1000', left: '0', recoupedBy: third, recoupedIn: 3 }
    expect(await advance()).toMatchObject(recouped)
    // The clause goes on, and takes nothing.
    await world.record([call('more', '10', { time: '2025-03-03T00:00:00Z' })])
    await world.settlement.close({ until: fourth! })
    expect(await advance()).toMatchObject(recouped)
    // A refund opens it again; the call after it recoups it a second time.
    await world.record([], 'local', [
      {
        ...{ type: 'call.refunded', id: 'of large', time: '2025-03-15T12:00:00Z' },
        data: { call: { source: 'gateway', id: 'large' } },
      },
    ])
    await world.settlement.close({ until: fifth! })
    expect(await advance()).toMatchObject({ left: '500.5', recoupedIn: null })
    await world.record([call('last', '5000', { time: '2025-03-21T00:00:00Z' })])
    await world.settlement.close({ until: sixth! })
    expect(await advance()).toMatchObject({ left: '0', recoupedBy: sixth, recoupedIn: 6 })
  })
})

describe('reserves and what is owed', () => {
  it('lots are listed until they are due, and payees from the close on that leaves them below zero', async () => {
    const world = await withContracts()
    const reserves = () => itemByItem((page) => pageOfReserves(world.settlement, page))
    const owed = () => itemByItem((page) => pageOfOwed(world.settlement, page))
    const lot = (epoch: number, left: string, due: string) => ({
      payee: 'lab',
      currency: 'USDC',
      epoch,
      due,
      left,
    })
    expect(await reserves()).toEqual([
      lot(1, '90', '2025-05-02T00:00:00Z'),
      lot(2, '9', '2025-05-30T00:00:00Z'),
    ])
    expect(await owed()).toEqual([])
    const refund = (of: string, amount: string) => ({
      ...{ type: 'call.refunded', id: `of ${of}`, time: '2025-03-02T00:00:00Z' },
      data: { call: { source: 'gateway', id: of }, amount, currency: 'USDC' },
    })
    await world.record([], 'local', [refund('first', '200')])
    await world.settlement.close({ until: '2025-03-31T00:00:00Z' })
    // Of the 180 of the lab the fund gives 90 back, and the lab's older lot gives the rest.
    expect(await reserves()).toEqual([lot(2, '9', '2025-05-30T00:00:00Z')])
    expect(await owed()).toEqual([])
    expect((await pageOfOwed(world.settlement, { currency: 'EUR' })).items).toEqual([])
    await world.record([], 'local', [refund('second', '100')])
    await world.settlement.close({ until: april })
    // 90, of which the fund gives 45 back and the last lot 9.
    expect(await owed()).toEqual([{ payee: 'lab', currency: 'USDC', owed: '36' }])
    expect(await reserves()).toEqual([])
  })
})
