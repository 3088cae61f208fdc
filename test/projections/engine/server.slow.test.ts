/** The server's adapter on connections that fail: on the front, and on servers that fail on purpose. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer, request as forward, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { naturals, strings } from '../../../src/projections/engine/columns.ts'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import { openServerEngine } from '../../../src/projections/engine/server.ts'
import { openUsage } from '../../../src/projections/index.ts'
import { type FrontProcess, startFrontProcess } from '../../../tools/clickhouse-front/start.ts'
import { temporaryDatabase } from '../support/serverStore.ts'

const access = { user: 'books', password: 'secret-word' }
let front: FrontProcess
let url: string
beforeAll(async () => {
  front = await startFrontProcess({
    CLICKHOUSE_FRONT_USER: access.user,
    CLICKHOUSE_FRONT_PASSWORD: access.password,
  })
  url = (await temporaryDatabase({ ...access, url: front.url })).url
})
afterAll(() => front.stop())

/** An address that `answer` serves; `pass` hands a request on to the front. */
async function between(
  answer: (number: number, pass: () => void, cut: () => void) => void,
): Promise<{ url: string; count(): number; close(): void }> {
  let requests = 0
  const listener: RequestListener = (request, response) => {
    const target = new URL(request.url!, front.url)
    const pass = (cutAfter = false) => {
      const onward = forward(target, { method: request.method, headers: request.headers }, (answered) => {
        if (cutAfter) {
          answered.resume().on('end', () => request.socket.destroy())
          return
        }
        response.writeHead(answered.statusCode!, answered.headers)
        answered.pipe(response)
      })
      request.pipe(onward)
    }
    answer(requests++, pass, () => pass(true))
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = new URL(url)
  address.port = String((server.address() as AddressInfo).port)
  return {
    url: address.href,
    count: () => requests,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const insertOne = (engine: SqlEngine, token = '0a') =>
  engine.insert({ table: 'kept', columns: [naturals('n', [1], 'UInt32')], literals: {}, token })
const countKept = (engine: SqlEngine) => engine.rows('SELECT count() FROM kept', (row) => row.integer())
const createKept =
  'CREATE TABLE IF NOT EXISTS kept (n UInt32) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100'

describe('server engine', () => {
  it('repeats a request whose answer was lost, and it counts once', async () => {
    // The server executes every third request and its answer is lost.
    const line = await between((number, pass, cut) => (number % 3 === 1 ? cut() : pass()))
    const engine = await openServerEngine({ ...access, url: line.url })
    await engine.command(createKept)
    for (let round = 0; round < 5; round++) await insertOne(engine)
    expect(await countKept(engine)).toEqual([1])
    const texts = await engine.session(async (session) => {
      await session.table('given', [strings('t', ['a', 'b'])])
      return session.rows('SELECT t FROM given ORDER BY t', (row) => row.text())
    })
    expect(texts).toEqual(['a', 'b'])
    expect(line.count()).toBeGreaterThan(12)
    await engine.close()
    line.close()
  })

  it('gives up in bounded time where no server answers, and reports it', async () => {
    const line = await between(() => {})
    line.close()
    let requests = 0
    const count = () => void requests++
    subscribe('http.client.request.start', count)
    await expect(openServerEngine({ ...access, url: line.url })).rejects.toMatchObject({
      code: 'usage.unavailable',
      retry: true,
      message: expect.stringContaining('ECONNREFUSED'),
    })
    unsubscribe('http.client.request.start', count)
    expect(requests).toBe(5)
  })

  it('reports the message of the server, and never the password', async () => {
    const wrong = openServerEngine({ url, user: 'books', password: 'not-so-secret' })
    const failure = await wrong.catch((error) => error)
    expect(failure).toMatchObject({ code: 'usage.unavailable', data: { engineCode: '516' } })
    expect(JSON.stringify([failure, failure.message, failure.stack, String(failure.cause)])).not.toContain(
      'not-so-secret',
    )
    const engine = await openServerEngine({ ...access, url })
    await expect(engine.command('CREATE TABEL x')).rejects.toMatchObject({ data: { engineCode: '62' } })
    await expect(engine.rows('SELECT missing FROM kept', (row) => row.text())).rejects.toMatchObject({
      code: 'usage.unavailable',
      message: expect.stringContaining('missing'),
    })
    await engine.close()
    await expect(engine.rows('SELECT 1', (row) => row.uint8())).rejects.toMatchObject({
      code: 'usage.unavailable',
    })
  })

  it('binds values that look like SQL', async () => {
    const engine = await openServerEngine({ ...access, url })
    for (const value of ["'; DROP TABLE calls; -- \\' {x:String}", 'a\tb\nc\0d', '\\N', 'é\u{1f600}', '']) {
      expect(await engine.rows('SELECT {value:String}', (row) => row.text(), { value })).toEqual([value])
    }
    await engine.close()
  })

  it('keeps the tables of sessions apart, with more sessions than connections, and drops them', async () => {
    const engine = await openServerEngine({ ...access, url })
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, number) =>
        engine.session(async (session) => {
          await session.table('mine', [naturals('number', [number], 'UInt32')])
          await session.table('none', [naturals('number', [], 'UInt32')])
          return session.rows('SELECT number FROM mine', (row) => row.uint32())
        }),
      ),
    )
    expect(results.flat()).toEqual(Array.from({ length: 40 }, (_, number) => number))
    await engine.close()
  })

  it('sends what a durable insert needs with every request', async () => {
    const engine = await openServerEngine({ ...access, url })
    const names = ['async_insert', 'insert_deduplicate', 'session_timezone', 'join_use_nulls']
    const settings = await engine.rows(
      `SELECT ${names.map((name) => `toString(getSetting('${name}'))`).join(', ')}`,
      (row) => names.map(() => row.text()),
    )
    expect(settings).toEqual([['false', 'true', 'UTC', 'false']])
    await engine.close()
  })

  it('has every table remember insert tokens and sync what it acknowledges', async () => {
    const database = await temporaryDatabase({ ...access, url: front.url })
    await (await openUsage({ server: { ...database, ledger: '0a'.repeat(16) } })).close()
    const engine = await openServerEngine(database)
    const tables = await engine.rows(
      'SELECT name, engine_full FROM system.tables WHERE database = currentDatabase()',
      (row) => [row.text(), row.text()] as const,
    )
    expect(tables.map(([name]) => name)).toContain('balances')
    for (const [name, made] of tables) {
      expect(made, name).toContain('non_replicated_deduplication_window = 10000')
      expect(made, name).toContain('fsync_after_insert = 1')
      expect(made, name).toContain('fsync_part_directory = 1')
    }
    await engine.close()
    await database.drop()
  })

  it('makes replicated and sharded tables, and waits for a quorum, where the configuration names a cluster', async () => {
    const asked: { statement: string; settings: URLSearchParams }[] = []
    // No cluster can run here, so the test looks at the statements that a server of one receives.
    const server = createServer((request, response) => {
      const body: Buffer[] = []
      request.on('data', (chunk: Buffer) => body.push(chunk))
      request.on('end', () => {
        const settings = new URL(request.url!, 'http://server').searchParams
        const statement = settings.get('query') ?? Buffer.concat(body).toString('latin1')
        asked.push({ statement, settings })
        response.end(statement.startsWith('SELECT toUInt8(1)') ? Buffer.of(1) : undefined)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { clickhouse } = loadConfig(
      {},
      {
        HEADWATER_CLICKHOUSE_URL: `http://127.0.0.1:${port}/books`,
        HEADWATER_CLICKHOUSE_CLUSTER: 'eu',
      },
    )
    const usage = await openUsage({ server: clickhouse! })
    await usage.books.prepare()
    await usage.books.remove([{ epoch: 1, attempt: '0a'.repeat(16) }])
    await usage.close()
    server.close()
    const made = asked.map(({ statement }) => statement).filter((text) => text.startsWith('CREATE'))
    for (const name of [
      'calls',
      'refused',
      'balances',
      'payouts',
      'earnings',
      'flows',
      'callSums',
      'states',
      'takes',
      'migrations',
    ]) {
      const [local, spread] = [`\`books\`.${name}_local`, `\`books\`.${name} `]
      expect(made.find((text) => text.includes(`${local} ON CLUSTER \`eu\``))).toContain(
        'ReplicatedMergeTree(',
      )
      expect(made.find((text) => text.includes(`${spread}ON CLUSTER \`eu\``))).toContain('Distributed(')
    }
    const removed = asked.map(({ statement }) => statement).filter((text) => text.startsWith('DELETE'))
    expect(removed).toHaveLength(7)
    for (const text of removed) expect(text).toMatch(/^DELETE FROM `books`\.\w+_local ON CLUSTER `eu`/)
    for (const { settings } of asked) {
      expect(settings.get('async_insert')).toBe('0')
      expect(settings.get('insert_quorum')).toBe('auto')
      expect(settings.get('select_sequential_consistency')).toBe('1')
      expect(settings.get('distributed_foreground_insert')).toBe('1')
    }
  })

  it('gives a database to one ledger', async () => {
    const database = await temporaryDatabase({ ...access, url: front.url })
    const [one, other] = ['0a'.repeat(16), '0b'.repeat(16)]
    for (const ledger of [one, one]) await (await openUsage({ server: { ...database, ledger } })).close()
    await expect(openUsage({ server: { ...database, ledger: other } })).rejects.toMatchObject({
      code: 'usage.otherLedger',
      retry: false,
      data: { ledger: other, owner: one },
    })
    await database.drop()
  })
})
