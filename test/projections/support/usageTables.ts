/** An embedded engine with the tables of the usage store, for the tests of one block. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openEmbeddedEngine } from '../../../src/projections/engine/embedded.ts'
import type { SqlEngine } from '../../../src/projections/engine/port.ts'
import { migrate } from '../../../src/projections/schema/migrate.ts'
import { migrations, migrationsTable } from '../../../src/projections/schema/tables.ts'
import { temporaryFolder } from './store.ts'

/** @param give gets the engine before the first test */
export function openUsageTables(give: (engine: SqlEngine) => void): void {
  const folder = temporaryFolder()
  let engine: SqlEngine
  beforeAll(async () => {
    engine = await openEmbeddedEngine(join(folder, 'usage'))
    await migrate(engine, migrationsTable, migrations)
    give(engine)
  })
  afterAll(async () => {
    await engine.close()
    rmSync(folder, { recursive: true, force: true })
  })
}
