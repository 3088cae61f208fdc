/** Entity tags: an answer that a client has already is not sent again, and a changed one always is. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fail } from '../../src/errors.ts'
import { fakeEpoch, fakeManifest } from '../support/fakeHeadwater.ts'
import { bearer, keyFor, startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake()
})
afterAll(() => server.app.close())

const get = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'GET', url, headers })
const account = `0x${'1'.repeat(40)}`

describe('a closed epoch', () => {
  const paths = ['', '/manifest', '/tree', '/statements'].map((rest) => `/v1/epochs/1${rest}`)

  test.each(paths)('%s is sent once, and then only said to be the same', async (path) => {
    const first = await get(path)
    expect(first).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'private, no-cache' } })
    const { etag } = first.headers
    expect(etag).toContain(fakeEpoch(1).manifestHash)
    for (const known of [etag!, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(path, { 'if-none-match': String(known) })
      expect(again).toMatchObject({ statusCode: 304, payload: '', headers: { etag } })
    }
    expect((await get(path, { 'if-none-match': '"other"' })).payload).toBe(first.payload)
  })

  test('has another tag than another epoch, and its statements one for each form', async () => {
    const tagOf = async (path: string, accept = 'application/json') =>
      (await get(path, { accept })).headers.etag
    const tags = [
      await tagOf('/v1/epochs/1'),
      await tagOf('/v1/epochs/2'),
      await tagOf('/v1/epochs/1/statements', 'application/x-ndjson'),
    ]
    expect(new Set(tags).size).toBe(3)
    const lines = await get('/v1/epochs/1/statements', {
      accept: 'application/x-ndjson',
      'if-none-match': String(tags[0]),
    })
    expect(lines.statusCode).toBe(200)
  })

  test('that is not known is a problem without a tag, whatever the client has', async () => {
    const answer = await get('/v1/epochs/9/manifest', { 'if-none-match': '*' })
    expect(answer).toMatchObject({ statusCode: 404 })
    expect(answer.json().code).toBe('epoch.unknown')
    expect(answer.headers.etag).toBeUndefined()
  })

  test('whose page is asked for wrongly is a problem, also for a client that has any answer', async () => {
    const answer = await get('/v1/epochs/1/statements?cursor=wrong', { 'if-none-match': '*' })
    expect(answer.statusCode).toBe(400)
    expect(answer.json().code).toBe('cursor.malformed')
    expect(answer.headers.etag).toBeUndefined()
  })

  test('is not read to say that it is the same', async () => {
    const { etag } = (await get('/v1/epochs/1/manifest')).headers
    let asked = 0
    const { manifest } = server.fake
    server.fake.manifest = async () => {
      asked++
      return Buffer.from(fakeManifest(1))
    }
    await get('/v1/epochs/1/manifest', { 'if-none-match': String(etag) })
    server.fake.manifest = manifest
    expect(asked).toBe(0)
  })

  test('whose tree any client has is not read further, and the ledger gets its reading back', async () => {
    const { tree } = server.fake
    let open = 0
    server.fake.tree = async function* (epoch) {
      open++
      try {
        yield* tree(epoch)
      } finally {
        open--
      }
    }
    const answer = await get('/v1/epochs/1/tree', { 'if-none-match': '*' })
    server.fake.tree = tree
    expect(answer.statusCode).toBe(304)
    await expect.poll(() => open).toBe(0)
  })

  test.each([
    ['/manifest', 'manifest'],
    ['/tree', 'tree'],
    ['/statements', 'statements'],
  ] as const)(
    'that %s cannot give has no tag: a client would keep the failure as the answer',
    async (rest, name) => {
      const sound = server.fake[name]
      const fails = () => fail('close.booksDiffer', 'The books differ.')
      server.fake[name] = fails as never
      const answer = await get(`/v1/epochs/1${rest}`)
      server.fake[name] = sound as never
      expect(answer.statusCode).toBeGreaterThanOrEqual(400)
      expect(answer.headers.etag).toBeUndefined()
      expect(answer.headers['cache-control']).toBeUndefined()
    },
  )
})

describe('proofs, statements, balances, lineage and explanations', () => {
  const paths = [
    `/v1/proofs/${account}`,
    '/v1/payees/ann/statements?epoch=1',
    '/v1/payees/ann/balances',
    '/v1/assets/model:base/lineage',
    '/v1/calls/c-1/explanation',
    '/v1/payees/ann/calls/c-1/explanation',
  ]

  test.each(paths)('%s has a tag of what it says', async (path) => {
    const first = await get(path)
    const { etag } = first.headers
    expect(first.statusCode).toBe(200)
    const again = await get(path, { 'if-none-match': String(etag) })
    expect(again).toMatchObject({ statusCode: 304, payload: '', headers: { etag } })
    expect(again.headers['content-type']).toBeUndefined()
  })

  test('another answer is another tag', async () => {
    const { proof } = server.fake
    const first = await get(`/v1/proofs/${account}`)
    server.fake.proof = async (...asked) => ({ ...(await proof(...asked)), epoch: 7 })
    const next = await get(`/v1/proofs/${account}`, { 'if-none-match': String(first.headers.etag) })
    server.fake.proof = proof
    expect(next).toMatchObject({ statusCode: 200 })
    expect(next.json().epoch).toBe(7)
    expect(next.headers.etag).not.toBe(first.headers.etag)
  })

  test('a proof has a tag of the roots that it leads to, and of the chains', async () => {
    const { proof } = server.fake
    const tagWith = async (change: object) => {
      const one = {
        chain: 'eip155:1',
        root: `0x${'8'.repeat(64)}`,
        account,
        currency: 'USDC',
        token: account,
      }
      server.fake.proof = async (...asked) => ({
        ...(await proof(...asked)),
        proofs: [{ ...one, cumulative: '1', proof: [], ...change }],
      })
      return (await get(`/v1/proofs/${account}`)).headers.etag
    }
    const tags = [
      await tagWith({}),
      await tagWith({ root: `0x${'9'.repeat(64)}` }),
      await tagWith({ chain: 'eip155:10' }),
    ]
    server.fake.proof = proof
    expect(new Set(tags).size).toBe(3)
  })

  test('a failure has no tag', async () => {
    const { balances } = server.fake
    server.fake.balances = async () => fail('payee.unknown', 'No event names the payee.')
    const answer = await get('/v1/payees/ann/balances', { 'if-none-match': '*' })
    server.fake.balances = balances
    expect(answer.statusCode).toBe(404)
    expect(answer.headers.etag).toBeUndefined()
  })
})

test('a tag gives nothing to a caller who may not read', async () => {
  const { app } = await startFake({ keys: [keyFor('calls'), keyFor('read')] })
  const headers = { 'if-none-match': '*' }
  for (const url of ['/v1/epochs/1/manifest', `/v1/proofs/${account}`]) {
    expect((await app.inject({ url, headers })).statusCode).toBe(401)
    expect((await app.inject({ url, headers: { ...headers, ...bearer('calls') } })).statusCode).toBe(403)
    expect((await app.inject({ url, headers: { ...headers, ...bearer('read') } })).statusCode).toBe(304)
  }
  await app.close()
})
