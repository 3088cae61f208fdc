import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type EpochManifest, parseManifest, settledAlgorithmOf } from '../../src/log/manifest.ts'
import { callsDigestOf, correctionsDigestOf, postingsDigestOf } from '../support/digestReference.ts'
import type { World, WorldOptions } from '../support/settlementWorld.ts'
import { account, call, chain, february, march, smallEconomy } from '../support/smallEconomy.ts'

const golden = (): string =>
  readFileSync(new URL('../golden/epoch-manifests-v1.ndjson', import.meta.url), 'utf8')

/** Two epochs with everything that a manifest contains. */
async function goldenWorld(options: WorldOptions = {}): Promise<World> {
  const world = await smallEconomy(options)
  await world.register('currency.registered', { currency: 'EUR', decimals: 2 })
  await world.register('fee.set', { share: '0.025', payee: 'house', effectiveFrom: '2024-01-01T00:00:00Z' })
  await world.record([
    call('1', '3.333333333333333333'),
    call('2', '10', { currency: 'EUR' }),
    call('3', '0.5', { asset: 'model:later' }),
    call('4', '7', { time: '2025-02-10T00:00:00Z' }),
  ])
  await world.record([call('1', '3.333333333333333333')], 'other')
  await world.settlement.close({ until: february })
  await world.register('payee.bound', { payee: 'annotators', account: `${chain}:${account('2')}` })
  await world.record([call('5', '1')])
  await world.settlement.close({ until: march })
  return world
}

const april = '2025-04-01T00:00:00Z'
const may = '2025-05-01T00:00:00Z'
const reserve = { currency: 'USDC', share: '0.1', days: 30, effectiveFrom: '2024-01-01T00:00:00Z' }
const edge = { asset: 'model:base', version: '1', relation: 'composedOf', policy: 'relative', share: '0.2' }
const ending = {
  asset: 'dataset:pile',
  version: '2',
  derivedFrom: [{ ...edge, until: '2026-01-01T00:00:00Z' }],
}
const capped = {
  ...{ asset: 'agent:top', version: '1' },
  derivedFrom: [{ ...edge, caps: [{ currency: 'USDC', amount: '2' }] }],
}
const refund = (id: string, of: string) => ({
  ...{
    type: 'call.refunded',
    id,
    time: '2025-06-01T00:00:00Z',
    data: { call: { source: 'gateway', id: of } },
  },
})
const deposit = (id: string, time: string) => ({
  ...{ type: 'deposit.recorded', id, time, data: { payee: 'lab', currency: 'USDC', amount: '1' } },
})

async function manifestsOf(world: World, count: number): Promise<EpochManifest[]> {
  const manifests: EpochManifest[] = []
  for (let epoch = 1; epoch <= count; epoch++)
    manifests.push(parseManifest(Buffer.from(await world.settlement.manifest(epoch)).toString()))
  return manifests
}

describe('manifest', () => {
  it('I11: stays, to the byte, what version 1 of the format says', async () => {
    const world = await goldenWorld()
    const lines: string[] = []
    for (const epoch of [1, 2])
      lines.push(`${Buffer.from(await world.settlement.manifest(epoch)).toString()}\n`)
    expect(lines.join('')).toBe(golden())
  })

  it('reads manifests of version 1 for ever', () => {
    expect(parseManifest(golden().split('\n')[0]!)).toMatchObject({ epoch: 1, previous: null })
  })

  it('of a ledger that leaves checkpoints has a digest of the settled calls that an outsider computes', async () => {
    const world = await goldenWorld({ checkpointCallsMin: 1 })
    const manifests = await Promise.all(
      [1, 2].map(async (epoch) =>
        parseManifest(Buffer.from(await world.settlement.manifest(epoch)).toString()),
      ),
    )
    const ids = [
      ['1', '2'],
      ['4', '5'],
    ]
    for (const [index, manifest] of manifests.entries()) {
      const settled = ids[index]!.map((id) => world.usage.rows.find((row) => row.id === id)!)
      expect(manifest.digests).toMatchObject({
        settled: callsDigestOf(settled),
        settledAlgorithm: 'sha256-calls',
      })
      expect(settledAlgorithmOf(manifest)).toBe('sha256-calls')
    }
    const newer = { ...manifests[0], digests: { ...manifests[0]!.digests, settledAlgorithm: 'blake3' } }
    expect(() => settledAlgorithmOf(newer as EpochManifest)).toThrow(
      expect.objectContaining({ code: 'data.newer', message: expect.stringContaining('blake3') }),
    )
  })

  it.each<[string, (world: World) => Promise<void>]>([
    ['a contract', (world) => world.register('reserve.set', reserve)],
    ['a correction that does not count yet', (world) => world.record([], 'local', [refund('r1', 'unknown')])],
    ['a posting that is not booked yet', (world) => world.record([], 'local', [deposit('d1', april)])],
    ['an edge with an end', (world) => world.register('version.released', ending)],
  ])('is of version 2 from the first close with %s on, and was as ever before', async (_what, happen) => {
    const world = await goldenWorld()
    await happen(world)
    for (const until of [april, may]) await world.settlement.close({ until })
    const [, second, third, fourth] = await manifestsOf(world, 4)
    expect(second).toMatchObject({ version: 1 })
    expect(second!.totals[0]).not.toHaveProperty('adjusted')
    const [none, nothing] = [createHash('sha256').digest('hex'), '0']
    for (const manifest of [third!, fourth!]) {
      expect(manifest).toMatchObject({
        version: 2,
        counts: { mismatched: 0, excess: 0 },
        totals: [
          {},
          { adjusted: nothing, reduced: nothing, disputed: nothing, payments: nothing, owed: nothing },
        ],
        digests: { clauses: none, edges: none, lots: none, corrections: expect.any(String) },
      })
      expect(manifest.digests).not.toHaveProperty('settledAlgorithm')
    }
    expect(third!.digests).toMatchObject({
      corrections: correctionsDigestOf([]),
      postings: postingsDigestOf([]),
    })
    for await (const { ok, checks } of world.settlement.verify())
      expect(checks.filter((check) => !check.ok && ok)).toEqual([])
  })

  it('commits to clauses, capped edges and lots by digests that a few lines recompute', async () => {
    const world = await goldenWorld()
    const from = { effectiveFrom: '2024-01-01T00:00:00Z' }
    await world.register('asset.registered', { asset: 'agent:top', owner: 'shop' })
    await world.register('version.released', capped)
    const clause = { clause: 'advance', payee: 'lab', to: 'fund', currency: 'USDC', share: '0.5', cap: '3' }
    await world.register('clause.agreed', { ...clause, ...from })
    await world.register('reserve.set', reserve)
    await world.record([call('6', '10', { asset: 'agent:top', time: '2025-03-01T00:00:00Z' })])
    await world.settlement.close({ until: april })
    const [, , { digests }] = (await manifestsOf(world, 3)) as [unknown, unknown, EpochManifest]
    const due = '2025-05-01T00:00:00Z'
    const lines = {
      clauses: ['["advance","1755000000000000000"]'],
      edges: ['["agent:top","1","USDC","model:base","1","9750000000000000000","1950000000000000000"]'],
      lots: [
        `["annotators","USDC","3","${due}","19500000000000000"]`,
        `["fund","USDC","3","${due}","87750000000000000"]`,
        `["house","USDC","3","${due}","25000000000000000"]`,
        `["lab","USDC","3","${due}","87750000000000000"]`,
        `["shop","USDC","3","${due}","780000000000000000"]`,
      ],
    }
    for (const [name, texts] of Object.entries(lines)) {
      const sum = createHash('sha256').update(texts.map((text) => `${text}\n`).join(''))
      expect(digests, name).toMatchObject({ [name]: sum.digest('hex') })
    }
  })

  it('is hashed as it is served, and names the one before by its hash', async () => {
    const world = await goldenWorld()
    const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
    const first = await world.settlement.manifest(1)
    expect((await world.settlement.epoch(1)).manifestHash).toBe(sha256(first))
    const second = await world.settlement.manifest(2)
    expect(JSON.parse(Buffer.from(second).toString())).toMatchObject({ previous: sha256(first) })
  })

  it('tells what was accepted, settled, late, in suspense, pending and repeated', async () => {
    const world = await goldenWorld()
    const manifest = JSON.parse(Buffer.from(await world.settlement.manifest(2)).toString())
    expect(manifest.counts).toEqual({
      accepted: 5,
      excluded: 1,
      settled: 2,
      late: 1,
      suspense: 1,
      pending: 0,
    })
  })

  it('commits to balances by a digest that a few lines recompute', async () => {
    const world = await goldenWorld()
    const { digests } = JSON.parse(Buffer.from(await world.settlement.manifest(2)).toString())
    const lines: string[] = []
    for (const payee of ['annotators', 'house', 'lab']) {
      for (const { currency, balance } of (await world.settlement.balances(payee)).balances) {
        const digits = currency === 'EUR' ? 14 : 18
        const [whole, fraction = ''] = balance.split('.')
        const units = BigInt(whole + fraction.padEnd(digits, '0'))
        if (units > 0n) lines.push(`["${payee}","${currency}","${units}"]\n`)
      }
    }
    expect(lines.length).toBeGreaterThan(3)
    expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(digests.balances)
  })

  it('commits to payouts by a digest that a few lines recompute', async () => {
    const world = await goldenWorld()
    const { digests } = JSON.parse(Buffer.from(await world.settlement.manifest(2)).toString())
    const lines: string[] = []
    for await (const tree of world.settlement.tree(2)) {
      for await (const { account: of, token, cumulative } of tree.leaves) {
        lines.push(`["${tree.chain}","${of}","${token}","${cumulative}"]\n`)
      }
    }
    expect(lines).toHaveLength(2)
    expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(digests.payouts)
  })
})
