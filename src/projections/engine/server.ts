/**
 * A ClickHouse server over HTTP. Columns are sent as one Native block in the request's body. Lists that a query needs
 * become temporary tables of an HTTP session, which the server keeps by `session_id`. So all requests of an engine must
 * reach one server: a load balancer must keep a session on its server.
 *
 * Where the connection was lost, requests that may be sent twice are sent again: reads, inserts with a token, and
 * commands, which are all idempotent. The server holds back an answer until the query has ended (`wait_end_of_query`),
 * so a failure in the middle is an error and never half an answer.
 */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  type ClickHouseClient,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client'
import { invariant } from '../../invariant.ts'
import type { InputColumn } from './columns.ts'
import { engineFailure } from './failure.ts'
import { InFlight } from './inFlight.ts'
import { encodeNative, nativeStructure } from './native.ts'
import type { InsertOptions, Parameters, Session, SqlEngine } from './port.ts'
import { requesting } from './retry.ts'
import { decodeRows, type RowReader } from './rowBinary.ts'
import { clusterSettings, serverSettings } from './settings.ts'

/** Requests at the same time. */
const connectionsMax = 16
/** Longest time without a byte from the server. The server itself ends a query a little earlier. */
const requestTimeoutMs = 600_000

interface ServerOptions {
  /** `http(s)://host:port/database`, without user and password. */
  readonly url: string
  readonly user?: string | undefined
  readonly password?: string | undefined
  /** Whether the tables are spread over a cluster. */
  readonly clustered?: boolean
}

/** @throws HeadwaterError `usage.unavailable` where the server, its database or the user's rights are missing */
export async function openServerEngine(options: ServerOptions): Promise<SqlEngine> {
  let engine: ServerEngine | undefined
  try {
    engine = new ServerEngine(connectServer(options))
    await engine.rows('SELECT toUInt8(1) FROM system.databases WHERE name = currentDatabase()', (row) =>
      row.uint8(),
    )
    return engine
  } catch (error) {
    await engine?.close()
    throw engineFailure(error)
  }
}

function connectServer({ url, user, password, clustered }: ServerOptions): ClickHouseClient {
  return createClient({
    url,
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    application: 'headwater',
    max_open_connections: connectionsMax,
    request_timeout: requestTimeoutMs,
    compression: { request: false, response: false },
    // Failures are thrown. The client's own log would repeat them, with queries, on standard error.
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { ...serverSettings, ...(clustered ? clusterSettings : {}) } as ClickHouseSettings,
  })
}

class ServerEngine implements SqlEngine {
  readonly #client: ClickHouseClient
  readonly #inFlight = new InFlight()

  constructor(client: ClickHouseClient) {
    this.#client = client
  }

  command(sql: string, parameters?: Parameters): Promise<void> {
    return this.#inFlight.run(async () => {
      await requesting(() => read(this.#client, { sql, parameters }))
    })
  }

  insert({ table, columns, literals, token }: InsertOptions): Promise<void> {
    const names = [...Object.keys(literals), ...columns.map((column) => column.name)]
    const values = [...Object.values(literals), ...columns.map((column) => column.expression)]
    return this.#inFlight.run(() =>
      requesting(() => send(this.#client, { into: `${table} (${names})`, values, columns, token })),
    )
  }

  bytes(sql: string, parameters?: Parameters): Promise<Uint8Array> {
    return this.#inFlight.run(() =>
      requesting(() => read(this.#client, { sql: `${sql} FORMAT RowBinary`, parameters })),
    )
  }

  async rows<Row>(sql: string, decode: (row: RowReader) => Row, parameters?: Parameters): Promise<Row[]> {
    return decodeRows(await this.bytes(sql, parameters), decode)
  }

  restricted(sql: string, settings: Readonly<Record<string, string>>): Promise<Uint8Array> {
    return this.#inFlight.run(() => requesting(() => read(this.#client, { sql, settings })))
  }

  session<Result>(use: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#inFlight.run(async () => {
      const session = new ServerSession(this.#client)
      try {
        return await use(session)
      } finally {
        await session.end()
      }
    })
  }

  /** A server's memory is its own. */
  async trim(): Promise<void> {}

  async close(): Promise<void> {
    if (!(await this.#inFlight.close())) return
    await this.#client.close()
  }
}

class ServerSession implements Session {
  readonly #client: ClickHouseClient
  readonly #id = randomUUID()
  readonly #tables: string[] = []

  constructor(client: ClickHouseClient) {
    this.#client = client
  }

  bytes(sql: string, parameters?: Parameters): Promise<Uint8Array> {
    const query = { sql: `${sql} FORMAT RowBinary`, parameters, session: this.#id }
    return requesting(() => read(this.#client, query))
  }

  async rows<Row>(sql: string, decode: (row: RowReader) => Row, parameters?: Parameters): Promise<Row[]> {
    return decodeRows(await this.bytes(sql, parameters), decode)
  }

  async table(name: string, columns: readonly InputColumn[]): Promise<void> {
    const structure = columns.map((column) => `${column.name} ${column.type}`)
    const sql = `CREATE OR REPLACE TEMPORARY TABLE ${name} (${structure}) ENGINE = Memory`
    const session = this.#id
    this.#tables.push(name)
    const length = columns[0]!.length
    const names = columns.map((column) => column.name)
    const values = columns.map((column) => column.expression)
    await requesting(async () => {
      await read(this.#client, { sql, session })
      if (length > 0) await send(this.#client, { into: `${name} (${names})`, values, columns, session })
    })
    const [stored] = await this.rows(`SELECT count() FROM ${name}`, (row) => row.integer())
    invariant(stored === length, `all ${length} rows given reached the table ${name}`)
  }

  async derive(name: string, sql: string): Promise<void> {
    this.#tables.push(name)
    const create = `CREATE OR REPLACE TEMPORARY TABLE ${name} ENGINE = Memory AS ${sql}`
    await requesting(() => read(this.#client, { sql: create, session: this.#id }))
  }

  /** The server drops an idle session by itself. Dropping its tables frees their memory now. */
  async end(): Promise<void> {
    for (const name of this.#tables) {
      const sql = `DROP TEMPORARY TABLE IF EXISTS ${name}`
      await read(this.#client, { sql, session: this.#id }).catch(() => {})
    }
  }
}

interface ReadOptions {
  readonly sql: string
  readonly parameters?: Parameters | undefined
  readonly session?: string
  readonly settings?: Readonly<Record<string, string>>
}

async function read(
  client: ClickHouseClient,
  { sql, parameters, session, settings }: ReadOptions,
): Promise<Uint8Array> {
  const { stream } = await client.exec({
    query: sql,
    ...(parameters ? { query_params: { ...parameters } } : {}),
    ...(session ? { session_id: session } : {}),
    ...(settings ? { clickhouse_settings: settings as ClickHouseSettings } : {}),
  })
  return collect(stream)
}

interface SendOptions {
  /** The table and its columns. */
  readonly into: string
  readonly values: readonly string[]
  readonly columns: readonly InputColumn[]
  readonly token?: string
  readonly session?: string
}

async function send(
  client: ClickHouseClient,
  { into, values, columns, token, session }: SendOptions,
): Promise<void> {
  const { stream } = await client.exec({
    query: `INSERT INTO ${into} SELECT ${values} FROM input('${nativeStructure(columns)}') FORMAT Native`,
    values: Readable.from(encodeNative(columns), { objectMode: false }),
    ...(token ? { clickhouse_settings: { insert_deduplication_token: token } } : {}),
    ...(session ? { session_id: session } : {}),
  })
  await collect(stream)
}

async function collect(stream: AsyncIterable<unknown>): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}
