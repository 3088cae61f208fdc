/** What was recorded since the last close and moves money of calls that happened before it was recorded. */
import { describe, expect, it } from 'vitest'
import { createGraphBuilder } from '../../../src/attribution/index.ts'
import { parseTime } from '../../../src/events/time.ts'
import { createBatchLog } from '../../../src/log/batchLog.ts'
import { createEpochLog } from '../../../src/log/epochLog.ts'
import { allocate } from '../../../src/settlement/close/allocation.ts'
import { attribute } from '../../../src/settlement/close/flow.ts'
import { heldVersions } from '../../../src/settlement/close/holders.ts'
import { pay } from '../../../src/settlement/close/payments.ts'
import { digestStanding } from '../../../src/settlement/close/record.ts'
import { readScope, usageScope } from '../../../src/settlement/close/scope.ts'
import { settlementWindow } from '../../../src/settlement/close/settle.ts'
import { listChanges } from '../../../src/settlement/preview/changes.ts'
import { freezeRegistry } from '../../../src/settlement/registryAt.ts'
import { StandingColumns } from '../../../src/settlement/standingColumns.ts'
import { endOf } from '../../support/endOf.ts'
import { createWorld, type TestCall, type World } from '../../support/settlementWorld.ts'

const chain = 'eip155:8453'
const [first, second] = [`0x${'1'.repeat(40)}`, `0x${'2'.repeat(40)}`]
const september = '2026-09-01T00:00:00Z'
const october = '2026-10-01T00:00:00Z'
const november = '2026-11-01T00:00:00Z'
const chat = { asset: 'model:north/chat' }
let calls = 0

function call(amount: string, time: string, rest: Partial<TestCall> = {}): TestCall {
  return { id: `c${calls++}`, time, ...chat, amount, currency: 'USDC', ...rest }
}

async function ledger(accountNoticeHours?: number): Promise<World> {
  const world = createWorld({ now: september, ...(accountNoticeHours && { accountNoticeHours }) })
  const token = `0x${'c'.repeat(40)}`
  await world.register('currency.registered', { currency: 'USDC', decimals: 6, chain, token })
  await world.register('currency.registered', { currency: 'EUR', decimals: 2 })
  await world.register('asset.registered', { ...chat, owner: 'lab:north' })
  await world.register('version.released', { ...chat, version: '1' }, '2026-01-01T00:00:00Z')
  await world.register('payee.bound', { payee: 'lab:north', account: `${chain}:${first}` })
  await world.register('fee.set', { share: '0.05', payee: 'house', effectiveFrom: '2026-01-01T00:00:00Z' })
  return world
}

/** As a dry run of a close asks for it. */
async function changesOf(world: World, until: string, limit = 100) {
  const { events, usage, books, registry: live } = world
  const closed = await createEpochLog(events).list()
  const previous = closed.at(-1)
  const batches = createBatchLog(events)
  const scope = await readScope(usage, batches, await events.head())
  const registry = freezeRegistry(live)
  const builder = createGraphBuilder()
  for (const version of registry.versions) builder.append(version)
  const graph = builder.graph()
  const window = settlementWindow(usageScope(scope, []), parseTime(until), registry, previous)
  const direct = await usage.directSums(window)
  const held = heldVersions(registry, parseTime(until))
  const earnings = allocate(attribute({ direct }, registry, graph).currencies, held)
  const keys = closed.map(({ key }) => key)
  const before = new StandingColumns()
  await digestStanding(books, keys, {}, before)
  const paying = pay({
    ...{ before, earnings, currencies: registry.currencies, contracts: undefined },
    accounts: { accountOf: (payee, on) => registry.accountOf(payee, on, { until: parseTime(until) }) },
  })
  const payments = endOf(paying)
  return listChanges(
    { events, usage, batches, live, registry, graph, window, payments, direct, last: previous },
    limit,
  )
}

/** The ledger with one close behind it, and calls of September after that. */
async function september100(accountNoticeHours?: number): Promise<World> {
  const world = await ledger(accountNoticeHours)
  world.setNow('2026-09-02T00:00:00Z')
  await world.settlement.close({ until: september })
  await world.record([call('100', '2026-09-10T00:00:00Z'), call('10', '2026-09-20T00:00:00Z')])
  world.setNow(october)
  return world
}

describe('the changes that a dry run lists', () => {
  it('are none where nothing reaches back', async () => {
    const world = await september100()
    await world.register('fee.set', { share: '0.9', payee: 'mallory', effectiveFrom: november })
    await world.register('version.released', { ...chat, version: '2', releasedAt: november })
    await world.register('asset.registered', { asset: 'model:north/new', owner: 'lab:north' })
    await world.register('version.released', { asset: 'model:north/new', version: '1' })
    await world.register('payee.bound', { payee: 'newcomer', account: `${chain}:${second}` })
    expect(await changesOf(world, october)).toEqual({ total: 0, unexamined: 0, items: [] })
  })

  it('I21: have a fee that is set back, with the calls and what each payee gains and loses', async () => {
    const world = await september100()
    await world.register('fee.set', {
      share: '0.9',
      payee: 'mallory',
      effectiveFrom: '2026-09-15T00:00:00Z',
    })
    expect(await changesOf(world, october)).toEqual({
      total: 1,
      unexamined: 0,
      items: [
        {
          kind: 'fee',
          event: { source: 'test', id: 'registry-6', recordedAt: october, revision: 6 },
          payee: 'mallory',
          calls: 1,
          amounts: [{ currency: 'USDC', amount: '10' }],
          moves: [
            { payee: 'mallory', currency: 'USDC', without: '0', with: '9' },
            { payee: 'lab:north', currency: 'USDC', without: '104.5', with: '96' },
            { payee: 'house', currency: 'USDC', without: '5.5', with: '5' },
          ],
          movesCount: 3,
        },
      ],
    })
  })

  it('have a cost that is set back, with the calls of its currency at whose time it is in force', async () => {
    const world = await september100()
    const cost = { ...chat, payee: 'gpu', currency: 'USDC', perCall: '1' }
    await world.register('cost.set', { ...cost, effectiveFrom: '2026-09-15T00:00:00Z' })
    await world.register('cost.set', { ...cost, currency: 'EUR', effectiveFrom: september })
    await world.register('cost.set', { ...cost, effectiveFrom: november })
    expect((await changesOf(world, october)).items).toEqual([
      {
        kind: 'cost',
        event: { source: 'test', id: 'registry-6', recordedAt: october, revision: 6 },
        asset: chat.asset,
        payee: 'gpu',
        calls: 1,
        amounts: [{ currency: 'USDC', amount: '10' }],
      },
    ])
  })

  it('count of a fee only calls that happened before it was recorded, and in which it is in force', async () => {
    const world = await september100()
    world.setNow('2026-09-15T00:00:00Z')
    await world.register('fee.set', {
      share: '0.1',
      payee: 'house',
      effectiveFrom: '2026-09-05T00:00:00Z',
    })
    await world.register('fee.set', {
      share: '0.2',
      payee: 'house',
      effectiveFrom: '2026-09-09T00:00:00Z',
    })
    const { items } = await changesOf(world, october)
    // The call of 10 happened later; the first fee is in force at no call.
    expect(items).toMatchObject([{ event: { id: 'registry-7' }, calls: 1, amounts: [{ amount: '100' }] }])
    expect(items[0]!.moves).toContainEqual({
      payee: 'house',
      currency: 'USDC',
      // As if this fee alone were not there: 10 of the call of 100, and 2 of the later call of 10.
      without: '12',
      with: '22',
    })
  })

  it('have a release that takes over the calls of a name', async () => {
    const world = await september100()
    await world.register('version.released', {
      ...chat,
      version: 'evil',
      releasedAt: '2026-09-12T00:00:00Z',
      holders: [{ payee: 'mallory', share: '1' }],
    })
    const { total, items } = await changesOf(world, october)
    expect(total).toBe(1)
    expect(items[0]).toMatchObject({
      kind: 'release',
      asset: 'model:north/chat',
      version: 'evil',
      calls: 1,
      amounts: [{ currency: 'USDC', amount: '10' }],
      moves: [
        { payee: 'lab:north', without: '104.5', with: '95' },
        { payee: 'mallory', without: '0', with: '9.5' },
      ],
    })
  })

  it('have a release by which calls leave suspense', async () => {
    const world = await september100()
    await world.record([
      call('7', '2026-09-11T00:00:00Z', { asset: 'model:north/late' }),
      call('3', '2026-09-11T00:00:00Z', { version: '9' }),
    ])
    await world.register('asset.registered', { asset: 'model:north/late', owner: 'mallory' })
    await world.register('version.released', { asset: 'model:north/late', version: '1' })
    await world.register('version.released', { ...chat, version: '9', releasedAt: november })
    const { items } = await changesOf(world, october)
    expect(items).toMatchObject([
      { kind: 'suspense', asset: 'model:north/late', calls: 1, amounts: [{ amount: '7' }] },
      { kind: 'suspense', asset: 'model:north/chat', version: '9', amounts: [{ amount: '3' }] },
    ])
    expect(items[0]!.moves).toContainEqual({
      payee: 'mallory',
      currency: 'USDC',
      without: '0',
      with: '6.65',
    })
  })

  it('have an account that replaces another, with what is paid to it', async () => {
    const world = await september100()
    await world.register('payee.bound', { payee: 'lab:north', account: `${chain}:${second}` })
    expect((await changesOf(world, october)).items).toEqual([
      {
        kind: 'account',
        event: { source: 'test', id: 'registry-6', recordedAt: october, revision: 6 },
        payee: 'lab:north',
        account: { chain, before: first, now: second },
        amounts: [{ currency: 'USDC', amount: '104.5' }],
      },
    ])
    await world.register('payee.bound', { payee: 'lab:north', account: `${chain}:${first}` })
    expect((await changesOf(world, october)).total).toBe(0)
  })

  it('have it also where nothing is paid now, because later money goes there', async () => {
    const world = await ledger()
    await world.settlement.close({ until: september })
    await world.register('payee.bound', { payee: 'lab:north', account: `${chain}:${second}` })
    world.setNow(october)
    expect((await changesOf(world, october)).items).toMatchObject([
      { kind: 'account', account: { before: first, now: second }, amounts: [] },
    ])
  })

  it('have what was recorded before the last close and after the end of its epoch', async () => {
    const world = await ledger()
    world.setNow('2026-09-12T00:00:00Z')
    await world.record([call('100', '2026-09-10T00:00:00Z')])
    await world.register('fee.set', { share: '0.9', payee: 'mallory', effectiveFrom: september })
    await world.register('payee.bound', { payee: 'lab:north', account: `${chain}:${second}` })
    expect((await changesOf(world, september)).items).toMatchObject([{ kind: 'account' }])
    await world.settlement.close({ until: september })
    world.setNow(october)
    expect((await changesOf(world, october)).items).toMatchObject([
      { kind: 'fee', payee: 'mallory', calls: 1, amounts: [{ amount: '100' }] },
    ])
  })

  it('say what waits for the notice of an account', async () => {
    const world = await september100(48)
    await world.register('payee.bound', { payee: 'lab:north', account: `${chain}:${second}` })
    expect((await changesOf(world, october)).items).toMatchObject([
      {
        account: { before: first, now: second, payableFrom: '2026-10-03T00:00:00Z' },
        amounts: [{ currency: 'USDC', amount: '104.5' }],
      },
    ])
  })

  it('have a rate that priced calls which happened before it and came after it', async () => {
    const world = await september100()
    const rate = { ...chat, currency: 'USDC', effectiveFrom: september, perCall: '3' }
    await world.register('rate.set', rate)
    await world.record([call('3', '2026-09-25T00:00:00Z')])
    expect((await changesOf(world, october)).total).toBe(0)
    for (const row of world.usage.rows) if (row.id === `c${calls - 1}`) Object.assign(row, { priced: true })
    expect((await changesOf(world, october)).items).toEqual([
      {
        kind: 'rate',
        event: { source: 'test', id: 'registry-6', recordedAt: october, revision: 6 },
        asset: chat.asset,
        calls: 1,
        amounts: [{ currency: 'USDC', amount: '3' }],
      },
    ])
  })

  it('are none where a new ledger takes in the history of its calls after its registry', async () => {
    const world = await ledger()
    await world.register('version.released', { ...chat, version: '2' }, '2026-06-01T00:00:00Z')
    await world.record([
      call('5', '2026-02-01T00:00:00Z'),
      call('7', '2026-07-01T00:00:00Z'),
      call('1', '2026-07-01T00:00:00Z', { version: '1' }),
    ])
    expect((await changesOf(world, september)).total).toBe(0)
    // What comes after the calls counts.
    await world.register('version.released', { ...chat, version: '3' }, '2026-06-15T00:00:00Z')
    expect((await changesOf(world, september)).items).toMatchObject([
      { kind: 'release', version: '3', calls: 1, amounts: [{ amount: '7' }] },
    ])
  })

  it('have a currency that can be paid now', async () => {
    const world = await ledger()
    await world.record([call('2', '2026-08-10T00:00:00Z', { currency: 'EUR' })])
    await world.settlement.close({ until: september })
    world.setNow(october)
    await world.register('currency.bound', { currency: 'EUR', chain, token: `0x${'d'.repeat(40)}` })
    expect((await changesOf(world, october)).items).toMatchObject([
      { kind: 'currency', amounts: [{ currency: 'EUR', amount: '1.9' }] },
    ])
  })

  it('are the largest where there are more than asked for, and the others are counted', async () => {
    const world = await september100()
    await world.record([call('7', '2026-09-11T00:00:00Z', { asset: 'model:north/late' })])
    await world.register('asset.registered', { asset: 'model:north/late', owner: 'mallory' })
    await world.register('version.released', { asset: 'model:north/late', version: '1' })
    await world.register('fee.set', { share: '0.9', payee: 'mallory', effectiveFrom: september })
    const { total, items } = await changesOf(world, october, 1)
    expect([total, items.map(({ kind }) => kind)]).toEqual([2, ['fee']])
  })
})
