import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApi } from '../../src/api/server.ts'
import { fakeEpoch, fakeManifest, fakeStatements } from '../support/fakeHeadwater.ts'
import { callEvent, limits, startFake } from './support.ts'

let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake()
})
afterAll(() => server.app.close())

const get = (url: string, headers: Record<string, string> = {}) =>
  server.app.inject({ method: 'GET', url, headers })

describe('reading', () => {
  test('finds an asset and a version by a percent-encoded id', async () => {
    const asset = await get('/v1/assets/model%3Aacme%2Fchat')
    expect(asset.json()).toMatchObject({ asset: 'model:acme/chat', owner: 'ann' })
    const version = await get('/v1/assets/model%3Aacme%2Fchat/versions/2')
    expect(version.json()).toMatchObject({ version: '2', derivedFrom: [{ asset: 'model:acme/base' }] })
  })

  test('lineage passes its parameters on unchanged', async () => {
    const url =
      '/v1/assets/model%3Aacme%2Fchat/lineage?direction=down&depth=3&version=2&asOf=2026-01-01T00:00:00Z&limit=7'
    expect((await get(url)).statusCode).toBe(200)
    expect(server.fake.lineageQueries.at(-1)).toEqual({
      asset: 'model:acme/chat',
      direction: 'down',
      depth: 3,
      version: '2',
      asOf: '2026-01-01T00:00:00Z',
      limit: 7,
    })
  })

  test('pages of epochs fit together', async () => {
    const first = (await get('/v1/epochs?limit=2')).json()
    expect(first.items).toEqual([fakeEpoch(1), fakeEpoch(2)])
    const second = (await get(`/v1/epochs?limit=2&cursor=${first.next}`)).json()
    expect(second).toEqual({ items: [fakeEpoch(3)], next: null })
  })

  test('a manifest is answered byte for byte', async () => {
    const answer = await get('/v1/epochs/2/manifest')
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.rawPayload).toEqual(Buffer.from(fakeManifest(2)))
  })

  test('a tree streams a header for each chain and a line for each leaf', async () => {
    const answer = await get('/v1/epochs/1/tree')
    expect(answer.headers['content-type']).toBe('application/x-ndjson')
    const lines = answer.payload
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map((line) => line.leaves ?? line.account.slice(0, 3))).toEqual([1, '0x1', 2, '0x1', '0x2'])
  })

  test('the tree of an unknown epoch is a problem, not half an answer', async () => {
    const answer = await get('/v1/epochs/9/tree')
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ code: 'epoch.unknown', status: 404 })
  })

  test('statements are answered as lines, or as pages of the same lines, in UTF-8 order', async () => {
    const lines = await get('/v1/epochs/1/statements', { accept: 'application/x-ndjson' })
    expect(
      lines.payload
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(fakeStatements)
    const paged: unknown[] = []
    let cursor = ''
    for (let page = 0; page < 4; page++) {
      const answer = (await get(`/v1/epochs/1/statements?limit=1${cursor}`)).json()
      paged.push(...answer.items)
      cursor = `&cursor=${answer.next}`
    }
    expect(paged).toEqual(fakeStatements)
  })

  test('call ids and payees with slashes, signs and other scripts arrive unchanged', async () => {
    for (const id of ['a/b', 'ü?#%', `x${'/'.repeat(1_023)}`]) {
      const answer = await get(`/v1/calls/${encodeURIComponent(id)}/explanation?source=urn%3As`)
      expect(answer.json()).toMatchObject({ id, source: 'urn:s' })
    }
    const payee = 'eip155:8453:0x00000000000000000000000000000000000000Aa'
    expect((await get(`/v1/payees/${encodeURIComponent(payee)}/balances`)).json().payee).toBe(payee)
    expect((await get(`/v1/payees/..%2F/statements?epoch=2`)).json()).toMatchObject({
      payee: '../',
      epoch: 2,
    })
  })

  test('verification reports what differs', async () => {
    const answer = await server.app.inject({ method: 'POST', url: '/v1/epochs/2/verify' })
    expect(answer.json()).toMatchObject({ epoch: 2, ok: false })
  })

  test('a command without fields may have no body, also where the request says that it is JSON', async () => {
    for (const url of ['/v1/epochs/2/verify', '/v1/epochs/preview', '/v1/quarantine/empty']) {
      const headers = { 'content-type': 'application/json', 'content-length': '0' }
      const answer = await server.app.inject({ method: 'POST', url, headers, payload: '' })
      expect([url, answer.statusCode]).toEqual([url, 200])
    }
  })
})

describe('sending', () => {
  const post = (url: string, payload: string | Buffer, type = 'application/json') =>
    server.app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } })

  test('each event has its own result, and the request has status 200', async () => {
    const answer = await post('/v1/events', JSON.stringify([callEvent]), 'application/cloudevents-batch+json')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({
      accepted: 1,
      duplicate: 0,
      conflict: 0,
      rejected: 0,
      results: [{ id: 'c1', source: 'urn:gateway', status: 'accepted' }],
    })
    expect(server.fake.submitted.at(-1)!.options).toMatchObject({
      eventsMax: 3,
      allowed: { calls: true, registry: true },
    })
  })

  test('a result has the call that its event is like, and the answer the number of such events', async () => {
    const like = { source: 'urn:other', id: 'c1', by: 'call' } as const
    const { submit } = server.fake
    const suspecting: typeof submit = async (...given) =>
      (await submit(...given)).map((result) => ({ ...result, suspected: like }))
    Object.assign(server.fake, { submit: suspecting })
    const answer = await post('/v1/events', JSON.stringify(callEvent))
    Object.assign(server.fake, { submit })
    expect(answer.json()).toMatchObject({
      accepted: 1,
      suspected: 1,
      results: [{ id: 'c1', status: 'accepted', suspected: like }],
    })
  })

  test('the bytes of events reach ingestion unchanged', async () => {
    const text = '{"id":"a","id":"b","__proto__":{"x":1},"source":"\\ud800"}'
    await post('/v1/events?format=cloudevents', text)
    expect(server.fake.submitted.at(-1)).toMatchObject({ text, options: { format: 'cloudevents' } })
  })

  test('a stream has one report', async () => {
    const answer = await post(
      '/v1/ingestions?origin=calls.ndjson',
      '{"ok":1}\n{"bad":1}\n',
      'application/x-ndjson; charset=utf-8',
    )
    expect(answer.json()).toMatchObject({ accepted: 1, rejectedCount: 1, rejected: [{ line: 2 }] })
    expect(server.fake.ingested.at(-1)!.options.origin).toBe('calls.ndjson')
  })

  test('closing answers 201 with the location of the epoch', async () => {
    const answer = await post('/v1/epochs', JSON.stringify({ until: '2026-04-01T00:00:00Z' }))
    expect(answer.statusCode).toBe(201)
    expect(answer.headers.location).toBe('/v1/epochs/4')
    expect(server.fake.closed.at(-1)).toBe('2026-04-01T00:00:00Z')
  })

  test('health is open, readiness follows the service, metrics count', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' })
    expect((await get('/readyz')).statusCode).toBe(200)
    const metrics = (await get('/metrics')).payload
    expect(metrics).toMatch(/headwater_log_position 42/)
    expect(metrics).toMatch(/headwater_epoch_log_behind 2/)
    expect(metrics).toMatch(/route="\/v1\/events"/)
    expect(metrics).not.toMatch(/acme/)
    server.fake.shutDown = true
    expect((await get('/readyz')).statusCode).toBe(503)
    server.fake.shutDown = false
  })

  test.each([
    ['/v1/epochs', 201],
    ['/v1/epochs/preview', 200],
    ['/v1/refused/replay', 200],
  ])('%s needs no body where it says nothing', async (url, status) => {
    expect((await server.app.inject({ method: 'POST', url })).statusCode).toBe(status)
  })
})

describe('dismissing refused events', () => {
  const dismiss = (payload: object) =>
    server.app.inject({ method: 'POST', url: '/v1/refused/dismiss', payload })

  test('passes on what is selected, and who asked', async () => {
    const ids = ['ab'.repeat(16)]
    const answer = await dismiss({ code: 'line.notJson', ids, before: '2026-10-01T00:00:00Z' })
    expect(answer.json()).toEqual({ dismissed: 2, left: 1 })
    expect(server.fake.dismissed.at(-1)).toMatchObject({
      code: 'line.notJson',
      ids,
      before: '2026-10-01T00:00:00Z',
    })
  })

  test('refuses fields that it does not know', async () => {
    expect((await dismiss({ every: true })).statusCode).toBe(400)
  })
})

describe('a backup', () => {
  const ask = (app: typeof server.app, name: unknown) =>
    app.inject({ method: 'POST', url: '/v1/backups', payload: { name } })

  test('is written below the folder for backups, under a plain name', async () => {
    const answer = await ask(server.app, '2026-10-01_a.b')
    expect([answer.statusCode, answer.json()]).toEqual([
      201,
      expect.objectContaining({ folder: '/backups/2026-10-01_a.b', position: 9, elsewhere: [] }),
    ])
    for (const name of [
      '..',
      '.hidden',
      '../outside',
      'a/b',
      '/etc',
      'a\\b',
      'a\u0000',
      '',
      'x'.repeat(101),
      7,
    ]) {
      expect((await ask(server.app, name)).json().code, `name ${name}`).toBe('request.malformed')
    }
  })

  test('is refused by a server without such a folder', async () => {
    const app = await createApi(server.fake, { ...limits, keys: [], backupsFolder: undefined })
    expect((await ask(app, 'monday')).json()).toMatchObject({ status: 409, code: 'backup.noFolder' })
    await app.close()
  })
})
