import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { createApi } from '../../src/api/server.ts'
import type { ApiKey, Scope } from '../../src/config.ts'
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

export async function startFake(
  options: Partial<Parameters<typeof createApi>[1]> = {},
): Promise<{ app: FastifyInstance; fake: ReturnType<typeof fakeHeadwater> }> {
  const fake = fakeHeadwater()
  const app = await createApi(fake, { ...limits, keys: [], ...options })
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
