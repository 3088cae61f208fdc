/** Refunds, disputes, their closings and postings, through whole closes on fakes. */
import { describe, expect, it } from 'vitest'
import type { Headwater } from '../../../src/service/headwater.ts'
import { collect } from '../../support/collect.ts'
import { contractOutcome } from '../../support/contracts/play.ts'
import { ContractReference, type ContractStep } from '../../support/contracts/reference.ts'
import { simulateContracts } from '../../support/contracts/simulate.ts'
import { tries } from '../../support/properties.ts'
import { createRandom } from '../../support/random.ts'
import { createWorld, type World } from '../../support/settlementWorld.ts'
import { account, call, chain, february, march, smallEconomy } from '../../support/smallEconomy.ts'

const january = '2025-01-20T00:00:00Z'
const april = '2025-04-01T00:00:00Z'

type Other = Parameters<World['record']>[2] extends readonly (infer Each)[] | undefined ? Each : never

function refund(id: string, ofCall: string, amount?: string, rest: Partial<Other> = {}): Other {
  const money = amount === undefined ? {} : { amount, currency: 'USDC' }
  const data = { call: { source: 'gateway', id: ofCall }, ...money }
  return { type: 'call.refunded', id, time: january, data, ...rest } as Other
}

function dispute(id: string, ofCall: string, time = january): Other {
  return { type: 'call.disputed', id, time, data: { call: { source: 'gateway', id: ofCall } } } as Other
}

function closing(id: string, ofDispute: string, time = january): Other {
  return {
    type: 'dispute.closed',
    id,
    time,
    data: { dispute: { source: 'gateway', id: ofDispute } },
  } as Other
}

async function close(world: World, until: string) {
  await world.settlement.close({ until })
  return (await collect(world.settlement.epochs())).at(-1)!
}

async function differences(world: World): Promise<string[]> {
  const reports = await collect(world.restart().verify(undefined, { full: true }))
  return reports.flatMap(({ checks }) => checks.filter(({ ok }) => !ok).map(({ detail }) => `${detail}`))
}

describe('I31: a refund', () => {
  it('in the epoch of its call leaves every amount but `reduced` as if neither were', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '3'), call('2', '4')], 'local', [refund('r', '2', '4')])
    const { counts, totals } = await close(world, february)
    expect(totals.USDC).toMatchObject({ gross: '3', adjusted: '0', reduced: '4', disputed: '0' })
    expect(counts).toMatchObject({ settled: 2, waiting: 0, mismatched: 0, excess: 0 })
    expect(await differences(world)).toEqual([])
  })

  it('goes back the way the money came: by the version and the fee with which its call settled', async () => {
    const world = await smallEconomy()
    await world.register('fee.set', { share: '0.1', payee: 'house', effectiveFrom: '2024-06-01T00:00:00Z' })
    await world.record([call('1', '100')])
    await close(world, february)
    // Both would change what the call resolves to, if it settled now.
    await world.register('version.released', {
      ...{ asset: 'model:base', version: '2', releasedAt: '2025-01-01T00:00:00Z' },
      derivedFrom: [{ asset: 'dataset:pile', relation: 'trainedOn', policy: 'relative', share: '0.5' }],
    })
    await world.register('fee.set', { share: '0.2', payee: 'other', effectiveFrom: '2024-06-01T00:00:00Z' })
    await world.record([], 'local', [refund('r', '1', '50')])
    const { totals } = await close(world, march)
    expect(totals.USDC).toMatchObject({
      gross: '-50',
      adjusted: '-50',
      fee: '-5',
      earned: '-45',
      reduced: '50',
    })
    const lines = await collect(world.settlement.statements(2))
    expect(lines.map(({ payee, earned }) => [payee, earned])).toEqual([
      ['annotators', '-4.5'],
      ['house', '-5'],
      ['lab', '-40.5'],
    ])
    expect(await differences(world)).toEqual([])
  })

  it('gives costs back by the card with which its call settled', async () => {
    const world = await smallEconomy()
    const card = { asset: 'model:base', currency: 'USDC', effectiveFrom: '2024-06-01T00:00:00Z' }
    await world.register('cost.set', { ...card, payee: 'gpu', share: '0.1' })
    await world.record([call('1', '100')])
    await close(world, february)
    await world.register('cost.set', { ...card, payee: 'cloud', share: '0.5' })
    await world.record([], 'local', [refund('r', '1', '50')])
    await close(world, march)
    const lines = await collect(world.settlement.statements(2))
    expect(lines.map(({ payee, earned, adjusted }) => [payee, earned, adjusted])).toEqual([
      ['annotators', '-4.5', '-4.5'],
      ['gpu', '-5', '-5'],
      ['lab', '-40.5', '-40.5'],
    ])
    expect(await differences(world)).toEqual([])
  })

  it('waits for its call, and counts where it names another currency or more than the call', async () => {
    const world = await smallEconomy()
    await world.register('currency.registered', { currency: 'EUR', decimals: 2 })
    const inEuro = { data: { call: { source: 'gateway', id: '1' }, amount: '1', currency: 'EUR' } }
    await world.record([call('1', '3')], 'local', [
      refund('early', '2', '1'),
      dispute('none', 'nothing'),
      refund('euro', '1', undefined, inEuro as Partial<Other>),
      refund('much', '1', '2.5'),
      refund('more', '1', '2.5'),
      refund('future', '1', '1', { time: march }),
    ])
    const first = await close(world, february)
    expect(first.counts).toMatchObject({ waiting: 2, mismatched: 1, excess: 1 })
    expect(first.totals.USDC).toMatchObject({ gross: '0', reduced: '3' })
    await world.record([call('2', '4')])
    const second = await close(world, march)
    expect(second.counts).toMatchObject({ settled: 1, waiting: 1, mismatched: 1, excess: 1 })
    expect(second.totals.USDC).toMatchObject({ gross: '3', adjusted: '0', reduced: '4' })
    expect(await differences(world)).toEqual([])
  })

  it('of a call in suspense applies when its version is released', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '3', { asset: 'model:later' })], 'local', [refund('r', '1', '1')])
    expect((await close(world, february)).totals.USDC).toMatchObject({
      gross: '0',
      suspense: '3',
      reduced: '0',
    })
    await world.register('asset.registered', { asset: 'model:later', owner: 'lab' })
    await world.register('version.released', { asset: 'model:later', version: '1' })
    await world.record([], 'local', [refund('whole', '1')])
    const { totals, counts } = await close(world, march)
    expect(totals.USDC).toMatchObject({ gross: '0', adjusted: '0', suspense: '0', reduced: '3' })
    expect(counts).toMatchObject({ settled: 1, late: 1, waiting: 0 })
    expect(await differences(world)).toEqual([])
  })

  it('of a call far behind a checkpoint is found', async () => {
    const world = await smallEconomy({ checkpointCallsMin: 1 })
    await world.record([call('1', '3')])
    await close(world, january)
    await world.record([call('2', '4', { time: '2025-01-25T00:00:00Z' })])
    await close(world, february)
    await world.record([], 'local', [refund('r', '1', '1')])
    expect((await close(world, march)).totals.USDC).toMatchObject({
      gross: '-1',
      adjusted: '-1',
      reduced: '1',
    })
    expect(await differences(world)).toEqual([])
  })

  it.each([
    ['march', march],
    ['a later one', '2025-03-15T00:00:00Z'],
  ])('stops the close where the time of its settled call was changed to %s', async (_, time) => {
    const world = await smallEconomy()
    await world.record([call('1', '3')])
    await close(world, february)
    await world.record([], 'local', [refund('r', '1', '1')])
    world.usage.rows[0] = { ...world.usage.rows[0]!, time: Date.parse(time) * 1_000 }
    const differs = { code: 'close.batchDiffers', data: { partition: 'local', batch: 0 } }
    await expect(close(world, march)).rejects.toMatchObject(differs)
  })

  it('of a call that is still pending waits', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '3', { time: april })])
    await close(world, february)
    await world.record([], 'local', [refund('r', '1', '1')])
    expect((await close(world, march)).counts).toMatchObject({ pending: 1, waiting: 1 })
    expect(await differences(world)).toEqual([])
  })

  it('that was changed in the store stops the close, and a verification names its batch', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '3')])
    await close(world, february)
    await world.record([], 'local', [refund('r', '1', '1')])
    world.usage.corrections[0] = { ...world.usage.corrections[0]!, targetId: '2' }
    await expect(close(world, march)).rejects.toMatchObject({ code: 'close.batchDiffers' })
  })
})

describe('a dispute', () => {
  it('holds what refunds leave of its call, until a closing of it counts', async () => {
    const world = await smallEconomy()
    const late = '2025-02-15T00:00:00Z'
    await world.record([call('1', '10')], 'local', [refund('r', '1', '4'), dispute('d', '1')])
    expect((await close(world, february)).totals.USDC).toMatchObject({
      gross: '0',
      reduced: '10',
      disputed: '6',
    })
    await world.record([], 'local', [closing('c', 'd', late)])
    expect((await close(world, '2025-02-10T00:00:00Z')).totals.USDC).toMatchObject({
      gross: '0',
      disputed: '6',
    })
    const { totals } = await close(world, march)
    expect(totals.USDC).toMatchObject({ gross: '6', adjusted: '6', reduced: '4', disputed: '0' })
    expect(await differences(world)).toEqual([])
  })

  it('is closed by a closing that was recorded, and happened, before it', async () => {
    const world = await smallEconomy()
    await world.record([call('1', '10')], 'local', [closing('c', 'd', '2025-01-01T00:00:00Z')])
    await close(world, '2025-01-15T00:00:00Z')
    await world.record([], 'local', [dispute('d', '1'), dispute('open', '1', '2025-02-20T00:00:00Z')])
    expect((await close(world, february)).totals.USDC).toMatchObject({ gross: '0', reduced: '0' })
    expect((await close(world, march)).totals.USDC).toMatchObject({ gross: '-10', disputed: '10' })
    expect(await differences(world)).toEqual([])
  })
})

describe('a posting', () => {
  it('pays a payee that nothing else names to its own account, and is booked once', async () => {
    const world = await smallEconomy()
    const payee = `${chain}:${account('9')}`
    const data = { payee, currency: 'USDC', amount: '5' }
    await world.record([call('1', '3')], 'local', [
      { type: 'deposit.recorded', id: 'p', time: january, data } as Other,
      { type: 'deposit.recorded', id: 'q', time: march, data: { ...data, payee: 'later' } } as Other,
    ])
    expect((await close(world, february)).totals.USDC).toMatchObject({ deposits: '5', gross: '3' })
    expect(await collect(world.settlement.statements(1))).toContainEqual(
      expect.objectContaining({ payee, posted: '5', paid: '5', carried: '0' }),
    )
    expect((await close(world, march)).totals.USDC).toMatchObject({ deposits: '0' })
    expect((await close(world, april)).totals.USDC).toMatchObject({ deposits: '5' })
    expect(await differences(world)).toEqual([])
  })
})

const size = { assets: 8, payees: 10, calls: 120, epochs: 4, conflicts: false, density: 0.5 }

describe('I31: random histories with corrections', () => {
  for (let seed = 1; seed <= tries(8, 3); seed++) {
    it(`agree with the slow reference (seed ${seed})`, async () => {
      const world = createWorld({ now: '2026-01-01T00:00:00Z' })
      const taken = await playOn(world, simulateContracts(seed, size), seed)
      const outcome = await contractOutcome(world.settlement as unknown as Headwater)
      expect(outcome).toEqual(new ContractReference().run(taken))
      expect(await differences(world)).toEqual([])
    })
  }
})

/** Plays a history without ingestion, in batches of two partitions. @returns the steps that were not refused */
async function playOn(world: World, steps: readonly ContractStep[], seed: number): Promise<ContractStep[]> {
  const random = createRandom(seed)
  const taken: ContractStep[] = []
  for (const step of steps) {
    try {
      if (step.step === 'close') await world.settlement.close({ until: step.until })
      else await recordStep(world, step, random.chance(0.5) ? 'one' : 'two')
      taken.push(step)
    } catch (error) {
      if (step.step === 'close') throw error
    }
  }
  return taken
}

async function recordStep(
  world: World,
  { type, source, id, time, data }: Extract<ContractStep, { step: 'event' }>,
  partition: string,
): Promise<void> {
  if (type === 'call.metered') await world.record([{ source, id, time, ...data }], partition)
  else if (/^(call|dispute|transfer|payment|deposit)\./.test(type)) {
    await world.record([], partition, [{ type, source, id, time, data } as Other])
  } else await world.register(type, data, time)
}
