import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createApi } from '../../src/api/server.ts'
import type { ApiKey, Scope } from '../../src/config.ts'
import { fail } from '../../src/errors.ts'
import type { ServedPeople } from '../../src/service/people.ts'
import { fakeHeadwater } from '../support/fakeHeadwater.ts'

export const limits = {
  bodyBytesMax: 4_096,
  bodyEventsMax: 3,
  bodyBytesPerMinuteMin: 1_024,
  connectionsMax: 1_000,
  requestsPerMinuteMax: 10_000,
  backupsFolder: '/backups',
}

/** The entry in the configuration of a key whose name is its scopes. */
export function keyFor(...scopes: Scope[]): ApiKey {
  const name = scopes.join('+')
  return {
    name,
    sha256: createHash('sha256')
      .update(secretOf(...scopes))
      .digest('hex'),
    scopes,
  }
}

export function secretOf(...scopes: Scope[]): string {
  return `secret-of-${scopes.join('+')}`
}

export function bearer(...scopes: Scope[]): { authorization: string } {
  return { authorization: `Bearer ${secretOf(...scopes)}` }
}

/** Knows no link, and believes every signature of the text `signed`. */
const fakePeople: ServedPeople = {
  spendLink: async () => fail('link.refused', 'The link is not known.'),
  linkStands: async () => false,
  noteSigned: async () => {},
  writeSignIn: ({ nonce }) => `\nNonce: ${nonce}\n`,
  signedText: async (_account, _text, signature) => signature === 'signed',
  typedData: (message) => ({ message }),
  signedAccount: async (_message, signature) => signature === 'signed',
  writeClaim: (_chain, { account, distributor }) => ({
    ...{ chainId: '8453', from: account, to: distributor, data: '0x', value: '0' },
  }),
}

export async function startFake(
  options: Partial<Parameters<typeof createApi>[1]> = {},
): Promise<{ app: FastifyInstance; fake: ReturnType<typeof fakeHeadwater> }> {
  const fake = fakeHeadwater()
  const app = await createApi(fake, { ...limits, keys: [], people: fakePeople, ...options })
  return { app, fake }
}

export const callEvent = {
  specversion: '1.0',
  id: 'c1',
  source: 'urn:gateway',
  type: 'io.headwater.call.metered',
  time: '2026-01-01T00:00:00Z',
  data: { asset: 'model:acme/chat', amount: '1', currency: 'USDC' },
}
export const currencyEvent = {
  ...callEvent,
  id: 'r1',
  type: 'io.headwater.currency.registered',
  data: { currency: 'EUR', decimals: 2 },
}
