/**
 * The usage store: calls by the million, refused events and the books of epochs, in ClickHouse: chDB in this process,
 * or a server or cluster, which takes the same SQL.
 */

import type { BooksStore } from '../settlement/books.ts'
import type { UsageReader } from '../usage/reader.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { UsageWriter } from '../usage/writer.ts'
import { createBooksStore } from './books/store.ts'
import type { SqlEngine } from './engine/port.ts'
import { openServerEngine } from './engine/server.ts'
import { createRefusedStore } from './refused/store.ts'
import { migrate } from './schema/migrate.ts'
import { claim } from './schema/owner.ts'
import { migrations, migrationsTable } from './schema/tables.ts'
import { onCluster, singleServer, type Topology } from './schema/topology.ts'
import { createUsageReader } from './usage/reader.ts'
import { createUsageWriter } from './usage/writer.ts'

export interface UsageEngine {
  readonly writer: UsageWriter
  readonly reader: UsageReader
  readonly books: BooksStore
  readonly refused: RefusedStore
  /** Waits for what runs. */
  close(): Promise<void>
}

/** A ClickHouse server; with `cluster`, the name of one that it is part of, tables are replicated and sharded on it. */
export interface ClickHouseServer {
  /** `http(s)://host:port/database`, without user and password. The database must exist. */
  readonly url: string
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly cluster?: string | undefined
  /** 32 hex digits that name the event store: a database belongs to one. */
  readonly ledger?: string | undefined
}

/**
 * Opens the usage store, in a folder, made if missing, or on a server, and brings its tables up to date. A process can
 * have one folder open at a time; after `close` another, or the same again.
 * @throws HeadwaterError `usage.unavailable`, `data.diskFull`, `data.newer`, `data.migrationChanged`, `usage.otherLedger`
 */
export async function openUsage(
  options: { readonly path: string } | { readonly server: ClickHouseServer },
): Promise<UsageEngine> {
  if (!('server' in options)) {
    // chDB's library is large: a process that works with a server does not load it.
    const { openEmbeddedEngine } = await import('./engine/embedded.ts')
    return openOn(await openEmbeddedEngine(options.path), singleServer)
  }
  const { cluster, ledger, ...server } = options.server
  const topology = cluster === undefined ? singleServer : onCluster(cluster, databaseOf(server.url))
  return openOn(await openServerEngine({ ...server, clustered: cluster !== undefined }), topology, ledger)
}

function databaseOf(url: string): string {
  const name = new URL(url).pathname.slice(1)
  return name === '' ? 'default' : name
}

async function openOn(engine: SqlEngine, topology: Topology, ledger?: string): Promise<UsageEngine> {
  try {
    if (ledger !== undefined) await claim(engine, topology, ledger)
    await migrate(engine, migrationsTable, migrations, topology)
  } catch (error) {
    await engine.close()
    throw error
  }
  return {
    writer: createUsageWriter(engine, topology),
    reader: createUsageReader(engine),
    books: createBooksStore(engine, topology),
    refused: createRefusedStore(engine),
    close: () => engine.close(),
  }
}
