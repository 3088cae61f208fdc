/** A small world that tests of settlement share: a model, its data set, an agent on top, and some calls. */
import { createWorld, type TestCall, type World } from './settlementWorld.ts'

export const chain = 'eip155:8453'
export const usdc = { currency: 'USDC', decimals: 6, chain, token: `0x${'aa'.repeat(20)}` }
export const account = (digit: string): string => `0x${digit.repeat(40)}`
export const february = '2025-02-01T00:00:00Z'
export const march = '2025-03-01T00:00:00Z'

/** A model whose lab has an account and whose data set's annotators have none. */
export async function smallEconomy(options: Parameters<typeof createWorld>[0] = {}): Promise<World> {
  const world = createWorld(options)
  await world.register('currency.registered', usdc)
  await world.register('payee.registered', {
    payee: 'lab',
    name: 'The Lab',
    account: `${chain}:${account('1')}`,
  })
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

/** A call of `model:base` in January. */
export function call(id: string, amount: string, rest: Partial<TestCall> = {}): TestCall {
  return { id, time: '2025-01-10T00:00:00Z', asset: 'model:base', amount, currency: 'USDC', ...rest }
}
