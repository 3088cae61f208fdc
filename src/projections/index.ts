/**
 * The usage store: calls by the million, refused events and the books of epochs, in ClickHouse. Embedded chDB now; a
 * server takes the same SQL behind another `SqlEngine`.
 */
import type { RefusedStore, UsageWriter } from '../ingest/ports.ts'
import type { SettlementStore, UsageReader } from '../settlement/ports.ts'
import { createSettlementStore } from './books/store.ts'
import { openEmbeddedEngine } from './engine/embedded.ts'
import type { SqlEngine } from './engine/port.ts'
import { createRefusedStore } from './refused/store.ts'
import { migrate } from './schema/migrate.ts'
import { migrations, migrationsTable } from './schema/tables.ts'
import { createUsageReader } from './usage/reader.ts'
import { createUsageWriter } from './usage/writer.ts'

export interface UsageEngine {
  readonly writer: UsageWriter
  readonly reader: UsageReader
  readonly settlements: SettlementStore
  readonly refused: RefusedStore
  /** Waits for what runs. */
  close(): Promise<void>
}

/**
 * Opens the usage store in a folder, made if missing, and brings its tables up to date. A process can have one folder
 * open at a time; after `close` another, or the same again.
 * @throws HeadwaterError `usage.unavailable`, `data.diskFull`, `data.newer`, `data.migrationChanged`
 */
export async function openUsage(options: { readonly path: string }): Promise<UsageEngine> {
  return openOn(await openEmbeddedEngine(options.path))
}

async function openOn(engine: SqlEngine): Promise<UsageEngine> {
  try {
    await migrate(engine, migrationsTable, migrations)
  } catch (error) {
    await engine.close()
    throw error
  }
  return {
    writer: createUsageWriter(engine),
    reader: createUsageReader(engine),
    settlements: createSettlementStore(engine),
    refused: createRefusedStore(engine),
    close: () => engine.close(),
  }
}
