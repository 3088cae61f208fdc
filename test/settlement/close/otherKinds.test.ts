/** Corrections, postings and descriptions at a close: which rows count, and what is found where they were changed. */
import { describe, expect, it } from 'vitest'
import type { AssetId, CurrencyCode, VersionName } from '../../../src/events/ids.ts'
import { parseTime } from '../../../src/events/time.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import { collect } from '../../support/collect.ts'
import { call, february, march, smallEconomy } from '../../support/smallEconomy.ts'

const time = '2025-01-11T00:00:00Z'
const gateway = (id: string) => ({ source: 'gateway', id })
const refund = (id: string, of: string, amount?: string) => ({
  type: 'call.refunded',
  id,
  time,
  data: { call: gateway(of), ...(amount !== undefined && { amount, currency: 'USDC' }) },
})
const deposit = (id: string, amount: string) => ({
  type: 'deposit.recorded',
  id,
  time,
  data: { payee: 'lab', amount, currency: 'USDC', reference: 'in' },
})

const description = (id: string, asset = 'tool:lab/search') => ({
  type: 'payment.described',
  id,
  time,
  data: {
    payment: {
      ...{ chain: 'eip155:8453', token: `0x${'ab'.repeat(20)}` },
      ...{ payer: `0x${'cd'.repeat(20)}`, nonce: `0x${'ef'.repeat(32)}` },
    },
    asset,
    tokens: { input: 5 },
    validBefore: '2025-01-11T00:01:00Z',
  },
})

async function verified(world: Awaited<ReturnType<typeof smallEconomy>>): Promise<string[]> {
  const reports = await collect(world.settlement.verify())
  return reports.flatMap(({ checks }) => checks.flatMap(({ ok, detail }) => (ok ? [] : [detail])))
}

describe('I8: of an identity that two ingesters accepted under different kinds', () => {
  it('the first recorded counts, and the other is listed as the event that it was', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '5'), call('2', '3')], 'east', [refund('3', '1', '2'), deposit('4', '1')])
    await world.record([call('3', '7'), call('5', '1')], 'west', [
      refund('2', '1'),
      deposit('4', '9'),
      refund('1', '5'),
    ])
    const report = await world.settlement.close({ until: february })
    // Of the other partition stay the call 5 alone, and of the first all rows.
    expect(report).toMatchObject({
      repeats: 4,
      counts: { settled: 3, suspense: 0 },
      totals: { USDC: { gross: '7', deposits: '1', reduced: '2' } },
    })
    const conflicts = [...world.refused.entries.values()].map(({ raw, line, origin }) => ({
      line,
      origin,
      ...JSON.parse(raw),
    }))
    const west = { origin: 'batch 0 of partition west', specversion: '1.0', source: 'gateway' }
    const usdc = (amount: string) => ({ amount, currency: 'USDC' })
    expect(conflicts).toMatchObject([
      {
        ...west,
        line: 1,
        type: 'io.headwater.call.metered',
        id: '3',
        data: { asset: 'model:base', ...usdc('7') },
      },
      { ...west, line: 3, type: 'io.headwater.call.refunded', id: '2', time, data: { call: gateway('1') } },
      { ...west, line: 4, type: 'io.headwater.call.refunded', id: '1', data: { call: gateway('5') } },
      {
        ...west,
        line: 5,
        type: 'io.headwater.deposit.recorded',
        id: '4',
        data: { payee: 'lab', ...usdc('9'), reference: 'in' },
      },
    ])
    expect(await verified(world)).toEqual([])
  })

  it('a later repetition of a correction does not count, and an excluded call is no accepted one', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '5')], 'east', [refund('r', '1', '1')])
    await world.settlement.close({ until: february })
    await world.record([call('r', '4')], 'west', [refund('1', '1', '2'), refund('s', '1', '1')])
    const report = await world.settlement.close({ until: march })
    expect(report).toMatchObject({
      repeats: 2,
      counts: { settled: 0 },
      totals: { USDC: { gross: '-1', reduced: '2' } },
    })
    expect(await verified(world)).toEqual([])
  })
})

describe('descriptions of payments', () => {
  it('change no manifest: it is the one of the calls alone, of version 1', async () => {
    const [without, beside] = [await smallEconomy(), await smallEconomy()]
    await without.record([call('1', '5')])
    await beside.record([call('1', '5')], 'local', [description('d1'), description('d2')])
    const [{ totals, trees }, report] = [
      await without.settlement.close({ until: february }),
      await beside.settlement.close({ until: february }),
    ]
    expect(report).toMatchObject({ totals, trees })
    expect(Object.keys(report.counts)).not.toContain('waiting')
    expect(await verified(beside)).toEqual([])
  })

  it('I8: are listed as the events that they were where the identity has another event already', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '5')], 'east', [description('3')])
    await world.record([call('2', '1')], 'west', [description('1'), description('3', 'tool:lab/other')])
    expect(await world.settlement.close({ until: february })).toMatchObject({ repeats: 2 })
    const listed = [...world.refused.entries.values()].map(({ raw }) => JSON.parse(raw))
    for (const [at, event] of [description('1'), description('3', 'tool:lab/other')].entries()) {
      expect(listed[at]).toEqual({
        specversion: '1.0',
        source: 'gateway',
        ...event,
        type: `io.headwater.${event.type}`,
      })
    }
    expect(await verified(world)).toEqual([])
  })
})

describe('I9: a close and verify find', () => {
  it.each<[string, (world: Awaited<ReturnType<typeof smallEconomy>>) => void, RegExp]>([
    [
      'a refund with another amount',
      ({ usage }) => Object.assign(usage.corrections[0]!, { amount: ledgerUnits(1n) }),
      /its USDC corrections added up to \d+ ledger units, and now to 1; the digest of its corrections is another/,
    ],
    [
      'a refund of another call',
      ({ usage }) => Object.assign(usage.corrections[0]!, { target: 'ff'.repeat(16) }),
      /the digest of its corrections is another/,
    ],
    [
      'a refund that is gone',
      ({ usage }) => usage.corrections.splice(0),
      /it recorded 1 corrections, and 0 are there/,
    ],
    [
      'a refund that no sender sent',
      ({ usage }) => usage.corrections.push({ ...usage.corrections[0]!, row: 3, identity: 'aa'.repeat(16) }),
      /it recorded 1 corrections, and 2 are there/,
    ],
    [
      'a description of another payment',
      ({ usage }) => Object.assign(usage.descriptions[0]!, { payment: 'eip155:1/0x/0x/1' }),
      /the digest of its descriptions is another/,
    ],
    [
      'a deposit to another payee',
      ({ usage }) => Object.assign(usage.postings[0]!, { payee: 'annotators' }),
      /the digest of its postings is another/,
    ],
  ])('%s', async (_, tamper, message) => {
    const world = await smallEconomy()
    await world.record([call('1', '5')], 'local', [
      refund('r', '1', '2'),
      deposit('d', '1'),
      description('e'),
    ])
    await world.settlement.close({ until: february })
    tamper(world)
    expect((await verified(world)).join('\n')).toMatch(message)
    const fresh = await smallEconomy()
    await fresh.record([call('1', '5')], 'local', [
      refund('r', '1', '2'),
      deposit('d', '1'),
      description('e'),
    ])
    tamper(fresh)
    await expect(fresh.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.batchDiffers',
      message: expect.stringMatching(message),
    })
  })

  type World = Awaited<ReturnType<typeof smallEconomy>>
  it.each<[string, (world: World) => void]>([
    ['a refund of before', ({ usage }) => Object.assign(usage.corrections[0]!, { amount: ledgerUnits(1n) })],
    ['a deposit of before', ({ usage }) => Object.assign(usage.postings[0]!, { amount: ledgerUnits(1n) })],
    ...Object.entries({
      amount: ledgerUnits(1n),
      asset: 'dataset:pile' as AssetId,
      version: '1' as VersionName,
      currency: 'EUR' as CurrencyCode,
      time: parseTime('2025-01-12T00:00:00Z'),
    }).flatMap(([name, value]): [string, (world: World) => void][] => [
      [
        `the ${name} of an earlier call that is refunded now`,
        ({ usage }) => Object.assign(usage.rows[0]!, { [name]: value }),
      ],
      [
        `the ${name} of an earlier call whose dispute ends now`,
        ({ usage }) => Object.assign(usage.rows[1]!, { [name]: value }),
      ],
    ]),
    ['an earlier call in place of another', ({ usage }) => swapIdentities(usage.rows[1]!, usage.rows[2]!)],
  ])('before the next epoch: %s', async (_, tamper) => {
    const world = await disputedEconomy()
    tamper(world)
    await world.record([], 'local', [refund('s', '1', '1'), end])
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.batchDiffers',
    })
  })

  it('by a verification: a field of a corrected call that moves no money', async () => {
    const [sound, changed] = [await disputedEconomy(), await disputedEconomy()]
    Object.assign(changed.usage.rows[0]!, { caller: 'x' })
    for (const world of [sound, changed]) {
      await world.record([], 'local', [refund('s', '1', '1'), end])
      await world.settlement.close({ until: march })
    }
    const [first, other] = [sound, changed].map(({ settlement }) => collect(settlement.epochs()))
    expect((await other!).map((epoch) => epoch.manifestHash)).toEqual(
      (await first!).map((epoch) => epoch.manifestHash),
    )
    expect(await verified(sound)).toEqual([])
    expect((await verified(changed)).join('\n')).toMatch(/the digest of its rows is another/)
  })

  it('before the next epoch: tokens of a corrected call where calls have costs', async () => {
    const world = await disputedEconomy()
    const card = { asset: 'model:base', currency: 'USDC', effectiveFrom: '2024-06-01T00:00:00Z' }
    await world.register('cost.set', { ...card, payee: 'gpu', share: '0.1' })
    Object.assign(world.usage.rows[0]!, { inputTokens: 7 })
    await world.record([], 'local', [refund('s', '1', '1')])
    await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
      code: 'close.batchDiffers',
    })
  })

  it.each([undefined, 'another'])(
    'with the digest of all columns: a batch whose digest by money is %s',
    async (moneyDigest) => {
      const world = await disputedEconomy({ moneyDigest })
      await world.record([], 'local', [refund('s', '1', '1'), end])
      await world.settlement.preview({ until: march })
      Object.assign(world.usage.rows[0]!, { amount: ledgerUnits(1n) })
      await expect(world.settlement.close({ until: march })).rejects.toMatchObject({
        code: 'close.batchDiffers',
      })
    },
  )

  const end = { type: 'dispute.closed', id: 'e', time: february, data: { dispute: gateway('d') } }

  /** Calls in two batches of an epoch, one of them disputed. @param recorded what their records say instead */
  async function disputedEconomy(recorded?: { moneyDigest: string | undefined }): Promise<World> {
    const world = await smallEconomy()
    if (recorded !== undefined) world.usage.moneyDigestOf = () => recorded.moneyDigest as string
    const dispute = { type: 'call.disputed', id: 'd', time, data: { call: gateway('2') } }
    await world.record([call('1', '5')], 'local', [refund('r', '3', '2'), deposit('p', '1')])
    await world.record([call('2', '5'), call('3', '5')], 'local', [dispute])
    await world.settlement.close({ until: february })
    return world
  }

  function swapIdentities(one: { identity: string }, other: { identity: string }): void {
    const { identity } = one
    Object.assign(one, { identity: other.identity })
    Object.assign(other, { identity })
  }

  it('a batch of corrections alone without its rows', async () => {
    const world = await smallEconomy()
    await world.record([], 'local', [refund('r', '1')])
    world.usage.corrections.splice(0)
    await expect(world.settlement.close({ until: february })).rejects.toMatchObject({
      code: 'close.batchMissing',
    })
  })
})
