/**
 * chDB, ClickHouse in this process, behind @clickhouse/client. Columns reach it as Arrow streams registered under a
 * name: no text is made of them and none parsed, and the work is off the event loop.
 *
 * What shapes this file: a chDB connection runs one query at a time, so writing has its own and reads take turns on a
 * few; values bound as parameters are set process-wide, so chDB runs such queries one after another whatever their
 * connection, and nothing slow or hot binds any; a registered stream is empty when read a second time, so it is read
 * exactly once, into a table, and counted. One folder at a time can be open in a process.
 */
import { mkdirSync } from 'node:fs'
import { type ClickHouseClient, type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client'
import * as chdb from 'chdb'
import { createChdbConnection } from 'chdb/connection'
import { HeadwaterError } from '../../errors.ts'
import { InvariantViolation, invariant } from '../../invariant.ts'
import type { InputColumn } from './columns.ts'
import { engineFailure } from './failure.ts'
import type { InsertOptions, Parameters, Session, SqlEngine } from './port.ts'
import { decodeRows, type RowReader } from './rowBinary.ts'
import { sessionSettings } from './settings.ts'

/** Reads that may run at the same time. */
const readConnectionsMax = 3

/** The engine's caches may grow to 5 GB each by default, which is more than an embedded engine is good for. */
const cacheLimits = ['mark', 'index_mark', 'primary_index'].map((cache) => `--${cache}_cache_size=268435456`)

/** @throws HeadwaterError `usage.unavailable`, `data.diskFull` */
export async function openEmbeddedEngine(path: string): Promise<SqlEngine> {
  let streams: Streams | undefined
  try {
    mkdirSync(path, { recursive: true })
    streams = new Streams(new chdb.Session(path, { connectionArgs: cacheLimits }))
    return new EmbeddedEngine(path, streams, await connect(path))
  } catch (error) {
    streams?.close()
    throw openingFailure(path, error)
  }
}

/** chDB says no more than that it failed where another process has the folder; whoever reads it needs the likely reason. */
function openingFailure(path: string, error: unknown): HeadwaterError {
  const failure = engineFailure(error)
  if (!/Failed to create connection/.test(failure.message)) return failure
  const reason = 'another process may have it open, or its files are damaged'
  const message = `The usage store in ${path} could not be opened: ${reason}. ${failure.message}`
  return new HeadwaterError({ code: failure.code, message }, { cause: error })
}

class EmbeddedEngine implements SqlEngine {
  readonly #path: string
  readonly #streams: Streams
  readonly #writer: ClickHouseClient
  readonly #idle: ClickHouseClient[] = []
  readonly #waiting: ((client: ClickHouseClient) => void)[] = []
  readonly #running = new Set<Promise<unknown>>()
  #readers = 0
  #lastWrite: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(path: string, streams: Streams, writer: ClickHouseClient) {
    this.#path = path
    this.#streams = streams
    this.#writer = writer
  }

  command(sql: string, parameters?: Parameters): Promise<void> {
    return this.#track(() => this.#inTurn(() => run(this.#writer, sql, parameters)))
  }

  insert({ table, columns, literals, token }: InsertOptions): Promise<void> {
    invariant(/^[0-9a-f]+$/.test(token), 'an insert token is hex')
    const names = [...Object.keys(literals), ...columns.map((column) => column.name)]
    const values = [...Object.values(literals), ...columns.map((column) => column.expression)]
    const target = `${table} (${names}) SETTINGS insert_deduplication_token = '${token}'`
    return this.#track(() =>
      this.#inTurn(() =>
        this.#streams.use(columns, (source) =>
          run(this.#writer, `INSERT INTO ${target} SELECT ${values} FROM ${source}`),
        ),
      ),
    )
  }

  bytes(sql: string, parameters?: Parameters): Promise<Uint8Array> {
    return this.session((session) => session.bytes(sql, parameters))
  }

  rows<Row>(sql: string, read: (row: RowReader) => Row, parameters?: Parameters): Promise<Row[]> {
    return this.session((session) => session.rows(sql, read, parameters))
  }

  session<Result>(use: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#track(async () => {
      const client = await this.#lease()
      const session = new EmbeddedSession(client, this.#streams)
      try {
        return await use(session)
      } finally {
        this.#release((await session.end()) ? client : await this.#replace(client))
      }
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await Promise.allSettled(this.#running)
    await Promise.all([this.#writer, ...this.#idle].map((client) => client.close()))
    this.#streams.close()
    await chdb.drainPending()
  }

  /** Maps failures, and lets `close` wait for what runs. */
  async #track<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw engineFailure(new Error('it is closed'))
    const running = work()
    this.#running.add(running)
    try {
      return await running
    } catch (error) {
      throw error instanceof InvariantViolation ? error : engineFailure(error)
    } finally {
      this.#running.delete(running)
    }
  }

  /** A second query on a busy connection would hold a thread of Node's pool while it waits; here it waits for free. */
  async #inTurn(write: () => Promise<void>): Promise<void> {
    const result = this.#lastWrite.then(write)
    this.#lastWrite = result.catch(() => {})
    return result
  }

  async #lease(): Promise<ClickHouseClient> {
    const idle = this.#idle.pop()
    if (idle) return idle
    if (this.#readers === readConnectionsMax) return new Promise((resolve) => this.#waiting.push(resolve))
    this.#readers++
    try {
      return await connect(this.#path)
    } catch (error) {
      this.#readers--
      throw error
    }
  }

  #release(client: ClickHouseClient): void {
    const next = this.#waiting.shift()
    if (next) next(client)
    else this.#idle.push(client)
  }

  /** A connection that could not be tidied may still hold tables of the query before. */
  async #replace(client: ClickHouseClient): Promise<ClickHouseClient> {
    await client.close()
    return connect(this.#path)
  }
}

class EmbeddedSession implements Session {
  readonly #client: ClickHouseClient
  readonly #streams: Streams
  readonly #tables: string[] = []

  constructor(client: ClickHouseClient, streams: Streams) {
    this.#client = client
    this.#streams = streams
  }

  async bytes(sql: string, parameters?: Parameters): Promise<Uint8Array> {
    return runForBytes(this.#client, `${sql} FORMAT RowBinary`, parameters)
  }

  async rows<Row>(sql: string, read: (row: RowReader) => Row, parameters?: Parameters): Promise<Row[]> {
    return decodeRows(await this.bytes(sql, parameters), read)
  }

  async table(name: string, columns: readonly InputColumn[]): Promise<void> {
    const structure = columns.map((column) => `${column.name} ${column.type}`)
    const create = `CREATE TEMPORARY TABLE ${name} (${structure}) ENGINE = Memory`
    this.#tables.push(name)
    const length = columns[0]!.length
    if (length === 0) return run(this.#client, create)
    const values = columns.map((column) => column.expression)
    // A server takes one statement a request; here one call saves two more.
    const stored = await this.#streams.use(columns, async (source) => {
      const filled = `${create} AS SELECT ${values} FROM ${source}`
      return decodeRows(
        await runForBytes(this.#client, `${filled}; SELECT count() FROM ${name} FORMAT RowBinary`),
        (row) => row.integer(),
      )
    })
    invariant(stored[0] === length, `all ${length} rows given reached the table ${name}`)
  }

  /** @returns whether the connection is as it was */
  async end(): Promise<boolean> {
    try {
      const drops = this.#tables.map((name) => `DROP TEMPORARY TABLE IF EXISTS ${name}`)
      if (drops.length > 0) await run(this.#client, drops.join('; '))
      return true
    } catch {
      return false
    }
  }
}

/** Columns as Arrow streams that any connection of the process can read, once. */
class Streams {
  readonly #session: chdb.Session
  #count = 0

  constructor(session: chdb.Session) {
    this.#session = session
  }

  async use<Result>(
    columns: readonly InputColumn[],
    read: (source: string) => Promise<Result>,
  ): Promise<Result> {
    const length = columns[0]!.length
    invariant(
      columns.every((column) => column.length === length),
      'columns of a table are equally long',
    )
    const name = `input_${this.#count++}`
    // Held here until unregistered: the engine reads the memory itself.
    const arrow = columns.map(toArrow)
    arrowApi._arrowRegisterColumns(this.#session.connection, name, arrow)
    try {
      return await read(`arrowstream('${name}')`)
    } finally {
      arrowApi._arrowUnregister(this.#session.connection, name)
    }
  }

  close(): void {
    this.#session.close()
  }
}

interface ArrowColumn {
  readonly name: string
  readonly format: string
  readonly length: number
  readonly nullCount: 0
  readonly buffers: readonly (Buffer | null)[]
}

// chDB exports these two as properties of its default alone, without types.
const arrowApi = (chdb as unknown as { default: ArrowApi }).default

interface ArrowApi {
  _arrowRegisterColumns(connection: unknown, name: string, columns: readonly ArrowColumn[]): void
  _arrowUnregister(connection: unknown, name: string): void
}

const arrowFormats: Readonly<Record<string, string>> = { String: 'u', Int64: 'l', UInt8: 'C' }

function toArrow({ name, wire, length, offsets, values }: InputColumn): ArrowColumn {
  const format = arrowFormats[wire] ?? `w:${wire.slice('FixedString('.length, -1)}`
  const data = offsets ? [asBuffer(offsets), asBuffer(values)] : [asBuffer(values)]
  return { name, format, length, nullCount: 0, buffers: [null, ...data] }
}

function asBuffer(array: Uint8Array | Int32Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength)
}

type ClientConnection = NonNullable<NonNullable<ClickHouseClientConfigOptions>['connection']>

async function connect(path: string): Promise<ClickHouseClient> {
  // Both declare the same interface, each with a copy of a class that has a private field.
  const connection = createChdbConnection({ path }) as unknown as ClientConnection
  const client = createClient({ connection })
  // chDB's settings last as long as the connection, so they are set once.
  await run(client, `SET ${sessionSettings}`)
  return client
}

async function run(client: ClickHouseClient, sql: string, parameters?: Parameters): Promise<void> {
  await client.command({ query: sql, ...(parameters ? { query_params: { ...parameters } } : {}) })
}

async function runForBytes(
  client: ClickHouseClient,
  sql: string,
  parameters?: Parameters,
): Promise<Uint8Array> {
  const { stream } = await client.exec({
    query: sql,
    ...(parameters ? { query_params: { ...parameters } } : {}),
  })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}
