import { describe, expect, test } from 'vitest'
import { bearer, callEvent, currencyEvent, keyFor, startFake } from './support.ts'

const keys = [
  keyFor('calls'),
  keyFor('registry'),
  keyFor('read'),
  keyFor('settle'),
  keyFor('backup'),
  keyFor('audit'),
  keyFor('calls', 'registry'),
]

/** Every route, and which of the keys above may call it. */
const routes: readonly [method: 'GET' | 'POST', url: string, keys: readonly string[]][] = [
  ['GET', '/v1/currencies', ['read']],
  ['GET', '/v1/assets', ['read']],
  ['GET', '/v1/assets/model%3Aa', ['read']],
  ['GET', '/v1/assets/model%3Aa/versions', ['read']],
  ['GET', '/v1/assets/model%3Aa/versions/1', ['read']],
  ['GET', '/v1/assets/model%3Aa/lineage', ['read']],
  ['GET', '/v1/epochs', ['read']],
  ['GET', '/v1/epochs/1', ['read']],
  ['GET', '/v1/epochs/1/manifest', ['read']],
  ['GET', '/v1/epochs/1/tree', ['read']],
  ['GET', '/v1/epochs/1/statements', ['read']],
  ['GET', '/v1/proofs/0x', ['read']],
  ['GET', '/v1/payees/ann/statements', ['read']],
  ['GET', '/v1/payees/ann/balances', ['read']],
  ['GET', '/v1/calls/c/explanation', ['read']],
  ['GET', '/v1/refused', ['read']],
  ['GET', '/v1/health', ['read']],
  ['GET', '/v1/doctor', ['read']],
  ['GET', '/metrics', ['read']],
  ['GET', '/v1/audit', ['audit']],
  ['POST', '/v1/epochs/1/verify', ['read']],
  ['POST', '/v1/epochs', ['settle']],
  ['POST', '/v1/backups', ['backup']],
  ['POST', '/v1/refused/replay', ['calls+registry']],
  ['GET', '/v1/quarantine', ['read']],
  ['POST', '/v1/quarantine/empty', ['settle']],
  ['POST', '/v1/events', ['calls', 'registry', 'calls+registry']],
  ['POST', '/v1/ingestions', ['calls', 'registry', 'calls+registry']],
]
const open = ['/healthz', '/readyz', '/openapi.json']

/** Where the empty body is not enough. */
const payloads: Readonly<Record<string, object>> = { '/v1/backups': { name: 'monday' } }

describe('a server with keys', () => {
  test.each(routes)('%s %s accepts only the keys %j', async (method, url, allowed) => {
    const { app } = await startFake({ keys })
    const send = (headers: Record<string, string>) =>
      app.inject({ method, url, headers, ...(method === 'POST' && { payload: payloads[url] ?? {} }) })
    for (const key of keys) {
      const answer = await send(bearer(...key.scopes))
      if (allowed.includes(key.name)) expect(answer.statusCode).toBeLessThan(300)
      else expect(answer.json()).toMatchObject({ status: 403, code: 'auth.scope' })
    }
    const without = await send({})
    expect(without.json()).toMatchObject({ status: 401, code: 'auth.missing' })
    expect(without.headers['www-authenticate']).toBe('Bearer realm="headwater"')
    const wrong = await send({ authorization: 'Bearer guess' })
    expect(wrong.json()).toMatchObject({ status: 401, code: 'auth.unknownKey' })
    await app.close()
  })

  test('the table above lists every route', async () => {
    const { app } = await startFake({ keys })
    const { paths } = (await app.inject('/openapi.json')).json()
    const described = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{[a-z]+\}/g, '*')}`),
    )
    const tested = routes.map(
      ([method, url]) =>
        `${method} ${url.replace(/(?<=assets\/|versions\/|proofs\/|payees\/|calls\/|epochs\/)[^/]+/g, '*')}`,
    )
    expect(described.filter((route) => !open.includes(route.slice(4))).sort()).toEqual(tested.sort())
    await app.close()
  })

  test.each(open)('%s needs no key', async (url) => {
    const { app } = await startFake({ keys })
    expect((await app.inject(url)).statusCode).toBe(200)
    await app.close()
  })

  test("a gateway's key may send calls only: a registry event in the same request is refused", async () => {
    const { app } = await startFake({ keys })
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: bearer('calls'),
      payload: [callEvent, currencyEvent],
    })
    expect(answer.json()).toMatchObject({
      accepted: 1,
      rejected: 1,
      results: [{ status: 'accepted' }, { status: 'rejected', fault: { code: 'auth.scope' } }],
    })
    await app.close()
  })

  test('a caller with a wrong key is limited like a caller without a key', async () => {
    const { app } = await startFake({ keys, requestsPerMinuteMax: 3 })
    const guess = () =>
      app.inject({ url: '/v1/epochs', headers: { authorization: `Bearer ${Math.random()}` } })
    const statuses = []
    for (let attempt = 0; attempt < 5; attempt++) statuses.push((await guess()).statusCode)
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    expect((await app.inject({ url: '/v1/epochs', headers: bearer('read') })).statusCode).toBe(200)
    await app.close()
  })

  test('a key that sends too many requests learns how long to wait', async () => {
    const { app } = await startFake({ keys, requestsPerMinuteMax: 1 })
    const ask = () => app.inject({ url: '/v1/epochs', headers: bearer('read') })
    await ask()
    const answer = await ask()
    expect(answer.json()).toMatchObject({ status: 429, code: 'request.rateLimited', retry: true })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect((await app.inject('/healthz')).statusCode).toBe(200)
    await app.close()
  })
})

describe('a server without keys', () => {
  test.each(['evil.example', 'evil.example:8787', '127.0.0.1.evil.example'])(
    'refuses the name %j, which a web page may have rebound',
    async (host) => {
      const { app } = await startFake()
      const answer = await app.inject({ url: '/v1/epochs', headers: { host } })
      expect(answer.json()).toMatchObject({ status: 403, code: 'request.hostRefused' })
      await app.close()
    },
  )

  test.each(['localhost', '127.0.0.1:8787', '[::1]:8787'])('accepts the name %s', async (host) => {
    const { app } = await startFake()
    expect((await app.inject({ url: '/v1/epochs', headers: { host } })).statusCode).toBe(200)
    await app.close()
  })

  test('accepts nothing from web pages of other origins', async () => {
    const { app } = await startFake()
    const close = (origin: string) =>
      app.inject({
        method: 'POST',
        url: '/v1/epochs',
        headers: { host: '127.0.0.1:8787', origin },
        payload: {},
      })
    expect((await close('http://evil.example')).json().code).toBe('request.hostRefused')
    expect((await close('null')).json().code).toBe('request.hostRefused')
    expect((await close('http://127.0.0.1:8787')).statusCode).toBe(201)
    await app.close()
  })
})
