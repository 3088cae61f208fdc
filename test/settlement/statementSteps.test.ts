/** Statements that explain: every step from earned to paid is a line with its reason. */
import { describe, expect, it } from 'vitest'
import type { Statement } from '../../src/service/headwater.ts'
import { account, call, chain, february, march, smallEconomy } from '../support/smallEconomy.ts'

const from = '2025-01-01T00:00:00Z'
const april = '2025-04-01T00:00:00Z'

type Currency = Statement['currencies'][number]

/** The steps add up to the change of what is available. They are compared without the texts that all of a kind share. */
function stepsOf({ currencies }: Statement): Currency['steps'] & object {
  const [{ steps, available }] = currencies as [Currency]
  const micros = (text: string) => Math.round(Number(text) * 1_000_000)
  const sum = steps!.reduce((total, { amount }) => total + micros(amount), micros(available!.before))
  expect(sum).toBe(micros(available!.after))
  return steps!
}

async function withContracts() {
  const world = await smallEconomy({ now: '2025-06-01T00:00:00Z' })
  await world.register('clause.agreed', {
    ...{ clause: 'advance', payee: 'lab', to: 'fund', currency: 'USDC', share: '0.5', cap: '500' },
    effectiveFrom: from,
  })
  const usdc = { currency: 'USDC', effectiveFrom: from }
  await world.register('reserve.set', { payee: 'lab', share: '0.2', days: 30, ...usdc })
  await world.register('withholding.set', {
    currency: 'USDC',
    share: '0.3',
    to: 'state',
    effectiveFrom: from,
  })
  return world
}

const other = (type: string, id: string, data: object, time = '2025-02-10T00:00:00Z') => ({
  ...{ type, id, time, data: { currency: 'USDC', ...data } },
})

describe('a statement', () => {
  it('has a line for each clause, lot, withholding and payment, with its terms', async () => {
    const { settlement, record } = await withContracts()
    await record([call('first', '1000')])
    await settlement.close({ until: february })
    const statement = await settlement.statement('lab')
    expect(stepsOf(statement)).toEqual([
      { step: 'earned', amount: '900' },
      {
        ...{ step: 'clause', amount: '-450', clause: 'advance', with: 'fund', tiers: [{ share: '0.5' }] },
        ...{ base: '900', cap: '500', taken: '450', left: '50' },
      },
      {
        ...{ step: 'reserve', amount: '-90', epoch: 1, due: '2025-03-03T00:00:00Z' },
        rule: { payee: 'lab', currency: 'USDC', share: '0.2', effectiveFrom: from },
      },
      {
        ...{ step: 'withheld', amount: '-108', with: 'state' },
        rule: { payee: null, currency: 'USDC', share: '0.3', effectiveFrom: from },
      },
      { step: 'paid', amount: '-252', chain, account: account('1') },
    ])
    expect(statement.currencies[0]).toMatchObject({
      ...{ available: { before: '0', after: '0' }, carried: '90', held: 'reserved' },
    })
    // The other side sees the same terms, and not what the lab earned.
    const [received] = stepsOf(await settlement.statement('fund'))
    expect(received).toMatchObject({ step: 'clause', amount: '450', with: 'lab', taken: '450', left: '50' })
    expect(received).not.toHaveProperty('base')
    expect(stepsOf(await settlement.statement('state'))).toEqual([{ step: 'withheldFor', amount: '108' }])
  })

  it('has a line for each posting, lot that is due or drawn, and clause that took nothing', async () => {
    const { settlement, record } = await withContracts()
    await record([call('first', '1000')])
    await settlement.close({ until: february })
    await record([call('second', '200', { time: '2025-02-02T00:00:00Z' })], 'local', [
      other('transfer.recorded', 't', { from: 'lab', to: 'annotators', amount: '7', reason: 'split' }),
      other('payment.recorded', 'p', { payee: 'lab', amount: '300', reference: 'wire 1' }),
      other('deposit.recorded', 'd', { payee: 'lab', amount: '2.5' }, '2025-02-11T00:00:00Z'),
    ])
    await settlement.close({ until: march })
    const steps = stepsOf(await settlement.statement('lab'))
    expect(steps.map(({ step, amount }) => [step, amount])).toEqual([
      ['earned', '180'],
      ['clause', '-50'],
      ['payment', '-300'],
      ['transfer', '-7'],
      ['deposit', '2.5'],
      // 0.2 of 130. The new lot is the last to be drawn on.
      ['reserve', '-26'],
      ['lotDrawn', '90'],
      ['lotDrawn', '26'],
    ])
    expect(steps[1]).toMatchObject({ taken: '500', left: '0' })
    expect(steps[2]).toMatchObject({ source: 'gateway', id: 'p', note: 'wire 1' })
    expect(steps[3]).toMatchObject({ with: 'annotators', note: 'split', time: '2025-02-10T00:00:00Z' })
    expect(steps[6]).toMatchObject({ epoch: 1, due: '2025-03-03T00:00:00Z' })
    expect((await settlement.statement('lab')).currencies[0]).toMatchObject({
      ...{ available: { before: '0', after: '-84.5' }, held: 'owed' },
    })
    expect(stepsOf(await settlement.statement('annotators'))).toMatchObject([
      { step: 'earned', amount: '20' },
      { step: 'transfer', amount: '7', with: 'lab' },
    ])
    await record([call('third', '100', { time: '2025-03-02T00:00:00Z' })])
    await settlement.close({ until: april })
    expect(stepsOf(await settlement.statement('lab')).slice(0, 2)).toMatchObject([
      { step: 'earned', amount: '90' },
      { step: 'clause', amount: '0', base: '90', left: '0' },
    ])
  })

  it('has a line for a lot in the first close that ends when it is due', async () => {
    const { settlement, record } = await withContracts()
    await record([call('first', '1000')])
    await settlement.close({ until: february })
    await settlement.close({ until: '2025-03-03T00:00:00Z' })
    const [due, withheld] = stepsOf(await settlement.statement('lab'))
    expect(due).toEqual({ step: 'lotDue', amount: '90', epoch: 1, due: '2025-03-03T00:00:00Z' })
    expect(withheld).toMatchObject({ step: 'withheld', amount: '-27' })
  })

  it('sums the postings beyond those that it lists', async () => {
    const { settlement, record } = await withContracts()
    const many = Array.from({ length: 103 }, (_, at) =>
      other(
        'deposit.recorded',
        `d${at}`,
        { payee: 'lab', amount: '2' },
        `2025-01-02T00:00:00.${String(at).padStart(3, '0')}Z`,
      ),
    )
    await record([], 'local', many)
    await settlement.close({ until: february })
    const steps = stepsOf(await settlement.statement('lab'))
    expect(steps.filter(({ step }) => step === 'deposit')).toHaveLength(100)
    expect(steps[100]).toEqual({ step: 'postings', amount: '6', count: 3 })
  })

  it('says why the payee is held, and below which threshold a balance is', async () => {
    const { settlement, record, register } = await withContracts()
    await register('payout.set', { currency: 'USDC', threshold: '1000', effectiveFrom: from })
    await record([call('first', '1000')])
    await settlement.close({ until: february })
    const held = async () => (await settlement.statement('lab')).currencies[0]
    expect(await held()).toMatchObject({ held: 'belowThreshold', threshold: '1000' })
    await register('payee.held', { payee: 'lab', reason: 'ownership is disputed', effectiveFrom: from })
    await settlement.close({ until: march })
    expect(await held()).toMatchObject({ held: 'payeeHeld', holdReason: 'ownership is disputed' })
    const { balances } = await settlement.balances('lab')
    expect(balances).toMatchObject([{ held: 'payeeHeld', holdReason: 'ownership is disputed' }])
  })

  it('names the capped edges on the way to what a payee earns from, also where they let nothing through', async () => {
    const world = await smallEconomy()
    await world.register('asset.registered', { asset: 'agent:shop', owner: 'studio' })
    await world.register('version.released', {
      ...{ asset: 'agent:shop', version: '1' },
      derivedFrom: [
        {
          ...{ asset: 'model:base', relation: 'composedOf', policy: 'relative', share: '0.2' },
          caps: [{ currency: 'USDC', amount: '150' }],
        },
      ],
    })
    const served = (id: string, amount: string, time: string) =>
      call(id, amount, { asset: 'agent:shop', time })
    const edge = {
      ...{ asset: 'agent:shop', version: '1', sourceAsset: 'model:base', sourceVersion: '1' },
      ...{ share: '0.2', cap: '150' },
    }
    const sums = async (payee: string, epoch?: number) =>
      (await world.settlement.statement(payee, epoch)).currencies[0]!
    await world.record([served('first', '500', '2025-01-10T00:00:00Z')])
    await world.settlement.close({ until: february })
    await world.record([served('second', '500', '2025-02-10T00:00:00Z')])
    await world.settlement.close({ until: march })
    await world.record([served('third', '500', '2025-03-10T00:00:00Z')])
    await world.settlement.close({ until: april })
    const caps = [
      { ...edge, carried: '100', taken: '100', left: '50' },
      { ...edge, carried: '50', taken: '150', left: '0' },
      { ...edge, carried: '0', taken: '150', left: '0' },
    ]
    for (const [at, earned] of ['90', '45', '0'].entries()) {
      expect(await sums('lab', at + 1)).toMatchObject({ earned, caps: [caps[at]] })
      // The data set is behind the model, by an edge without a cap.
      expect((await sums('annotators', at + 1)).caps).toEqual([caps[at]])
    }
    expect(stepsOf(await world.settlement.statement('lab'))).toEqual([{ step: 'earned', amount: '0' }])
    // What pays is not limited.
    expect(await sums('studio')).not.toHaveProperty('caps')
    const all: Statement[] = []
    for await (const statement of world.settlement.statementsInFull(2)) all.push(statement)
    expect(all.map(({ payee, currencies: [first] }) => [payee, first?.caps])).toEqual([
      ['annotators', [caps[1]]],
      ['lab', [caps[1]]],
      ['studio', undefined],
    ])
    // A close without money over the edge has nothing to say of it.
    await world.settlement.close({ until: '2025-04-02T00:00:00Z' })
    expect(await sums('lab')).not.toHaveProperty('caps')
  })

  it('of a ledger without corrections and contracts has no steps', async () => {
    const { settlement, record } = await smallEconomy()
    await record([call('first', '1000')])
    await settlement.close({ until: february })
    const [currency] = (await settlement.statement('lab')).currencies
    expect(currency).not.toHaveProperty('steps')
    expect(currency).not.toHaveProperty('available')
  })
})

describe('corrections on a statement', () => {
  const refund = (of: string, amount: string) =>
    other('call.refunded', `refund ${of}`, { call: { source: 'gateway', id: of }, amount, reason: 'broken' })
  const plain = (type: string, id: string, data: object) => ({ type, id, time: '2025-02-10T00:00:00Z', data })

  async function corrected() {
    const world = await smallEconomy()
    await world.register('asset.registered', { asset: 'model:other', owner: 'stranger' })
    await world.register('version.released', { asset: 'model:other', version: '1' })
    await world.record([
      call('a', '100'),
      call('b', '50'),
      call('c', '10'),
      call('x', '9', { asset: 'model:other' }),
    ])
    await world.settlement.close({ until: february })
    await world.record([call('new', '7', { time: '2025-02-01T00:00:00Z' })], 'local', [
      refund('a', '40'),
      refund('x', '1'),
      // Of a call that this epoch settles: no correction.
      refund('new', '2'),
      plain('call.disputed', 'd', { call: { source: 'gateway', id: 'b' }, reason: 'stolen card' }),
      plain('call.disputed', 'e', { call: { source: 'gateway', id: 'c' } }),
      plain('dispute.closed', 'end', { dispute: { source: 'gateway', id: 'e' } }),
    ])
    await world.settlement.close({ until: march })
    return world
  }

  it('name the calls that an earlier epoch settled, the events, and the part of the payee, the largest first', async () => {
    const { settlement } = await corrected()
    const [currency] = (await settlement.statement('annotators')).currencies
    expect(currency).toMatchObject({ adjusted: '-9', correctionsMore: 0 })
    const about = { source: 'gateway', time: '2025-01-10T00:00:00Z', epoch: 1 }
    expect(currency!.corrections).toEqual([
      {
        id: 'b',
        ...about,
        amount: '-5',
        by: [{ type: 'disputed', source: 'gateway', id: 'd', reason: 'stolen card' }],
      },
      {
        id: 'a',
        ...about,
        amount: '-4',
        by: [{ type: 'refunded', source: 'gateway', id: 'refund a', reason: 'broken' }],
      },
    ])
    expect((await settlement.statement('stranger')).currencies[0]!.corrections).toMatchObject([
      { id: 'x', amount: '-1' },
    ])
    expect((await settlement.statement('lab', 1)).currencies[0]).not.toHaveProperty('corrections')
  })

  it('do not name a call that was in suspense and settles with its refund', async () => {
    const { settlement, record, register } = await smallEconomy()
    await record([call('a', '100'), call('late', '30', { version: '2' })])
    await settlement.close({ until: february })
    await register('version.released', { asset: 'model:base', version: '2' })
    await record([], 'local', [refund('a', '40'), refund('late', '10')])
    await settlement.close({ until: march })
    const [currency] = (await settlement.statement('lab')).currencies
    expect(currency).toMatchObject({ earned: '-16', corrections: [{ id: 'a', amount: '-36' }] })
  })

  it('name what closed a dispute, and give back what it held', async () => {
    const { settlement, record } = await corrected()
    await record([], 'local', [plain('dispute.closed', 'won', { dispute: { source: 'gateway', id: 'd' } })])
    await settlement.close({ until: april })
    expect((await settlement.statement('lab')).currencies[0]!.corrections).toMatchObject([
      { id: 'b', amount: '45', by: [{ type: 'closed', id: 'won' }] },
    ])
  })
})
