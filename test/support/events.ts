/** A small economy as events of the wire, for tests that go through the public path. */

const registered = '2026-01-01T00:00:00Z'

export const bobsAccount = '0x52908400098527886e0f7030069857d2e4169ee7'

function registryEvent(id: string, type: string, data: object): object {
  return { specversion: '1.0', id, source: '/registry', type: `io.headwater.${type}`, time: registered, data }
}

export function callEvent(id: string, data: object, time = '2026-01-10T00:00:00Z'): object {
  return { specversion: '1.0', id, source: '/gateway', type: 'io.headwater.call.metered', time, data }
}

/** Two models, one made from the other; Bob has an account, Ann has none; the second currency has no token. */
export const registryEvents: readonly object[] = [
  registryEvent('r1', 'currency.registered', {
    currency: 'USDC',
    decimals: 6,
    chain: 'eip155:8453',
    token: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
  }),
  registryEvent('r2', 'currency.registered', { currency: 'EUR', decimals: 2 }),
  registryEvent('r3', 'fee.set', { share: '0.05', payee: 'house', effectiveFrom: registered }),
  registryEvent('r4', 'asset.registered', { asset: 'model:acme/base', owner: 'ann', name: 'Base' }),
  registryEvent('r5', 'version.released', { asset: 'model:acme/base', version: '1' }),
  registryEvent('r6', 'asset.registered', { asset: 'model:acme/chat', owner: 'bob' }),
  registryEvent('r7', 'version.released', {
    asset: 'model:acme/chat',
    version: '2',
    derivedFrom: [{ asset: 'model:acme/base', relation: 'finetunedFrom', policy: 'relative', share: '0.2' }],
  }),
  registryEvent('r8', 'payee.bound', { payee: 'bob', account: `eip155:8453:${bobsAccount}` }),
  registryEvent('r9', 'rate.set', {
    asset: 'model:acme/base',
    currency: 'EUR',
    effectiveFrom: registered,
    perMillion: { input: '1', output: '3' },
  }),
]

export const callEvents: readonly object[] = [
  callEvent('c1', { asset: 'model:acme/chat', amount: '1.5', currency: 'USDC' }),
  callEvent('c/2', { asset: 'model:acme/chat', amount: '0.333333333', currency: 'USDC' }),
  callEvent('c3', { asset: 'model:acme/base', tokens: { input: 1_000, output: '500' } }),
  callEvent('c4', { asset: 'model:acme/unknown', amount: '7', currency: 'USDC' }),
]

export const faultyLines: readonly string[] = [
  JSON.stringify(callEvent('f1', { asset: 'model:acme/chat', amount: '1e3', currency: 'USDC' })),
  'no JSON at all',
]

export function linesOf(events: readonly object[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

/** All of the above as one NDJSON input. */
export const wholeInput =
  linesOf([...registryEvents, ...callEvents]) + faultyLines.map((line) => `${line}\n`).join('')
