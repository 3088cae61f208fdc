/** A real ledger with a server on it, and browsers that sign in to it: each keeps its cookie. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { privateKeyToAccount } from 'viem/accounts'
import { createKeyRing } from '../../../src/api/keyRing.ts'
import { createApi } from '../../../src/api/server.ts'
import { loadConfig } from '../../../src/config.ts'
import type { LedgerHeadwater } from '../../../src/ledger/headwater.ts'
import { openHeadwater } from '../../../src/ledger/open.ts'
import { openPeople } from '../../../src/processes/people.ts'
import { anvilKeys } from '../../support/anvil.ts'
import { callEvent, linesOf, registryEvents } from '../../support/events.ts'
import { keyFor } from '../support.ts'

export const publicUrl = 'https://ledger.example/books/'
export const [bobKey, annKey, thiefKey] = anvilKeys.map((key) => privateKeyToAccount(key)) as [
  ReturnType<typeof privateKeyToAccount>,
  ReturnType<typeof privateKeyToAccount>,
  ReturnType<typeof privateKeyToAccount>,
]
const chain = 'eip155:8453'
export const accountOf = ({ address }: { address: string }) => `${chain}:${address.toLowerCase()}`

const bind = (id: string, payee: string, account: string) => ({
  ...callEvent(id, { payee, account }),
  source: '/registry',
  type: 'io.headwater.payee.bound',
})

export interface PeopleServer extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly service: LedgerHeadwater
  readonly folder: string
  /** As a running server takes a change of its keys file. */
  revokeKeys(): void
  /** Stops it, and starts it again on the same folder. */
  restart(environment?: Readonly<Record<string, string>>): Promise<void>
}

/** Bob is paid at `bobKey`, and so is his second payee; ann has no account. An epoch is closed. */
export async function startPeople(): Promise<PeopleServer> {
  const folder = await mkdtemp(join(tmpdir(), 'headwater-people-'))
  let running = await open(folder, {})
  const events = [
    ...registryEvents,
    bind('b1', 'bob', accountOf(bobKey)),
    bind('b2', 'bob-shop', accountOf(bobKey)),
    callEvent('c1', { asset: 'model:acme/chat', amount: '1.5', currency: 'USDC' }),
  ]
  await running.service.submit(Buffer.from(linesOf(events)), { origin: 'setup' })
  await running.service.close({ until: '2026-02-01T00:00:00Z' })
  const stop = async () => {
    await running.app.close()
    await running.service.shutdown()
  }
  return {
    get app() {
      return running.app
    },
    get service() {
      return running.service
    },
    folder,
    revokeKeys: () => running.keyRing.replace([]),
    async restart(environment = {}) {
      await stop()
      running = await open(folder, environment)
    },
    async [Symbol.asyncDispose]() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function open(folder: string, environment: Readonly<Record<string, string>>) {
  const keys = [keyFor('links'), keyFor('read'), { ...keyFor('payee'), payees: ['bob'] }, keyFor('registry')]
  const config = loadConfig(
    { HEADWATER_DATA: folder },
    { HEADWATER_API_KEYS: JSON.stringify(keys), HEADWATER_PUBLIC_URL: publicUrl, ...environment },
  )
  const service = await openHeadwater(config, { command: 'test', make: true })
  const keyRing = createKeyRing(config.api.keys)
  const app = await createApi(service, { ...config.api, keyRing, people: await openPeople(service, config) })
  return { app, service, keyRing }
}

type Ask = (
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  payload?: object,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>

/** Asks as the console does. It keeps the cookie that it is given. */
export function browser(
  app: FastifyInstance,
  cookie?: string,
): { ask: Ask; cookie: () => string | undefined } {
  let kept = cookie
  return {
    cookie: () => kept,
    async ask(method, url, payload, headers = {}) {
      const asked: InjectOptions = {
        method,
        url,
        headers: {
          host: 'ledger.example',
          'x-headwater-console': '1',
          ...(kept !== undefined && { cookie: kept }),
          ...headers,
        },
        ...(payload && { payload }),
      }
      const answer = await app.inject(asked)
      const set = answer.headers['set-cookie']
      if (typeof set === 'string') kept = set.split(';', 1)[0]!
      return answer
    },
  }
}

type Signer = Pick<ReturnType<typeof privateKeyToAccount>, 'address' | 'signMessage' | 'signTypedData'>

export async function challengeOf(ask: Ask, account: string): Promise<string> {
  return (await ask('POST', '/v1/session/challenges', { account })).json().message
}

export async function signIn(ask: Ask, signer: Signer, account = accountOf(signer)) {
  const message = await challengeOf(ask, account)
  return ask('POST', '/v1/session', { message, signature: await signer.signMessage({ message }) })
}

/** Asks for another account of the payee, and has that account sign. */
export async function bindAccount(ask: Ask, payee: string, signer: Signer, account = accountOf(signer)) {
  const { nonce, typedData } = (
    await ask('POST', `/v1/payees/${payee}/accounts/challenges`, { account })
  ).json()
  const signature = await signer.signTypedData(typedData)
  return ask('POST', `/v1/payees/${payee}/accounts`, { nonce, signature })
}
