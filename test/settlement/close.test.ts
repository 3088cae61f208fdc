import { describe, expect, it } from 'vitest'
import { createWorld, type World } from '../support/settlementWorld.ts'

const usdc = { currency: 'USDC', decimals: 6, chain: 'eip155:8453', token: `0x${'aa'.repeat(20)}` }
const account = (digit: string): string => `0x${digit.repeat(40)}`

async function smallEconomy(): Promise<World> {
  const world = createWorld()
  await world.register('currency.registered', usdc)
  await world.register('payee.registered', { payee: 'lab', account: `eip155:8453:${account('1')}` })
  await world.register('asset.registered', { asset: 'dataset:pile', owner: 'annotators' })
  await world.register('version.released', { asset: 'dataset:pile', version: '1' })
  await world.register('asset.registered', { asset: 'model:base', owner: 'lab' })
  await world.register('version.released', {
    asset: 'model:base',
    version: '1',
    derivedFrom: [{ asset: 'dataset:pile', relation: 'trainedOn', policy: 'relative', share: '0.1' }],
  })
  return world
}

describe('close', () => {
  it('divides what calls brought, pays whole atoms to accounts and carries the rest', async () => {
    const world = await smallEconomy()
    await world.record([
      { id: '1', time: '2025-01-01T00:00:00Z', asset: 'model:base', amount: '1.0000009', currency: 'USDC' },
    ])
    const report = await world.settlement.close({ until: '2025-02-01T00:00:00Z' })
    expect(report.totals).toEqual({
      USDC: {
        gross: '1.0000009',
        fee: '0',
        earned: '1.0000009',
        rounding: '0',
        paid: '0.9',
        carried: '0.1000009',
        suspense: '0',
        pending: '0',
      },
    })
    expect(report.counts).toEqual({ settled: 1, late: 0, suspense: 0, pending: 0 })
    expect(report.trees).toEqual([{ chain: 'eip155:8453', root: expect.stringMatching(/^0x/), leaves: 1 }])
  })
})
