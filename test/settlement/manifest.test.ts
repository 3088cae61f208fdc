import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type EpochManifest, parseManifest, settledAlgorithmOf } from '../../src/log/manifest.ts'
import { callsDigestOf } from '../support/digestReference.ts'
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
