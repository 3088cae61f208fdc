import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bearer, keyFor, startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake({ keys: [keyFor('read'), keyFor('calls')] })
})
afterAll(() => server.app.close())

const get = (url: string) => server.app.inject({ method: 'GET', url, headers: bearer('read') })
const asked = () => server.fake.asked.at(-1)

describe('lists', () => {
  test.each([
    ['/v1/payees?prefix=a&limit=1', { payees: { prefix: 'a', limit: 1 } }],
    ['/v1/assets?prefix=model%3A&owner=ann', { assets: { prefix: 'model:', owner: 'ann' } }],
    ['/v1/rates?asset=model%3Aa', { rates: { asset: 'model:a' } }],
    ['/v1/rates?at=2026-10-01&history=true', { rates: { at: '2026-10-01T00:00:00Z', history: true } }],
    ['/v1/fees?history=false', { fees: { history: false } }],
    ['/v1/balances?payee=ann&currency=USDC', { balanceList: { payee: 'ann', currency: 'USDC' } }],
    ['/v1/clauses?payee=ann&currency=USDC', { clauses: { payee: 'ann', currency: 'USDC' } }],
    ['/v1/advances?payee=ann', { advances: { payee: 'ann' } }],
    ['/v1/reserves?currency=USDC', { reserves: { currency: 'USDC' } }],
    ['/v1/owed?limit=1', { owed: { limit: 1 } }],
    ['/v1/disputes?limit=1', { disputes: { limit: 1 } }],
    ['/v1/refunds?state=excess', { refunds: { state: 'excess' } }],
    ['/v1/payments?state=expired', { payments: { state: 'expired' } }],
    ['/v1/payments/double?limit=1', { doublePayments: { limit: 1 } }],
    ['/v1/call-groups?state=pending', { callGroups: { state: 'pending' } }],
    ['/v1/calls?day=2026-10-01&asset=model%3Aa', { calls: { day: '2026-10-01', asset: 'model:a' } }],
    [
      '/v1/calls?epoch=2&asset=model%3Aa&version=1.0',
      { calls: { epoch: 2, asset: 'model:a', version: '1.0' } },
    ],
    ['/v1/suspense?asset=model%3Aa', { suspense: { asset: 'model:a' } }],
  ])('%s passes its parameters on', async (url, query) => {
    const answer = await get(url)
    expect([answer.statusCode, asked()]).toEqual([200, query])
    expect(answer.json().items.length).toBe(1)
  })

  test('the answer says which moment a day is', async () => {
    expect((await get('/v1/rates?at=2026-10-01')).json().at).toBe('2026-10-01T00:00:00Z')
    const lineage = await get('/v1/assets/model%3Aa/lineage?asOf=2026-10-01')
    expect(lineage.json().asOf).toBe('2026-10-01T00:00:00Z')
  })

  test.each([
    ['/v1/rates?at=soon', 'time.malformed'],
    ['/v1/calls?day=2026-10', 'time.malformed'],
    ['/v1/calls?state=lost', 'request.malformed'],
    ['/v1/calls?epoch=0', 'request.malformed'],
    ['/v1/refunds?state=lost', 'request.malformed'],
    ['/v1/payees?limit=1001', 'request.malformed'],
    ['/v1/suspense?state=pending', 'request.malformed'],
  ])('%s is refused: %s', async (url, code) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.json().code]).toEqual([400, code])
  })

  test('no caller of a call is in a list', async () => {
    const [call] = (await get('/v1/calls')).json().items
    expect(Object.keys(call)).toEqual('id source time asset version currency amount priced state'.split(' '))
  })

  test.each([
    'payees',
    'assets',
    'rates',
    'fees',
    'balances',
    'disputes',
    'refunds',
    'payments',
    'payments/double',
    'call-groups',
    'calls',
    'suspense',
  ])('/v1/%s needs the scope read', async (name) => {
    const answer = await server.app.inject({ method: 'GET', url: `/v1/${name}`, headers: bearer('calls') })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'auth.scope'])
  })
})
