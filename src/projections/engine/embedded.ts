/**
 * chDB: ClickHouse in this process, behind @clickhouse/client. Columns reach it as Arrow streams that are registered
 * under a name. No text is written or parsed, and the work is not done on the event loop.
 *
 * Three properties of chDB shape this file. A connection runs one query at a time, so writes have their own connection
 * and reads share a few. Parameters of a query are set for the whole process, so chDB runs such queries one after
 * another whatever their connection; no slow or frequent query uses them. A second read of a registered stream is
 * empty, so a stream is read exactly once, into a table, and the rows are counted. A process can have one folder open
 * at a time.
 */
import { mkdirSync } from 'node:fs'
import type { ClickHouseClient } from '@clickhouse/client'
import { drainPending } from 'chdb'
import { oneAtATime } from '../../base/oneAtATime.ts'
import { HeadwaterError } from '../../errors.ts'
import { invariant } from '../../invariant.ts'
import { ArrowStreams } from './arrowStreams.ts'
import type { InputColumn } from './columns.ts'
import { connect, run, runForBytes } from './connection.ts'
import { damagedUsage, isDamage, isDefinitionDamage, placeOf } from './damage.ts'
import { requireFiles, tableIn } from './definitionFiles.ts'
import { engineFailure } from './failure.ts'
import { InFlight } from './inFlight.ts'
import type { InsertOptions, Parameters, Session, SqlEngine } from './port.ts'
import { decodeRows, type RowReader, UnreadableRows } from './rowBinary.ts'

/** Reads that may run at the same time. */
const readConnectionsMax = 3

/** What to do where a table is damaged; undefined where the advice of `data.damaged` is right. */
type FixOf = (table: string | undefined) => string | undefined

/** @throws HeadwaterError `usage.unavailable`, `data.diskFull`, `data.damaged`, `data.fileLimit` */
export async function openEmbeddedEngine(path: string, fixOf: FixOf = () => undefined): Promise<SqlEngine> {
  let streams: ArrowStreams | undefined
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    requireFiles(path)
    streams = new ArrowStreams(path)
    return new EmbeddedEngine(path, streams, await connect(path), fixOf)
  } catch (error) {
    streams?.close()
    throw openingFailure(path, error)
  }
}

/** chDB reports only that it failed. The reader needs the likely reason. */
function openingFailure(path: string, error: unknown): HeadwaterError {
  if (error instanceof HeadwaterError) return error
  if (isDefinitionDamage(error))
    return damagedUsage(path, placeOf(error), { words: wordsOf(error), cause: error })
  const failure = engineFailure(error)
  if (!/Failed to create connection/.test(failure.message)) return failure
  const words = 'the engine could not open it, and its own words are on standard error'
  return damagedUsage(path, {}, { words, cause: error })
}

function failureOf(path: string, error: unknown, fixOf: FixOf): HeadwaterError {
  // The engine does not always notice that what it reads is not what was written.
  if (error instanceof UnreadableRows) return damagedUsage(path, {}, { words: error.message, cause: error })
  if (error instanceof HeadwaterError || !isDamage(error)) return engineFailure(error)
  const place = placeOf(error, (folder) => tableIn(path, folder))
  const fix = fixOf(place.table)
  return damagedUsage(path, place, { words: wordsOf(error), cause: error, ...(fix !== undefined && { fix }) })
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

class EmbeddedEngine implements SqlEngine {
  readonly #path: string
  readonly #streams: ArrowStreams
  readonly #writer: ClickHouseClient
  readonly #idle: ClickHouseClient[] = []
  readonly #waiting: (() => void)[] = []
  readonly #inFlight: InFlight
  /**
   * A second query on a busy connection would occupy a thread of Node's pool while it waits. Here waiting costs
   * nothing.
   */
  readonly #inTurn = oneAtATime()
  #readers = 0

  constructor(path: string, streams: ArrowStreams, writer: ClickHouseClient, fixOf: FixOf) {
    this.#inFlight = new InFlight((error) => failureOf(path, error, fixOf))
    this.#path = path
    this.#streams = streams
    this.#writer = writer
  }

  command(sql: string, parameters?: Parameters): Promise<void> {
    return this.#inFlight.run(() => this.#inTurn(() => run(this.#writer, sql, parameters)))
  }

  insert({ table, columns, literals, token, beside = false }: InsertOptions): Promise<void> {
    invariant(/^[0-9a-f]+$/.test(token), 'an insert token is hex')
    const names = [...Object.keys(literals), ...columns.map((column) => column.name)]
    const values = [...Object.values(literals), ...columns.map((column) => column.expression)]
    const target = `${table} (${names}) SETTINGS insert_deduplication_token = '${token}'`
    const insertBy = (client: ClickHouseClient) =>
      this.#streams.use(columns, (source) =>
        run(client, `INSERT INTO ${target} SELECT ${values} FROM ${source}`),
      )
    return this.#inFlight.run(() =>
      beside ? this.#leased(insertBy) : this.#inTurn(() => insertBy(this.#writer)),
    )
  }

  async #leased(use: (client: ClickHouseClient) => Promise<void>): Promise<void> {
    const client = await this.#lease()
    try {
      await use(client)
    } finally {
      this.#release(client)
    }
  }

  bytes(sql: string, parameters?: Parameters): Promise<Uint8Array> {
    return this.session((session) => session.bytes(sql, parameters))
  }

  rows<Row>(sql: string, read: (row: RowReader) => Row, parameters?: Parameters): Promise<Row[]> {
    return this.session((session) => session.rows(sql, read, parameters))
  }

  /** On a connection of its own: `readonly` cannot be taken back. */
  restricted(sql: string, settings: Readonly<Record<string, string>>): Promise<Uint8Array> {
    const changes = Object.entries(settings).map(([name, value]) => `${name} = '${value}'`)
    return this.#inFlight.run(async () => {
      const client = await connect(this.#path)
      try {
        await run(client, `SET ${changes.join(', ')}`)
        return await runForBytes(client, sql)
      } finally {
        await client.close()
      }
    })
  }

  session<Result>(use: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#inFlight.run(async () => {
      const client = await this.#lease()
      const session = new EmbeddedSession(client, this.#streams)
      try {
        return await use(session)
      } finally {
        if (await session.end()) this.#release(client)
        else await this.#discard(client)
      }
    })
  }

  /** Not every build of the engine has this allocator. */
  async trim(): Promise<void> {
    const purge = this.#inFlight.run(() => this.#leased((client) => run(client, 'SYSTEM JEMALLOC PURGE')))
    await purge.catch(() => {})
  }

  async close(): Promise<void> {
    if (!(await this.#inFlight.close())) return
    await Promise.all([this.#writer, ...this.#idle].map((client) => client.close()))
    this.#streams.close()
    await drainPending()
  }

  async #lease(): Promise<ClickHouseClient> {
    for (;;) {
      const idle = this.#idle.pop()
      if (idle) return idle
      if (this.#readers < readConnectionsMax) return this.#open()
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  async #open(): Promise<ClickHouseClient> {
    this.#readers++
    try {
      return await connect(this.#path)
    } catch (error) {
      this.#readers--
      this.#waiting.shift()?.()
      throw error
    }
  }

  #release(client: ClickHouseClient): void {
    this.#idle.push(client)
    this.#waiting.shift()?.()
  }

  /** A connection that could not be cleaned up may still have tables of the query before. */
  async #discard(client: ClickHouseClient): Promise<void> {
    this.#readers--
    await client.close().catch(() => {})
    this.#waiting.shift()?.()
  }
}

class EmbeddedSession implements Session {
  readonly #client: ClickHouseClient
  readonly #streams: ArrowStreams
  readonly #tables: string[] = []

  constructor(client: ClickHouseClient, streams: ArrowStreams) {
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
    // A server accepts one statement for each request; here one call does three.
    const stored = await this.#streams.use(columns, async (source) => {
      const filled = `${create} AS SELECT ${values} FROM ${source}`
      return decodeRows(
        await runForBytes(this.#client, `${filled}; SELECT count() FROM ${name} FORMAT RowBinary`),
        (row) => row.integer(),
      )
    })
    invariant(stored[0] === length, `all ${length} rows given reached the table ${name}`)
  }

  async derive(name: string, sql: string): Promise<void> {
    this.#tables.push(name)
    const create = `CREATE TEMPORARY TABLE ${name} ENGINE = Memory AS ${sql}`
    await run(this.#client, `DROP TEMPORARY TABLE IF EXISTS ${name}; ${create}`)
  }

  /** @returns whether the connection is as it was before */
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
