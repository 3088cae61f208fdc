/**
 * Connections to chDB. An HTTP session has a connection of its own, because temporary tables belong to a connection.
 * Requests without a session share a few connections. A connection has the settings of the request that it runs.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ClickHouseClient, type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { FrontError } from './problem.ts'
import type { FrontRequest } from './request.ts'

const sharedMax = 4

interface Connection {
  readonly client: ClickHouseClient
  settings: ReadonlyMap<string, string>
  database: string
}

interface HttpSession {
  readonly connection: Connection
  busy: boolean
  expiry: NodeJS.Timeout | undefined
}

export class ChdbPool {
  readonly #path: string
  readonly #uploads: string
  readonly #sessions = new Map<string, HttpSession>()
  readonly #idle: Connection[] = []
  readonly #waiting: (() => void)[] = []
  readonly #all = new Set<Connection>()
  #shared = 0
  #uploadCount = 0

  constructor(path: string) {
    this.#path = join(path, 'chdb')
    this.#uploads = join(path, 'uploads')
    mkdirSync(this.#uploads, { recursive: true })
  }

  async run(request: FrontRequest): Promise<Uint8Array> {
    if (request.session !== undefined) return this.#runInSession(request.session, request)
    if (request.settings.has('readonly')) return this.#runAlone(request)
    const connection = await this.#lease()
    try {
      return await this.#runOn(connection, request)
    } finally {
      this.#idle.push(connection)
      this.#waiting.shift()?.()
    }
  }

  /** `readonly` cannot be taken back from a connection. A server sets it for the request alone. */
  async #runAlone(request: FrontRequest): Promise<Uint8Array> {
    const connection = this.#open()
    try {
      return await this.#runOn(connection, request)
    } finally {
      this.#all.delete(connection)
      await connection.client.close()
    }
  }

  async close(): Promise<void> {
    for (const { expiry } of this.#sessions.values()) clearTimeout(expiry)
    await Promise.all([...this.#all].map(({ client }) => client.close()))
  }

  async #runInSession(id: string, request: FrontRequest): Promise<Uint8Array> {
    const session = this.#sessions.get(id) ?? { connection: this.#open(), busy: false, expiry: undefined }
    if (session.busy) {
      throw new FrontError('373', 'SESSION_IS_LOCKED', `Session ${id} is locked by a concurrent client.`)
    }
    this.#sessions.set(id, session)
    session.busy = true
    clearTimeout(session.expiry)
    try {
      return await this.#runOn(session.connection, request)
    } finally {
      session.busy = false
      await this.#expire(id, session, request)
    }
  }

  /** A session without tables is closed at once, so that many short sessions do not accumulate. */
  async #expire(id: string, session: HttpSession, { query, sessionTimeoutMs }: FrontRequest): Promise<void> {
    const end = async () => {
      this.#sessions.delete(id)
      this.#all.delete(session.connection)
      await session.connection.client.close()
    }
    if (/^\s*DROP TEMPORARY/i.test(query)) {
      const left = await ask(
        session.connection,
        'SELECT count() FROM system.tables WHERE is_temporary FORMAT TSV',
      )
      if (left.toString().trim() === '0') return end()
    }
    session.expiry = setTimeout(() => void end(), sessionTimeoutMs).unref()
  }

  async #lease(): Promise<Connection> {
    for (;;) {
      const idle = this.#idle.pop()
      if (idle) return idle
      if (this.#shared < sharedMax) {
        this.#shared++
        return this.#open()
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
  }

  #open(): Connection {
    type Given = NonNullable<NonNullable<ClickHouseClientConfigOptions>['connection']>
    const given = createChdbConnection({ path: this.#path }) as unknown as Given
    const connection = {
      client: createClient({ connection: given }),
      settings: new Map(),
      database: 'default',
    }
    this.#all.add(connection)
    return connection
  }

  async #runOn(connection: Connection, request: FrontRequest): Promise<Uint8Array> {
    if (connection.database !== request.database) {
      await ask(connection, `USE \`${request.database.replaceAll(/[\\`]/g, '\\$&')}\``)
      connection.database = request.database
    }
    await applySettings(connection, request.settings)
    if (request.data === undefined) return ask(connection, request.query)
    const file = join(this.#uploads, `${this.#uploadCount++}`)
    writeFileSync(file, request.data)
    try {
      return await ask(connection, readingFrom(file, request.query))
    } finally {
      rmSync(file)
    }
  }
}

/** A server reads the request's body; chDB reads a file. */
function readingFrom(file: string, query: string): string {
  const format = /\sFORMAT\s+(\w+)\s*$/i.exec(query)
  const input = /\binput\('((?:\\.|[^'\\])*)'\)/.exec(query)
  if (!format || !input) {
    throw new FrontError('48', 'NOT_IMPLEMENTED', "The front takes data through input('…') FORMAT … alone")
  }
  const source = `file('${file}', '${format[1]}', '${input[1]}')`
  return query.slice(0, format.index).replace(input[0], () => source)
}

async function applySettings(connection: Connection, settings: ReadonlyMap<string, string>): Promise<void> {
  const changes = [...connection.settings.keys()]
    .filter((name) => !settings.has(name) && !name.startsWith('param_'))
    .map((name) => `${identifier(name)} = DEFAULT`)
  for (const [name, value] of settings) {
    if (connection.settings.get(name) === value) continue
    changes.push(`${identifier(name)} = '${value.replaceAll(/[\\']/g, '\\$&').replaceAll('\0', '\\0')}'`)
  }
  // Nothing can be set after it.
  changes.sort((a, b) => Number(a.startsWith('readonly ')) - Number(b.startsWith('readonly ')))
  if (changes.length > 0) await ask(connection, `SET ${changes.join(', ')}`)
  connection.settings = settings
}

function identifier(name: string): string {
  if (/^\w+$/.test(name)) return name
  throw new FrontError('115', 'UNKNOWN_SETTING', `Unknown setting ${name}`)
}

async function ask({ client }: Connection, query: string): Promise<Buffer> {
  const { stream } = await client.exec({ query })
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
