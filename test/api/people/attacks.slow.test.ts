/** Attacks on sessions and on what payees that signed in may do: docs/security.md lists them. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { bearer, startFake } from '../support.ts'
import {
  accountOf,
  annKey,
  bobKey,
  browser,
  challengeOf,
  type PeopleServer,
  signIn,
  startPeople,
  thiefKey,
} from './support.ts'

let server: PeopleServer
beforeEach(async () => {
  server = await startPeople()
})
// A process has one embedded store at a time.
afterEach(async () => {
  vi.useRealTimers()
  await server[Symbol.asyncDispose]()
})

const minutes = 60_000
const later = (milliseconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + milliseconds })
const makeLink = async (payee: string, hours = 1): Promise<{ token: string; link: string }> => {
  const request = { method: 'POST', url: '/v1/links', headers: bearer('links') } as const
  return (await server.app.inject({ ...request, payload: { payee, hours } })).json()
}
const signedIn = async () => {
  const visitor = browser(server.app)
  expect((await signIn(visitor.ask, bobKey)).statusCode).toBe(200)
  return visitor
}

/** What a payee that signed in may ask, of itself. */
const ownRoutes = [
  'GET /v1/proofs/{account}',
  'GET /v1/payees/{payee}/statements',
  'GET /v1/payees/{payee}/balances',
  'GET /v1/payees/{payee}/calls',
  'GET /v1/payees/{payee}/calls/{id}/explanation',
  'GET /v1/payees/{payee}/export',
  'GET /v1/payees/{payee}/claims/{chain}/{distributor}/{account}',
  'POST /v1/payees/{payee}/accounts/challenges',
  'POST /v1/payees/{payee}/accounts',
]
const ownLists = ['/v1/clauses', '/v1/advances', '/v1/reserves', '/v1/owed', '/v1/claims']
const openRoutes = ['/healthz', '/readyz', '/openapi.json', '/v1/session', '/v1/session/challenges']
const payloads: Readonly<Record<string, object>> = {
  'POST /v1/payees/{payee}/accounts/challenges': { account: accountOf(thiefKey) },
  'POST /v1/payees/{payee}/accounts': { nonce: '0'.repeat(32), signature: '0x00' },
}

describe('a payee that signed in', () => {
  test('is refused by every route that is not about itself, and by those for every other payee', async () => {
    const { ask } = await signedIn()
    const { paths } = (await server.app.inject('/openapi.json')).json()
    const routes = Object.entries(paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() as 'GET' })),
    )
    expect(routes.length).toBeGreaterThan(60)
    const urlOf = (path: string, payee: string) =>
      path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        if (name === 'payee') return payee
        if (name === 'account') return annKey.address
        if (name === 'distributor') return `0x${'d'.repeat(40)}`
        return name === 'chain' ? 'eip155:8453' : '1'
      })
    const seen: string[] = []
    for (const { path, method } of routes) {
      if (openRoutes.includes(path)) continue
      const name = `${method} ${path}`
      const other = `${urlOf(path, 'ann')}${ownLists.includes(path) ? '?payee=ann' : ''}`
      const { statusCode } = await ask(method, other, payloads[name] ?? (method === 'GET' ? undefined : {}))
      if (statusCode !== 403 && statusCode !== 401) seen.push(`${name}: ${statusCode}`)
    }
    expect(seen).toEqual([])
    for (const route of ownRoutes)
      expect(routes.map(({ method, path }) => `${method} ${path}`)).toContain(route)
  })

  test.each(['ann', 'BOB', 'bo', 'bob%20', 'bob%00', '__proto__', '..%2fann', 'bob-shop-2'])(
    'sees nothing of the payee %s',
    async (payee) => {
      const { ask } = await signedIn()
      for (const part of ['statements', 'balances', 'calls', 'calls/c1/explanation', 'export'])
        expect((await ask('GET', `/v1/payees/${payee}/${part}`)).json()).toMatchObject({
          status: 403,
          code: 'access.payee',
        })
      for (const list of ownLists) expect((await ask('GET', `${list}?payee=${payee}`)).statusCode).toBe(403)
    },
  )

  test('sees no claims of an account that is not its own, beside its own name', async () => {
    const { ask } = await signedIn()
    const account = accountOf(annKey)
    const answer = await ask('GET', `/v1/claims?payee=bob&account=${encodeURIComponent(account)}`)
    expect(answer.json()).toEqual({ items: [], next: null })
  })

  test('binds no account of a payee that is not its own', async () => {
    const { ask } = await signedIn()
    const account = accountOf(bobKey)
    const answer = await ask('POST', '/v1/payees/ann/accounts/challenges', { account })
    expect(answer.json().code).toBe('access.payee')
  })

  test('uses no message that another caller asked for', async () => {
    const { ask } = await signedIn()
    const { nonce, typedData } = (
      await ask('POST', '/v1/payees/bob-shop/accounts/challenges', { account: accountOf(annKey) })
    ).json()
    const signature = await annKey.signTypedData(typedData)
    const { token } = await makeLink('bob-shop')
    const other = browser(server.app)
    await other.ask('POST', '/v1/session', { link: token })
    const answer = await other.ask('POST', '/v1/payees/bob-shop/accounts', { nonce, signature })
    expect(answer.json().code).toBe('account.refused')
  })

  test('sends no events, also not by a key of the scope payee', async () => {
    const { ask } = await signedIn()
    expect((await ask('POST', '/v1/events', {})).json().code).toBe('auth.scope')
    const request = { method: 'POST', headers: bearer('payee') } as const
    const url = '/v1/payees/bob/accounts/challenges'
    const payload = { account: accountOf(thiefKey) }
    expect((await server.app.inject({ ...request, url, payload })).json().code).toBe('auth.scope')
  })
})

describe('pages of other sites', () => {
  test('change nothing with the cookie of a session (CSRF)', async () => {
    const { ask } = await signedIn()
    const url = '/v1/payees/bob/accounts/challenges'
    const payload = { account: accountOf(annKey) }
    const from = async (headers: Record<string, string>) =>
      (await ask('POST', url, payload, headers)).json().code
    expect(await from({ 'x-headwater-console': '' })).toBe('session.foreign')
    expect(await from({ origin: 'https://evil.example' })).toBe('session.foreign')
    expect(await from({ origin: 'null' })).toBe('session.foreign')
    expect(await from({ origin: 'https://ledger.example.evil.example' })).toBe('session.foreign')
    expect(await from({ 'sec-fetch-site': 'cross-site' })).toBe('session.foreign')
    expect(await from({ 'sec-fetch-site': 'same-site' })).toBe('session.foreign')
    expect((await ask('DELETE', '/v1/session', undefined, { 'x-headwater-console': '' })).statusCode).toBe(
      403,
    )
    expect(await from({ origin: 'https://ledger.example', 'sec-fetch-site': 'same-origin' })).toBeUndefined()
  })

  test('sign a browser in to no session of theirs', async () => {
    const { ask, cookie } = browser(server.app)
    const body = { key: 'secret-of-read' }
    for (const headers of [{ 'x-headwater-console': '' }, { origin: 'https://evil.example' }])
      expect((await ask('POST', '/v1/session', body, headers)).json().code).toBe('session.foreign')
    expect(cookie()).toBeUndefined()
  })

  test('get no answer that they may read: no grant of another origin', async () => {
    const { ask } = await signedIn()
    const answer = await ask('GET', '/v1/payees/bob/balances', undefined, {
      origin: 'https://ledger.example',
    })
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    expect((await ask('GET', '/v1/session')).headers['cache-control']).toBe('no-store')
  })
})

describe('a link', () => {
  test('is of no use a second time, by another browser or by many at once', async () => {
    const { token } = await makeLink('ann')
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => browser(server.app).ask('POST', '/v1/session', { link: token })),
    )
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, ...Array(7).fill(401)])
  })

  test('is of no use after it has expired', async () => {
    const { token } = await makeLink('ann', 1)
    later(61 * minutes)
    const answer = await browser(server.app).ask('POST', '/v1/session', { link: token })
    expect(answer.json()).toMatchObject({ status: 401, code: 'link.refused' })
  })

  test('says the same whether it was used, has expired, or never was', async () => {
    const { token, link } = await makeLink('ann')
    const use = async (one: string) =>
      (await browser(server.app).ask('POST', '/v1/session', { link: one })).json().detail
    await use(token)
    expect(await use(token)).toBe(await use('never-was'))
    expect(await use(link)).toBe(await use('never-was'))
  })
})

describe('a signed message', () => {
  const answerTo = async (message: string, signature: string) =>
    (await browser(server.app).ask('POST', '/v1/session', { message, signature })).json()

  test('signs in once (replay)', async () => {
    const { ask } = browser(server.app)
    const message = await challengeOf(ask, accountOf(bobKey))
    const signature = await bobKey.signMessage({ message })
    expect((await answerTo(message, signature)).caller.payees).toEqual(['bob', 'bob-shop'])
    expect(await answerTo(message, signature)).toMatchObject({ status: 401, code: 'session.refused' })
  })

  test.each([
    ['of another domain', (text: string) => text.replace('ledger.example wants', 'evil.example wants')],
    [
      'of another address',
      (text: string) => text.replace('URI: https://ledger.example', 'URI: https://evil.example'),
    ],
    ['of another chain', (text: string) => text.replace('Chain ID: 8453', 'Chain ID: 1')],
    ['with a later end', (text: string) => text.replace(/Expiration Time: \d{4}/, 'Expiration Time: 2999')],
    ['with a number of its own', (text: string) => text.replace(/Nonce: \w+/, `Nonce: ${'a'.repeat(32)}`)],
    ['with a line more', (text: string) => `${text}\nResources:\n- https://evil.example`],
  ])('%s is refused, although the account signed it', async (_, changed) => {
    const { ask } = browser(server.app)
    const message = changed(await challengeOf(ask, accountOf(bobKey)))
    const signature = await bobKey.signMessage({ message })
    expect((await answerTo(message, signature)).code).toBe('session.refused')
  })

  test('of another key, or none, is refused', async () => {
    const { ask } = browser(server.app)
    for (const sign of [
      (message: string) => thiefKey.signMessage({ message }),
      async () => '0x',
      async () => `0x${'00'.repeat(65)}`,
      async () => 'signed',
    ]) {
      const message = await challengeOf(ask, accountOf(bobKey))
      expect((await answerTo(message, await sign(message))).code).toBe('session.refused')
    }
  })

  test('is of no use after ten minutes', async () => {
    const { ask } = browser(server.app)
    const message = await challengeOf(ask, accountOf(bobKey))
    const signature = await bobKey.signMessage({ message })
    later(11 * minutes)
    expect((await answerTo(message, signature)).code).toBe('session.refused')
  })

  test('names the address of the settings, whatever the request says that the server is called', async () => {
    const { ask } = browser(server.app)
    const ofEvil = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    const asked = await ask('POST', '/v1/session/challenges', { account: accountOf(bobKey) }, ofEvil)
    expect(asked.json().message).toMatch(/^ledger\.example wants you/)
    await server.restart({ HEADWATER_PUBLIC_URL: '' })
    const without = browser(server.app).ask
    const answer = await without('POST', '/v1/session/challenges', { account: accountOf(bobKey) }, ofEvil)
    expect(answer.json().code).toBe('session.unavailable')
  })
})

describe('a session', () => {
  test('gets an id that no page has set before (fixation), and the id before ends', async () => {
    const attacker = await signedIn()
    const victim = browser(server.app, attacker.cookie())
    await victim.ask('POST', '/v1/session', { key: 'secret-of-read' })
    expect(victim.cookie()).not.toBe(attacker.cookie())
    expect((await attacker.ask('GET', '/v1/session')).json().caller).toBeNull()
    const made = `${victim.cookie()!.split('=')[0]}=${'A'.repeat(43)}`
    expect((await browser(server.app, made).ask('GET', '/v1/session')).json().caller).toBeNull()
    const two = `${victim.cookie()}; ${made}`
    expect((await browser(server.app, two).ask('GET', '/v1/session')).json().caller).toBeNull()
  })

  test('has a cookie that no script reads, no other site sends, and no plain connection carries', async () => {
    const flags = async (headers: Record<string, string> = {}) => {
      const { ask } = browser(server.app)
      const answer = await ask('POST', '/v1/session', { key: 'secret-of-read' }, headers)
      return String(answer.headers['set-cookie']).replace(/=[\w-]{43};/, '=…;')
    }
    const given = await flags()
    // Whole seconds of what is left of twelve hours.
    const seconds = Number(/Max-Age=(\d+)/.exec(given)![1])
    expect(given).toBe(
      `headwater-session=…; Path=/books/; HttpOnly; SameSite=Strict; Max-Age=${seconds}; Secure`,
    )
    expect(seconds).toBeLessThanOrEqual(43_200)
    expect(seconds).toBeGreaterThan(43_100)
    await server.restart({ HEADWATER_PUBLIC_URL: 'https://ledger.example' })
    expect(await flags()).toMatch(/^__Host-headwater=…; Path=\/; HttpOnly; SameSite=Strict; .*; Secure$/)
    await server.restart({ HEADWATER_PUBLIC_URL: '', HEADWATER_TRUSTED_PROXIES: '127.0.0.1' })
    expect(await flags({ 'x-forwarded-proto': 'https' })).toMatch(/; Secure$/)
    expect(await flags()).not.toContain('Secure')
    await server.restart({ HEADWATER_PUBLIC_URL: '' })
    expect(await flags({ 'x-forwarded-proto': 'https' })).not.toContain('Secure')
  })

  test('ends after the hours of the settings', async () => {
    await server.restart({ HEADWATER_SESSION_HOURS: '2' })
    const { ask } = await signedIn()
    later(121 * minutes)
    expect((await ask('GET', '/v1/session')).json().caller).toBeNull()
  })

  test('is one of 20 of the same caller at most: the oldest ends', async () => {
    const first = await signedIn()
    for (let at = 0; at < 19; at++) await signedIn()
    expect((await first.ask('GET', '/v1/session')).json().caller).not.toBeNull()
    await signedIn()
    expect((await first.ask('GET', '/v1/session')).json().caller).toBeNull()
  })

  test('leads nowhere else: no answer redirects, whatever address is asked for', async () => {
    const { ask } = browser(server.app)
    for (const url of ['/v1/session?next=//evil.example', '/v1/session?redirect=https://evil.example']) {
      const answers = [await ask('GET', url), await ask('POST', url, { key: 'secret-of-read' })]
      for (const { statusCode, headers } of answers) {
        expect(statusCode === 200 || statusCode === 400).toBe(true)
        expect(headers.location).toBeUndefined()
      }
    }
  })
})

test('guessing keys, links and signatures is limited by address', async () => {
  const statuses: number[] = []
  for (let at = 0; at < 32; at++) {
    const body = at % 2 === 0 ? { link: `guess-${at}` } : { key: `guess-${at}` }
    statuses.push((await browser(server.app).ask('POST', '/v1/session', body)).statusCode)
  }
  expect(statuses.slice(0, 30)).toEqual(Array(30).fill(401))
  expect(statuses.slice(30)).toEqual([429, 429])
  const elsewhere = await server.app.inject({
    method: 'POST',
    url: '/v1/session',
    remoteAddress: '203.0.113.7',
    headers: { 'x-headwater-console': '1' },
    payload: { key: 'secret-of-read' },
  })
  expect(elsewhere.statusCode).toBe(200)
})

describe('a server without keys', () => {
  test('takes no session of a page that rebound a name to it', async () => {
    const { app } = await startFake()
    const answer = await app.inject({ url: '/v1/session', headers: { host: 'evil.example' } })
    expect(answer.json().code).toBe('request.hostRefused')
    await app.close()
  })

  test('takes no notice of cookies, and signs in no caller', async () => {
    const { app } = await startFake()
    const cookie = `headwater-session=${'A'.repeat(43)}`
    const answer = await app.inject({ url: '/v1/session', headers: { host: 'localhost', cookie } })
    expect(answer.json()).toMatchObject({ open: true, caller: { kind: 'loopback', payees: [] } })
    const request = { method: 'POST', headers: { host: 'localhost', 'x-headwater-console': '1' } } as const
    const signing = await app.inject({ ...request, url: '/v1/session', payload: { link: 'token' } })
    expect(signing.json().code).toBe('session.notNeeded')
    expect(signing.headers['set-cookie']).toBeUndefined()
    await app.close()
  })
})
