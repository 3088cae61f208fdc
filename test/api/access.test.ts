import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiKey, type Scope, scopes } from '../../src/config.ts'
import { bearer, callEvent, currencyEvent, keyFor, startFake } from './support.ts'

/** A key of each scope, and one that sends both kinds of events. */
const keys = [
  ...scopes.map((scope) => (scope === 'payee' ? { ...keyFor(scope), payees: ['ann'] } : keyFor(scope))),
  keyFor('calls', 'registry'),
]

/** Of every payee of the fake. */
const annAccount = `0x${'1'.repeat(40)}`

const examples: Readonly<Record<string, string>> = {
  asset: 'model%3Aa',
  version: '1',
  epoch: '1',
  account: annAccount,
  payee: 'ann',
  id: 'c',
  webhook: 'x',
  chain: 'eip155:8453',
  distributor: `0x${'d'.repeat(40)}`,
  link: '0123456789abcdef',
}

/** What a route must be asked with. */
const queries: Readonly<Record<string, string>> = {
  '/v1/epochs/{epoch}/due': '?chain=cosmos:juno-1&currency=USDC',
}

/** Lists that a payee may ask for what concerns itself. */
const ownLists = ['/v1/clauses', '/v1/advances', '/v1/reserves', '/v1/owed', '/v1/claims']

/** The table of docs/security.md: every route, and the keys that may call it. */
const routes = [
  ...readFileSync('docs/security.md', 'utf8').matchAll(/^\| `(GET|POST) (\/[^ `]+)` \| (.*) \|$/gm),
].map(([, method, path, text]) => {
  const [alone, together = ''] = text!.split(';')
  const named = (part: string) => [...part.matchAll(/`(\w+)`/g)].map(([, scope]) => scope as Scope)
  const mayCall = ({ scopes: has }: ApiKey) =>
    named(alone!).some((scope) => has.includes(scope)) ||
    (together !== '' && named(together).every((scope) => has.includes(scope)))
  return {
    method: method as 'GET' | 'POST',
    path: path!,
    url:
      path!.replaceAll(/\{(\w+)\}/g, (_, name: string) => examples[name]!) +
      (queries[path!] ?? (ownLists.includes(path!) ? '?payee=ann' : '')),
    keys: keys.filter(mayCall).map(({ name }) => name),
  }
})

const open = ['/healthz', '/readyz', '/openapi.json', '/v1/session']
/** Of people who sign in. */
const openToo = ['POST /v1/session', 'DELETE /v1/session', 'POST /v1/session/challenges']

const publication = `/v1/publications/${examples.chain}/${examples.distributor}`

/** Where the empty body is not enough. */
const payloads: Readonly<Record<string, object>> = {
  '/v1/query': { sql: 'SELECT 1' },
  '/v1/backups': { name: 'monday' },
  '/v1/mappings/try': { records: JSON.stringify(callEvent) },
  '/v1/mappings/suggest': { records: 'asset,amount\na,1\n' },
  '/v1/webhooks/x/rewind': { epoch: 1 },
  '/v1/compositions/preview': { file: 'asset: a' },
  '/v1/compositions/simulations': { file: 'asset: a', of: 'agent:a/b' },
  '/v1/links': { payee: 'ann' },
  [`${publication}/events`]: { revision: -1, event: { type: 'RootActivated', data: {} } },
  [`${publication}/claims`]: { revision: -1, block: 1, claims: [] },
}

/** What the fake has no answer to. */
const unanswered: Readonly<Record<string, string>> = {
  '/v1/payees/{payee}/claims/{chain}/{distributor}/{account}': 'claim.nothing',
  '/v1/publications/transactions': 'publish.noDistributor',
}

const otlp = ['/v1/traces', '/v1/logs', '/v1/metrics', '/api/public/otel/v1/traces']

describe('a server with keys', () => {
  let served: Awaited<ReturnType<typeof startFake>>['app']
  beforeAll(async () => {
    served = (await startFake({ keys })).app
  })
  afterAll(() => served.close())

  test.each(routes)(
    '$method $path accepts only the keys $keys',
    async ({ method, path, url, keys: allowed }) => {
      const send = (headers: Record<string, string>) =>
        served.inject({ method, url, headers, ...(method === 'POST' && { payload: payloads[url] ?? {} }) })
      for (const key of keys) {
        const answer = await send(bearer(...key.scopes))
        if (allowed.includes(key.name) && path in unanswered)
          expect(answer.json().code).toBe(unanswered[path])
        else if (allowed.includes(key.name)) expect(answer.statusCode).toBeLessThan(300)
        else expectRefusal(answer, 403, 'auth.scope')
      }
      const without = await send({})
      expectRefusal(without, 401, 'auth.missing')
      expect(without.headers['www-authenticate']).toBe('Bearer realm="headwater"')
      const wrong = await send({ authorization: 'Bearer guess' })
      expectRefusal(wrong, 401, 'auth.unknownKey')

      function expectRefusal(answer: Awaited<ReturnType<typeof send>>, status: number, code: string) {
        expect(answer.statusCode).toBe(status)
        // The specification of OTLP gives these routes a body of their own.
        if (otlp.includes(url)) expect(answer.json().message).toContain(code)
        else expect(answer.json()).toMatchObject({ status, code })
      }
    },
  )

  test('the table in docs/security.md lists every route', async () => {
    const { paths } = (await served.inject('/openapi.json')).json()
    const described = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const listed = routes.map(({ method, path }) => `${method} ${path}`)
    expect(
      described.filter((route) => !open.includes(route.slice(4)) && !openToo.includes(route)).sort(),
    ).toEqual(listed.sort())
  })

  test.each(open)('%s needs no key', async (url) => {
    expect((await served.inject(url)).statusCode).toBe(200)
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

  test('a payee sees nothing of another payee, not even by a name that begins alike', async () => {
    const { app } = await startFake({ keys })
    const get = async (url: string) => (await app.inject({ url, headers: bearer('payee') })).json()
    for (const payee of ['bob', 'ann%20', 'ANN', 'an', 'annie', '__proto__']) {
      for (const part of ['statements', 'balances', 'calls', 'calls/c/explanation'])
        expect(await get(`/v1/payees/${payee}/${part}`)).toMatchObject({ status: 403, code: 'access.payee' })
    }
    const other = `0x${'2'.repeat(40)}`
    for (const account of [other, `eip155:8453:${other}`, `eip155:1:${annAccount}`, '1', annAccount.slice(2)])
      expect(await get(`/v1/proofs/${account}`)).toMatchObject({ status: 403, code: 'access.payee' })
    await app.close()
  })

  test.each(ownLists)('%s gives a payee only what concerns itself', async (list) => {
    const { app } = await startFake({ keys })
    const get = async (query: string) => app.inject({ url: `${list}${query}`, headers: bearer('payee') })
    for (const query of [
      '',
      '?payee=bob',
      '?payee=ANN',
      ...(list === '/v1/claims' ? [] : ['?currency=USDC']),
    ])
      expect((await get(query)).json()).toMatchObject({ status: 403, code: 'access.payee' })
    expect((await get('?payee=ann')).statusCode).toBe(200)
    await app.close()
  })

  test('to whom a clause gives does not see what the other payee earned', async () => {
    const { app } = await startFake({ keys })
    const fund = { ...keyFor('payee'), payees: ['fund'] }
    const { app: ofFund } = await startFake({ keys: [fund] })
    const clauses = async (server: typeof app, payee: string) =>
      (await server.inject({ url: `/v1/clauses?payee=${payee}`, headers: bearer('payee') })).json().items
    expect(await clauses(app, 'ann')).toMatchObject([{ base: '600', taken: '300', left: '700' }])
    expect(await clauses(ofFund, 'fund')).toMatchObject([{ base: null, taken: '300', left: '700' }])
    await app.close()
    await ofFund.close()
  })

  test("a payee's proof has the leaves of its own accounts only, on whichever chain", async () => {
    const { app, fake } = await startFake({ keys })
    const proof = (chain: string, account: string) => ({
      ...{ chain, root: '0x', account, token: '0x', currency: null, cumulative: '1', proof: [] },
    })
    // The same address is another payee's on another chain.
    const own = proof('eip155:8453', annAccount)
    fake.proof = async (account) => ({ epoch: 1, account, proofs: [own, proof('eip155:1', annAccount)] })
    const answer = await app.inject({ url: `/v1/proofs/${annAccount}`, headers: bearer('payee') })
    expect(answer.json().proofs).toEqual([own])
    await app.close()
  })

  test('a key that is bound sends nothing of others again', async () => {
    const bound = { ...keyFor('calls', 'registry'), sources: ['/gateways/a'] }
    const { app } = await startFake({ keys: [bound] })
    const url = '/v1/refused/replay'
    const answer = await app.inject({ method: 'POST', url, headers: bearer('calls', 'registry') })
    expect(answer.json()).toMatchObject({ status: 403, code: 'auth.scope' })
    await app.close()
  })

  test('ingestion learns the bounds of a key, and its name for the audit', async () => {
    const bound = { ...keyFor('calls'), sources: ['/gateways/a'] }
    const { app, fake } = await startFake({ keys: [bound] })
    await app.inject({ method: 'POST', url: '/v1/events', headers: bearer('calls'), payload: callEvent })
    expect(fake.submitted[0]!.options).toMatchObject({
      allowed: { calls: true, registry: false, bounds: { sources: ['/gateways/a'] } },
      actor: { kind: 'key', name: 'calls' },
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
