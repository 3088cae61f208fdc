/** What a distributor on a chain without payout trees could pay, and that nothing is paid twice. */
import { describe, expect, it } from 'vitest'
import { collect } from '../support/collect.ts'
import type { World } from '../support/settlementWorld.ts'
import { call, february, march, smallEconomy } from '../support/smallEconomy.ts'

const chain = 'cosmos:juno-1'
const juno = (name: string) => `juno1${name}`
const april = '2025-04-01T00:00:00Z'

/** The annotators have an account on a Cosmos chain alone; the lab is paid on eip155. */
async function world(): Promise<World> {
  const made = await smallEconomy()
  await made.register('payee.bound', { payee: 'annotators', account: `${chain}:${juno('a')}` })
  await made.record([call('1', '10.0000005')])
  return made
}

function due({ settlement }: World, epoch = 1, currency = 'USDC', on = chain) {
  return collect(settlement.duePayments({ epoch, chain: on, currency }))
}

const payment = (id: string, amount: string, data: object = {}, time = february) => ({
  type: 'payment.recorded',
  id,
  time,
  data: { payee: 'annotators', currency: 'USDC', amount, ...data },
})

describe('what is due on a chain without trees', () => {
  it('is whole atoms of what is available, to payees with an account there', async () => {
    const made = await world()
    await made.settlement.close({ until: february })
    expect(await due(made)).toEqual([
      { payee: 'annotators', account: juno('a'), amount: '1', atoms: '1000000', withheld: '0' },
    ])
    expect(await due(made, 1, 'USDC', 'cosmos:osmosis-1')).toEqual([])
    expect(await due(made)).toEqual(await due(made))
  })

  it('is paid once: what was recorded since must be booked first, and is then gone', async () => {
    const made = await world()
    await made.settlement.close({ until: february })
    await made.record([], 'other', [payment('p1', '1')])
    await expect(due(made)).rejects.toMatchObject({ code: 'tree.postingsPending' })
    await made.settlement.close({ until: march })
    expect(await due(made, 2)).toEqual([])
    await expect(due(made, 1)).rejects.toMatchObject({ code: 'tree.notLast' })
  })

  it('does not mind deposits, other currencies, and payments that are booked', async () => {
    const made = await world()
    await made.register('currency.registered', { currency: 'EUR', decimals: 2 })
    await made.record([], 'other', [payment('p1', '0.4', {}, '2025-01-20T00:00:00Z')])
    await made.settlement.close({ until: february })
    await made.record([], 'other', [
      payment('p2', '1', { currency: 'EUR' }),
      {
        type: 'deposit.recorded',
        id: 'd',
        time: february,
        data: { payee: 'lab', currency: 'USDC', amount: '3' },
      },
    ])
    expect(await due(made)).toMatchObject([{ atoms: '600000' }])
  })

  it('goes by holds, thresholds, reserves and withholding, as a close does', async () => {
    const terms = '2024-01-01T00:00:00Z'
    const held = await world()
    await held.register('payee.held', { payee: 'annotators', effectiveFrom: terms })
    await held.settlement.close({ until: february })
    expect(await due(held)).toEqual([])

    const small = await world()
    await small.register('payout.set', { currency: 'USDC', threshold: '1.5', effectiveFrom: terms })
    await small.settlement.close({ until: february })
    expect(await due(small)).toEqual([])

    const taxed = await world()
    await taxed.register('reserve.set', { currency: 'USDC', share: '0.5', days: 10, effectiveFrom: terms })
    await taxed.register('withholding.set', { share: '0.2', to: 'tax', effectiveFrom: terms })
    await taxed.settlement.close({ until: february })
    const [line] = await due(taxed)
    expect(line).toEqual({
      payee: 'annotators',
      account: juno('a'),
      amount: '0.4',
      atoms: '400000',
      withheld: '0.1',
      withheldFor: 'tax',
    })
    // Both are booked, and nothing but less than an atom is left of what was available.
    await taxed.record([], 'other', [
      payment('p', line!.amount),
      {
        type: 'transfer.recorded',
        id: 't',
        time: february,
        data: { from: 'annotators', to: 'tax', currency: 'USDC', amount: line!.withheld },
      },
    ])
    await taxed.settlement.close({ until: '2025-02-05T00:00:00Z' })
    expect(await due(taxed, 2)).toEqual([])
    await taxed.settlement.close({ until: april })
    expect(await due(taxed, 3)).toMatchObject([{ amount: '0.4', withheld: '0.1' }])
  })

  it('is refused for chains with trees, unknown currencies and unknown epochs', async () => {
    const made = await world()
    await made.settlement.close({ until: february })
    await expect(due(made, 1, 'USDC', 'eip155:1')).rejects.toMatchObject({ code: 'tree.chainHasTrees' })
    await expect(due(made, 1, 'XXX')).rejects.toMatchObject({ code: 'tree.currencyUnknown' })
    await expect(due(made, 2)).rejects.toMatchObject({ code: 'epoch.unknown' })
  })
})
