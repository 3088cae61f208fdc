import { describe, expect, it } from 'vitest'
import { pageOfDisputes, pageOfRefunds } from '../../src/ledger/listPages.ts'
import { itemByItem } from '../support/itemByItem.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

const time = (day: number) => `2025-02-0${day}T00:00:00Z`
const refund = (of: string, day: number, more: object = {}) => ({
  ...{ type: 'call.refunded', id: `refund ${day}`, time: time(day) },
  data: { call: { source: 'gateway', id: of }, ...more },
})
const dispute = (of: string, id: string, day: number, reason?: string) => ({
  ...{ type: 'call.disputed', id, time: time(day) },
  data: { call: { source: 'gateway', id: of }, ...(reason && { reason }) },
})
const closing = (of: string, day: number) => ({
  ...{ type: 'dispute.closed', id: `end of ${of}`, time: time(day) },
  data: { dispute: { source: 'gateway', id: of } },
})
const usdc = (amount: string) => ({ amount, currency: 'USDC' })

async function corrected() {
  const world = await smallEconomy({ now: '2025-03-03T12:00:00Z' })
  await world.register('currency.registered', { currency: 'EUR', decimals: 2 })
  await world.record([
    call('a', '10'),
    call('b', '4'),
    call('c', '6'),
    call('lost', '1', { asset: 'model:no' }),
  ])
  await world.settlement.close({ until: february })
  await world.record([], 'local', [
    refund('a', 1, usdc('3')),
    refund('b', 2, usdc('5')),
    refund('c', 3, { amount: '1', currency: 'EUR' }),
    refund('lost', 4, usdc('1')),
    refund('never', 5),
    dispute('a', 'first', 1, 'stolen card'),
    dispute('c', 'over', 2),
    closing('over', 3),
    dispute('never', 'early', 4),
  ])
  return world
}

describe('refunds', () => {
  it('say whether they count, wait, do not match, or are too much', async () => {
    const { settlement, record } = await corrected()
    const states = async () =>
      (await itemByItem((page) => pageOfRefunds(settlement, page))).map((line) => [line.id, line.state])
    const before = Object.fromEntries(await states())
    expect(before).toMatchObject({ 'refund 1': 'pending', 'refund 4': 'waiting', 'refund 5': 'waiting' })
    const { counts } = await settlement.close({ until: march })
    // More than the call together with the one that counts, which still only counts.
    await record([], 'local', [refund('a', 6, usdc('9'))])
    expect(await states()).toEqual([
      ['refund 1', 'counts'],
      ['refund 2', 'excess'],
      ['refund 3', 'mismatched'],
      ['refund 4', 'waiting'],
      ['refund 5', 'waiting'],
      ['refund 6', 'pending'],
    ])
    // The dispute of a call that never came waits too.
    expect(counts).toMatchObject({ waiting: 3, mismatched: 1, excess: 1 })
    const of = async (state: 'waiting' | 'counts') =>
      (await itemByItem((page) => pageOfRefunds(settlement, { state, ...page }))).map(({ id }) => id)
    expect([await of('waiting'), await of('counts')]).toEqual([['refund 4', 'refund 5'], ['refund 1']])
    const lines = await itemByItem((page) => pageOfRefunds(settlement, page))
    expect(lines[3]).toMatchObject({
      asset: 'model:no',
      callState: 'suspense',
      amount: '1',
      currency: 'USDC',
    })
    expect(lines[4]).toMatchObject({ asset: null, callState: 'unknown', amount: null, currency: null })
  })
})

describe('disputes', () => {
  it('are listed while they are open, with their age and what they hold', async () => {
    const { settlement } = await corrected()
    await settlement.close({ until: march })
    expect(await itemByItem((page) => pageOfDisputes(settlement, page))).toEqual([
      {
        ...{ id: 'first', source: 'gateway', time: time(1), call: { id: 'a', source: 'gateway' } },
        ...{ asset: 'model:base', callState: 'settled', reason: 'stolen card' },
        ...{ currency: 'USDC', amount: '10', held: '7', days: 30 },
      },
      {
        ...{ id: 'early', source: 'gateway', time: time(4), call: { id: 'never', source: 'gateway' } },
        ...{ asset: null, callState: 'unknown', reason: null },
        ...{ currency: null, amount: null, held: null, days: 27 },
      },
    ])
  })
})
