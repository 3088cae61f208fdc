/** Attacks on the API of a real ledger: docs/security.md lists them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { loadConfig, scopes } from '../../src/config.ts'
import type { LedgerHeadwater } from '../../src/ledger/headwater.ts'
import { openHeadwater } from '../../src/ledger/open.ts'
import { bobsAccount, callEvent, linesOf, wholeInput } from '../support/events.ts'
import { bearer, keyFor } from './support.ts'

const caller = 'caller-that-only-raw-records-show'
const prompt = 'prompt-that-only-raw-records-show'

let folder: string
let service: LedgerHeadwater
let app: FastifyInstance
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attacks-'))
  const keys = [
    keyFor(...scopes.filter((scope) => scope !== 'payee')),
    keyFor('read'),
    { ...keyFor('payee'), payees: ['bob'] },
  ]
  const environment = { HEADWATER_API_KEYS: JSON.stringify(keys) }
  const config = loadConfig({ HEADWATER_DATA: folder }, environment)
  service = await openHeadwater(config, { command: 'test', make: true })
  const data = { asset: 'model:acme/chat', amount: '1', currency: 'USDC', caller }
  const more = linesOf([callEvent('with-caller', data), callEvent('late', data, '2026-03-01T00:00:00Z')])
  const refused = `{"prompt":"${prompt}"}\n`
  await service.submit(Buffer.from(wholeInput + more + refused), { origin: 'setup' })
  await service.close({ until: '2026-02-01T00:00:00Z' })
  app = await createApi(service, config.api)
})
afterAll(async () => {
  await app?.close()
  await service?.shutdown()
  await rm(folder, { recursive: true, force: true })
})

const all = bearer(...scopes.filter((scope) => scope !== 'payee'))

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
}

/** Every GET route, and the names of the query that it takes. */
async function getRoutes(): Promise<{ path: string; query: string[] }[]> {
  const { paths } = (await app.inject('/openapi.json')).json()
  return Object.entries(paths as Record<string, { get?: Described }>).flatMap(([path, { get }]) =>
    get
      ? [{ path, query: (get.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name) }]
      : [],
  )
}

const examples: Readonly<Record<string, string>> = {
  asset: 'model%3Aacme%2Fchat',
  version: '2',
  epoch: '1',
  account: bobsAccount,
  payee: 'bob',
  id: 'c1',
}
const urlOf = (path: string, parameters = examples) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name]!)

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const madeUpCursors = [
  ...['AAAA', '', '%00', '..', 'null', '-', 'Z'.repeat(4_096), '0'.repeat(32), 'f'.repeat(64)],
  ...[
    null,
    true,
    -1,
    0,
    1e15,
    1.5,
    'x',
    '',
    [],
    {},
    [null],
    ['', ''],
    ['a', 'b', 'c'],
    [-1, -1],
    [1e9, 1e9],
  ].map(encoded),
  ...[
    { depth: -1, version: 1e9 },
    { payee: '', currency: {} },
    { __proto__: null },
    { id: "'; DROP TABLE calls --" },
  ].map(encoded),
  ...[["' OR 1=1 --", '\u0000'], ['2026-01-01', 'x', 'y', 'z'], [['deep']], '\ud800'].map(encoded),
]

describe('the API of a real ledger', () => {
  test('answers made-up cursors with a 4xx, on every route that has pages', async () => {
    const paged = (await getRoutes()).filter(({ query }) => query.includes('cursor'))
    expect(paged.length).toBeGreaterThan(8)
    for (const { path } of paged) {
      for (const cursor of madeUpCursors) {
        const answer = await app.inject({ url: `${urlOf(path)}?cursor=${cursor}`, headers: all })
        const where = `${path} ${cursor}: ${answer.body.slice(0, 200)}`
        // One of them may be a cursor that this route could have given.
        expect(answer.statusCode, where).toBeLessThan(500)
        if (answer.statusCode >= 400)
          expect(['cursor.malformed', 'request.malformed'], where).toContain(answer.json().code)
      }
      const nonsense = await app.inject({ url: `${urlOf(path)}?cursor=AAAA`, headers: all })
      expect(nonsense.json().code, path).toBe('cursor.malformed')
    }
  })

  test('answers odd names in paths with a 4xx, and no name reaches a header', async () => {
    const odd = [
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '%00',
      '%ff',
      '__proto__',
      'constructor',
      '%0d%0aset-cookie%3a%20x',
      "'%20OR%201%3D1%20--",
      '%7Bx%3AString%7D',
      'a'.repeat(3_000),
    ]
    for (const { path } of (await getRoutes()).filter((route) => route.path.includes('{'))) {
      for (const name of odd) {
        const parameters = Object.fromEntries(Object.keys(examples).map((key) => [key, name]))
        const answer = await app.inject({ url: urlOf(path, parameters), headers: all })
        expect(answer.statusCode, `${path} ${name} ${answer.body.slice(0, 200)}`).toBeLessThan(500)
        expect(answer.statusCode).toBeGreaterThanOrEqual(400)
        expect(JSON.stringify(answer.headers)).not.toMatch(/set-cookie|passwd/)
      }
    }
  })

  test('shows a read key no raw record and no caller, on any route', async () => {
    let answered = 0
    for (const { path } of await getRoutes()) {
      for (const id of ['with-caller', 'late']) {
        const url = urlOf(path, { ...examples, id })
        const answer = await app.inject({ url, headers: bearer('read') })
        if (answer.statusCode === 200) answered++
        expect(answer.body, url).not.toMatch(new RegExp(`${caller}|${prompt}`))
      }
    }
    expect(answered).toBeGreaterThan(30)
    const raw = await app.inject({ url: '/v1/refused', headers: all })
    expect(raw.body).toContain(prompt)
  })

  test('shows a payee key nothing of other payees, on any route', async () => {
    const allowed: string[] = []
    for (const { path } of await getRoutes()) {
      const answer = await app.inject({ url: urlOf(path), headers: bearer('payee') })
      if (['/healthz', '/readyz', '/openapi.json'].includes(path)) continue
      if (answer.statusCode < 400) allowed.push(path)
      expect(answer.body, path).not.toMatch(/"ann"|"house"|"c3"|model:acme\/unknown/)
    }
    expect(allowed.sort()).toEqual([
      '/v1/payees/{payee}/balances',
      '/v1/payees/{payee}/calls',
      '/v1/payees/{payee}/calls/{id}/explanation',
      '/v1/payees/{payee}/export',
      '/v1/payees/{payee}/statements',
      '/v1/payees/{payee}/statements/document',
      '/v1/payees/{payee}/statements/to-date',
      '/v1/proofs/{account}',
      '/v1/session',
    ])
  })

  test('verifies once at a time, and tells the others how long to wait', async () => {
    const verify = () => app.inject({ method: 'POST', url: '/v1/epochs/1/verify', headers: bearer('read') })
    const answers = await Promise.all(Array.from({ length: 20 }, verify))
    const busy = answers.filter(({ statusCode }) => statusCode === 429)
    expect([answers.length - busy.length, busy.length]).toEqual([1, 19])
    for (const answer of busy) {
      expect(answer.json().code).toBe('verify.inProgress')
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    }
    expect((await verify()).json()).toMatchObject({ ok: true })
  })

  test('answers bodies that are too deep, too large or not JSON one by one, with a code', async () => {
    const bodies = [
      '['.repeat(100_000),
      `{"a":${'['.repeat(100_000)}`,
      '{"__proto__":{"x":1}}',
      '{"specversion":"1.0","specversion":"0.3"}',
      '',
      'null',
      '"\\ud800"',
      Buffer.from([0xff, 0xfe, 0x00]).toString('latin1'),
      `{"x":"${'x'.repeat(1_100_000)}"}`,
    ]
    for (const payload of bodies) {
      for (const url of ['/v1/events', '/v1/ingestions', '/v1/epochs', '/v1/refused/replay']) {
        const headers = { ...all, 'content-type': 'application/json' }
        const answer = await app.inject({
          method: 'POST',
          url,
          headers,
          payload: url === '/v1/epochs' && payload === '' ? 'x' : payload,
        })
        expect(
          answer.statusCode,
          `${url} ${payload.slice(0, 40)}: ${answer.body.slice(0, 300)}`,
        ).toBeLessThan(500)
      }
    }
    const large = await app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: { ...all, 'content-type': 'application/json' },
      payload: ' '.repeat(9 << 20),
    })
    expect(large.json()).toMatchObject({ status: 413, code: 'request.tooLarge' })
  })
})
