import { once } from 'node:events'
import { type IncomingMessage, get as request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BalancePage } from '../../src/service/headwater.ts'
import { bearer, keyFor, startFake } from './support.ts'

const scopes = ['read', 'refused', 'audit', 'links', 'payee'] as const
let server: Awaited<ReturnType<typeof startFake>>
beforeAll(async () => {
  server = await startFake({ keys: [keyFor(...scopes), { ...keyFor('payee'), payees: ['ann'] }] })
})
afterAll(() => server.app.close())

const get = (url: string, ...as: Parameters<typeof bearer>) =>
  server.app.inject({ method: 'GET', url, headers: bearer(...(as.length > 0 ? as : scopes)) })

/** Every route whose answer may be a file. */
function tablePaths(): string[] {
  const { paths = {} } = server.app.swagger() as { paths?: Record<string, { get?: { responses: object } }> }
  return Object.entries(paths)
    .filter(([, { get: route }]) => JSON.stringify(route?.responses ?? {}).includes('text/csv'))
    .map(([path]) => path)
    .filter((path) => !path.endsWith('/document') && !path.endsWith('/documents'))
}

const filled = (path: string) =>
  path
    .replace('{epoch}', '1')
    .replace('{asset}', 'model%3Aacme%2Fchat')
    .replace('{payee}', 'ann')
    .replace('{id}', 'c1') + (path.endsWith('/due') ? '?currency=USDC&chain=cosmos%3Ajuno-1&' : '?')

describe('a list as a file', () => {
  test('every list and report that is a table is CSV and Parquet with the same columns and rows', async () => {
    const paths = tablePaths()
    expect(paths.length).toBeGreaterThan(30)
    for (const path of paths) {
      const csv = await get(`${filled(path)}format=csv`)
      const file = await get(`${filled(path)}format=parquet`)
      expect([path, csv.statusCode, file.statusCode]).toEqual([path, 200, 200])
      expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8')
      expect(csv.headers['content-disposition']).toMatch(/^attachment; filename="[a-z-]+\.csv"$/)
      const [head = [], ...rows] = parse(csv.body) as string[][]
      const read = await parquetReadObjects({ file: Uint8Array.from(file.rawPayload).buffer })
      expect([path, read.length]).toEqual([path, rows.length])
      if (rows.length > 0) expect(Object.keys(read[0]!)).toEqual(head)
    }
  })

  test('has a name that a spreadsheet takes for a formula behind an apostrophe, and amounts as numbers', async () => {
    const { body } = await get('/v1/payees?format=csv')
    expect(body).toContain(`ann,"'=HYPERLINK(""x"")",eip155:8453,`)
    expect((await get('/v1/calls?format=csv')).body).toContain(',USDC,0.5,')
  })

  test('has the whole list: a cursor or a limit beside it is refused', async () => {
    for (const list of ['balances', 'epochs/1/statements'])
      for (const beside of ['limit=1', 'cursor=x']) {
        const refused = await get(`/v1/${list}?format=csv&${beside}`)
        expect([list, refused.statusCode, refused.json().code]).toEqual([list, 400, 'request.malformed'])
      }
    expect((await get('/v1/balances?format=xlsx')).statusCode).toBe(400)
  })

  test('keeps the filters, and the bounds of a key of a payee', async () => {
    await get('/v1/calls?format=csv&day=2026-10-01&asset=model%3Aa')
    expect(server.fake.asked.findLast((one) => 'calls' in one)).toMatchObject({
      calls: { day: '2026-10-01', asset: 'model:a' },
    })
    for (const list of ['clauses', 'advances', 'reserves', 'owed', 'claims']) {
      const all = await get(`/v1/${list}?format=csv`, 'payee')
      const other = await get(`/v1/${list}?format=parquet&payee=bob`, 'payee')
      expect([all.json().code, other.json().code]).toEqual(['access.payee', 'access.payee'])
      expect(all.headers['content-disposition']).toBeUndefined()
    }
    expect((await get('/v1/payees?format=csv', 'payee')).json().code).toBe('auth.scope')
  })

  test('that fails before its first byte is a problem', async () => {
    const failed = await get('/v1/rates?format=csv&at=soon')
    expect([failed.statusCode, failed.json().code]).toEqual([400, 'time.malformed'])
  })

  test('has a head without reading the list', async () => {
    const before = server.fake.asked.length
    const head = await server.app.inject({
      method: 'HEAD',
      url: '/v1/balances?format=csv',
      headers: bearer(...scopes),
    })
    expect([head.statusCode, head.body, server.fake.asked.length]).toEqual([200, '', before])
  })
})

describe('a long list', () => {
  const item = { payee: 'x'.repeat(1_000), currency: 'USDC', balance: '1', held: null }
  const page = (next: string | null): BalancePage => ({
    items: Array.from({ length: 1_000 }, () => item),
    next,
  })
  async function listening(pages: (read: number) => Promise<BalancePage>, options = {}) {
    const one = await startFake(options)
    let read = 0
    one.fake.balanceList = () => pages(++read)
    await one.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = one.app.server.address() as AddressInfo
    return { ...one, url: `http://127.0.0.1:${port}/v1/balances?format=csv`, pagesRead: () => read }
  }
  async function answerOf(url: string): Promise<IncomingMessage> {
    const [answer] = await once(request(url), 'response')
    return answer as IncomingMessage
  }

  async function statusOf(url: string): Promise<number | undefined> {
    const answer = await answerOf(url)
    answer.on('error', () => {}).destroy()
    return answer.statusCode
  }

  test('is read as far as its reader takes it, and no further once the reader has gone', async () => {
    const { app, url, pagesRead } = await listening(async () => page('more'))
    const readInAWhile = async () => {
      const before = pagesRead()
      await new Promise((resolve) => setTimeout(resolve, 100))
      return pagesRead() - before
    }
    const answer = await answerOf(url)
    await expect.poll(readInAWhile).toBe(0)
    answer.destroy()
    await expect.poll(readInAWhile).toBe(0)
    expect(pagesRead()).toBeLessThan(50)
    await app.close()
  })

  test('of an epoch is cut where another epoch is closed meanwhile', async () => {
    const { app, fake, url } = await listening(async (read) => {
      if (read === 3) fake.health = async () => ({ ...(await health()), epochs: 99 })
      return page(read === 5 ? null : 'more')
    })
    const health = fake.health
    const answer = await answerOf(url)
    await expect(buffer(answer)).rejects.toThrow('aborted')
    await app.close()
  })

  test('is one of four at most at a time', async () => {
    const { app, url } = await listening(async () => page('more'))
    const open = await Promise.all([1, 2, 3, 4].map(() => answerOf(url)))
    expect(await statusOf(url)).toBe(429)
    for (const answer of open) answer.destroy()
    await expect.poll(() => statusOf(url)).toBe(200)
    await app.close()
  })

  test('gives its place to another where its reader takes nothing', async () => {
    const { app, url } = await listening(async () => page('more'), { fileIdleMs: 200 })
    // On a busy machine one may be cut before its answer is heard.
    const stalled = await Promise.allSettled([1, 2, 3, 4].map(() => answerOf(url)))
    for (const one of stalled) if (one.status === 'fulfilled') one.value.on('error', () => {})
    await expect.poll(() => statusOf(url)).toBe(200)
    await app.close()
  })
})
