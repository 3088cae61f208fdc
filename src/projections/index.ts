/**
 * The usage store in ClickHouse: in this process (chDB), or on a server or a cluster, with the same SQL.
 *
 * It has data of two kinds. Calls and refused events are primary data: no other place has them, and a lost row is lost.
 * The books of epochs are a projection: they are computed from the log and the calls, and can be computed again.
 */

import { lazy, lazyPort } from '../base/lazy.ts'
import type { BooksStore } from '../books/port.ts'
import type { KeptRows } from '../usage/keptRows.ts'
import type { CallLists } from '../usage/lists.ts'
import type { Quarantine } from '../usage/quarantine.ts'
import type { UsageQuery } from '../usage/query.ts'
import type { UsageReader } from '../usage/reader.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { SpanStore } from '../usage/spans.ts'
import type { UsageWriter } from '../usage/writer.ts'
import { createBooksStore } from './books/store.ts'
import type { FrozenTables } from './engine/frozen.ts'
import type { SqlEngine } from './engine/port.ts'
import { fixOf, openFiles, type StoredFiles } from './files.ts'
import { createRefusedStore, noLimits, type RefusedLimits } from './refused/store.ts'
import { migrate } from './schema/migrate.ts'
import { claim } from './schema/owner.ts'
import { migrations, migrationsTable, readableTables } from './schema/tables.ts'
import { onCluster, singleServer, type Topology } from './schema/topology.ts'
import { besideRows } from './usage/besideRows.ts'
import { createUsageReader } from './usage/reader.ts'
import { createUsageWriter } from './usage/writer.ts'

export interface UsageEngine {
  readonly writer: UsageWriter
  readonly reader: UsageReader
  /** A reader of the stored rows and of these, of which nothing is stored. */
  readonly readerBeside: (rows: readonly KeptRows[]) => UsageReader
  readonly lists: CallLists
  readonly query: UsageQuery
  readonly books: BooksStore
  readonly refused: RefusedStore
  readonly spans: SpanStore
  /**
   * Keeps the tables of this moment as files. Call it while nothing is inserted and nothing deleted. Undefined where
   * the tables are on a server.
   */
  readonly freeze: (() => Promise<FrozenTables>) | undefined
  readonly quarantine: Quarantine
  /** The files of an embedded store; undefined where the tables are on a server. */
  readonly files: StoredFiles | undefined
  /** ClickHouse's. */
  version(): Promise<string>
  /** Resolves when everything that runs has ended. */
  close(): Promise<void>
}

/**
 * A ClickHouse server. With `cluster`, the name of a cluster that it is part of, tables are replicated and sharded
 * there.
 */
export interface ClickHouseServer {
  /** `http(s)://host:port/database`, without user and password. The database must exist. */
  readonly url: string
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly cluster?: string | undefined
  /** 32 hex digits that name the event store. A database belongs to one event store. */
  readonly ledger?: string | undefined
}

interface EmbeddedStore {
  readonly path: string
  /** Whether the folder is a view of another one, from which the engine should only read. Default: no. */
  readonly passive?: boolean
  /** Whether to open it where parts are damaged, in order to list or replace them. Default: no. */
  readonly tolerant?: boolean
}

/**
 * Opens the usage store and brings its tables up to date. A missing folder is created; a database on a server must
 * exist. A process can have one folder open at a time. After `close` it can open another, or the same again.
 * @throws HeadwaterError `usage.unavailable`, `data.damaged`, `data.diskFull`, `data.newer`, `data.migrationChanged`,
 * `usage.otherLedger`
 */
export async function openUsage(
  options: (EmbeddedStore | { readonly server: ClickHouseServer }) & { readonly refused?: RefusedLimits },
): Promise<UsageEngine> {
  const { refused = noLimits } = options
  if (!('server' in options)) return openInside(options, refused)
  const { cluster, ledger, ...server } = options.server
  const topology = cluster === undefined ? singleServer : onCluster(cluster, databaseOf(server.url))
  const { openServerEngine } = await import('./engine/server.ts')
  const engine = await openServerEngine({ ...server, clustered: cluster !== undefined })
  return openOn(engine, { topology, limits: refused, shared: true }, ledger)
}

async function openInside(
  { path, passive = false, tolerant = false }: EmbeddedStore,
  limits: RefusedLimits,
): Promise<UsageEngine> {
  // chDB's library is large. A process that works with a server does not load it.
  const { openEmbeddedEngine } = await import('./engine/embedded.ts')
  const { freezeTables, removeFrozen } = await import('./engine/frozen.ts')
  removeFrozen(path)
  const engine = await openEmbeddedEngine(path, fixOf)
  try {
    // Merged parts would be copies of what the folder only links to.
    if (passive) await engine.command('SYSTEM STOP MERGES')
    const files = await openFiles(engine, path, tolerant)
    const usage = await openOn(engine, { topology: singleServer, limits, shared: false })
    await files.requireDefinitions()
    return { ...usage, freeze: () => freezeTables(engine, path), files }
  } catch (error) {
    await engine.close()
    throw error
  }
}

function databaseOf(url: string): string {
  const name = new URL(url).pathname.slice(1)
  return name === '' ? 'default' : name
}

async function openOn(
  engine: SqlEngine,
  options: { readonly topology: Topology; readonly limits: RefusedLimits; readonly shared: boolean },
  ledger?: string,
): Promise<UsageEngine> {
  const { topology } = options
  try {
    if (ledger !== undefined) await claim(engine, topology, ledger)
    await migrate(engine, migrationsTable, migrations, topology)
  } catch (error) {
    await engine.close()
    throw error
  }
  // Few commands need these.
  const lists = lazy(() => import('./usage/lists.ts').then(({ createCallLists }) => createCallLists(engine)))
  const query = lazy(() =>
    import('./query/query.ts').then(({ createUsageQuery }) => createUsageQuery(engine, readableTables)),
  )
  const spans = lazy(() =>
    import('./spans/store.ts').then(({ createSpanStore }) => createSpanStore(engine, { topology })),
  )
  const quarantine = lazy(() =>
    import('./quarantine/store.ts').then(({ createQuarantine }) => createQuarantine(engine, topology)),
  )
  return {
    writer: createUsageWriter(engine, topology),
    reader: createUsageReader(engine),
    readerBeside: (rows) => createUsageReader(besideRows(engine, rows)),
    lists: lazyPort(lists.get, {}),
    query: lazyPort(query.get, {}),
    books: createBooksStore(engine, topology),
    refused: createRefusedStore(engine, options),
    spans: lazyPort(spans.get, {}),
    freeze: undefined,
    quarantine: lazyPort(quarantine.get, {}),
    files: undefined,
    version: async () => (await engine.rows('SELECT version()', (row) => row.text()))[0]!,
    close: () => engine.close(),
  }
}
