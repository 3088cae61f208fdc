/** Payees sign in with their accounts or with links, and see what is theirs. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bearer } from '../support.ts'
import {
  accountOf,
  annKey,
  bindAccount,
  bobKey,
  browser,
  type PeopleServer,
  publicUrl,
  signIn,
  startPeople,
  thiefKey,
} from './support.ts'

let server: PeopleServer
beforeEach(async () => {
  server = await startPeople()
})
// A process has one embedded store at a time.
afterEach(() => server[Symbol.asyncDispose]())

const makeLink = async (payee: string, hours = 1) =>
  (
    await server.app.inject({
      method: 'POST',
      url: '/v1/links',
      headers: bearer('links'),
      payload: { payee, hours },
    })
  ).json()

describe('an account', () => {
  test('signs in for every payee that it is bound to', async () => {
    const { ask } = browser(server.app)
    const answer = await signIn(ask, bobKey)
    expect(answer.json()).toMatchObject({
      open: false,
      caller: { kind: 'payee', name: accountOf(bobKey), scopes: ['payee'], payees: ['bob', 'bob-shop'] },
    })
    expect((await ask('GET', '/v1/session')).json().caller.payees).toEqual(['bob', 'bob-shop'])
    expect((await ask('GET', '/v1/payees/bob/balances')).json()).toMatchObject({ payee: 'bob' })
    expect((await ask('GET', `/v1/proofs/${accountOf(bobKey)}`)).statusCode).toBe(200)
  })

  test('that no payee has is refused', async () => {
    const { ask, cookie } = browser(server.app)
    expect((await signIn(ask, thiefKey)).json()).toMatchObject({ status: 403, code: 'session.noPayee' })
    expect(cookie()).toBeUndefined()
  })

  test('of another chain is refused, although the address is the same', async () => {
    const { ask } = browser(server.app)
    const answer = await signIn(ask, bobKey, `eip155:1:${bobKey.address}`)
    expect(answer.json().code).toBe('session.noPayee')
  })

  test('signs a message that names the ledger, the account, its chain, and when it expires', async () => {
    const { ask } = browser(server.app)
    const answer = await ask('POST', '/v1/session/challenges', { account: accountOf(bobKey) })
    const { message, expiresAt } = answer.json()
    expect(message).toContain('ledger.example wants you to sign in with your Ethereum account:\n')
    expect(message).toContain(bobKey.address)
    expect(message).toContain(`URI: ${publicUrl}`)
    expect(message).toContain('Chain ID: 8453')
    expect(message).toContain(`Expiration Time: ${expiresAt}`)
  })
})

describe('a link', () => {
  test('signs its payee in once', async () => {
    const { token, fragment, link } = await makeLink('ann')
    expect(fragment).toBe(`#/sign-in/${token}`)
    const { ask } = browser(server.app)
    const answer = await ask('POST', '/v1/session', { link: token })
    expect(answer.json().caller).toEqual({
      kind: 'payee',
      name: `link ${link}`,
      scopes: ['payee'],
      payees: ['ann'],
    })
    expect((await ask('GET', '/v1/payees/ann/statements')).json()).toMatchObject({ payee: 'ann' })
    expect((await browser(server.app).ask('POST', '/v1/session', { link: token })).json().code).toBe(
      'link.refused',
    )
    const { items } = (await server.app.inject({ url: '/v1/links', headers: bearer('links') })).json()
    expect(items.find((one: { link: string }) => one.link === link)).toMatchObject({ state: 'used' })
  })

  test('that is taken back ends the session that it began', async () => {
    const { token, link } = await makeLink('ann')
    const { ask } = browser(server.app)
    await ask('POST', '/v1/session', { link: token })
    const url = `/v1/links/${link}/revoke`
    const revoked = await server.app.inject({ method: 'POST', url, headers: bearer('links') })
    expect(revoked.json()).toMatchObject({ link, state: 'revoked' })
    await expect.poll(async () => (await ask('GET', '/v1/session')).json().caller).toBeNull()
    expect((await ask('GET', '/v1/payees/ann/balances')).json().code).toBe('auth.missing')
  })

  test('of a payee that the ledger does not know is not made', async () => {
    expect(await makeLink('stranger')).toMatchObject({ status: 404, code: 'payee.unknown' })
  })

  test('stays in the ledger, and its token does not', async () => {
    const { token } = await makeLink('ann')
    await server.restart()
    const { ask } = browser(server.app)
    expect((await ask('POST', '/v1/session', { link: token })).json().caller.payees).toEqual(['ann'])
    const { items } = await server.service.audit()
    expect(items.map(({ action, actor }) => `${action} by ${actor.kind}`)).toEqual(
      expect.arrayContaining(['link.made by key', 'link.used by payee']),
    )
    expect(JSON.stringify([items, await server.service.links()])).not.toContain(token)
  })
})

describe('a key', () => {
  test('signs in with its own rights, and signs out', async () => {
    const { ask } = browser(server.app)
    const answer = await ask('POST', '/v1/session', { key: 'secret-of-read' })
    expect(answer.json().caller).toMatchObject({ kind: 'key', name: 'read', scopes: ['read'] })
    expect((await ask('GET', '/v1/epochs')).statusCode).toBe(200)
    expect((await ask('GET', '/v1/links')).json().code).toBe('auth.scope')
    await ask('DELETE', '/v1/session')
    expect((await ask('GET', '/v1/epochs')).json().code).toBe('auth.missing')
  })

  test('that is revoked ends the sessions that it began, within a second or two', async () => {
    const { ask } = browser(server.app)
    await ask('POST', '/v1/session', { key: 'secret-of-read' })
    expect((await ask('GET', '/v1/epochs')).statusCode).toBe(200)
    server.revokeKeys()
    await expect.poll(async () => (await ask('GET', '/v1/epochs')).json().code).toBe('auth.missing')
  })
})

describe('another account', () => {
  test('is bound when it has signed, with who asked; the account before loses its right at once without a notice', async () => {
    const { ask } = browser(server.app)
    await signIn(ask, bobKey)
    const answer = await bindAccount(ask, 'bob', annKey)
    expect(answer.json()).toEqual({
      payee: 'bob',
      account: accountOf(annKey),
      bound: true,
      payableFrom: null,
    })
    const { items } = await server.service.accountChanges()
    expect(items).toMatchObject([
      {
        payee: 'bob',
        account: accountOf(annKey),
        before: accountOf(bobKey),
        askedBy: accountOf(bobKey),
        bound: true,
      },
    ])
    const recorded = (await server.service.audit()).items.filter(({ actor }) => actor.kind === 'payee')
    expect(recorded.map(({ action }) => action)).toEqual(['account.signed', 'registry.recorded'])
    await expect
      .poll(async () => (await ask('GET', '/v1/session')).json().caller?.payees)
      .toEqual(['bob-shop'])
    const other = browser(server.app)
    expect((await signIn(other.ask, annKey)).json().caller.payees).toEqual(['bob'])
  })

  test('waits for the notice of the settings, in which the account before still signs in and can take it back', async () => {
    await server.restart({ HEADWATER_ACCOUNT_NOTICE: '48' })
    const { ask } = browser(server.app)
    await signIn(ask, bobKey)
    const { payableFrom } = (await bindAccount(ask, 'bob-shop', annKey)).json()
    expect(Date.parse(payableFrom) - Date.now()).toBeGreaterThan(47 * 3_600_000)
    const payeesOf = async (signer: typeof bobKey) =>
      (await signIn(browser(server.app).ask, signer)).json().caller?.payees
    expect(await payeesOf(annKey)).toEqual(['bob-shop'])
    expect(await payeesOf(bobKey)).toEqual(['bob', 'bob-shop'])
    const again = await bindAccount(ask, 'bob-shop', bobKey)
    expect(again.json().account).toBe(accountOf(bobKey))
    expect(await payeesOf(annKey)).toBeUndefined()
  })

  test('that did not sign is not bound', async () => {
    const { ask } = browser(server.app)
    await signIn(ask, bobKey)
    const account = accountOf(annKey)
    const challenge = async () =>
      (await ask('POST', '/v1/payees/bob/accounts/challenges', { account })).json()
    const { nonce, typedData } = await challenge()
    const signature = await thiefKey.signTypedData(typedData)
    const bind = (payload: object) => ask('POST', '/v1/payees/bob/accounts', payload)
    expect((await bind({ nonce, signature })).json().code).toBe('account.refused')
    const own = await annKey.signTypedData(typedData)
    expect((await bind({ nonce, signature: own })).json().code).toBe('account.refused')
    const again = await challenge()
    expect((await bind({ nonce: again.nonce, signature: own })).json().code).toBe('account.refused')
    expect((await server.service.accountChanges()).items).toEqual([])
  })
})

describe('everything about oneself', () => {
  test('comes as lines: accounts, balances, work, statements, proofs', async () => {
    const { ask } = browser(server.app)
    await signIn(ask, bobKey)
    const answer = await ask('GET', '/v1/payees/bob/export')
    expect(answer.headers).toMatchObject({
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="headwater-payee.ndjson"',
    })
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ kind }) => kind)).toEqual([
      ...['payee', 'account', 'account', 'balances', 'holding', 'statement', 'proof'],
    ])
    expect(lines.at(-1)).toMatchObject({ epoch: 1, proofs: [{ account: bobKey.address.toLowerCase() }] })
  })
})
