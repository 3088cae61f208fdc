/**
 * The files of an embedded usage store: what is damaged in them, and the parts of books that a rebuild replaces. Calls
 * and refused events are in no other place; books are computed from the logs.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HeadwaterError } from '../errors.ts'
import { books } from './books/tables.ts'
import { damagedUsage } from './engine/damage.ts'
import { type DamagedPart, findDamagedParts } from './engine/parts.ts'
import type { SqlEngine } from './engine/port.ts'
import { findAltered } from './schema/definitions.ts'
import { migrations, migrationsTable } from './schema/tables.ts'

export interface StoredFiles {
  /** What is damaged, found without reading the rows. */
  readonly damaged: readonly DamagedPart[]
  /** @throws HeadwaterError `data.damaged` where a table is not as it was made */
  requireDefinitions(): Promise<void>
  /** Reads every file of every table and compares it with its checksum. */
  examine(): Promise<HeadwaterError[]>
  /**
   * Sets damaged parts of books aside, so that a rebuild can write and read beside them.
   * @returns removes what was set aside: call it once the books are rebuilt
   * @throws HeadwaterError `data.damaged` where something else is damaged
   */
  setBooksAside(): Promise<() => Promise<void>>
}

const bookNames: ReadonlySet<string> = new Set(Object.values(books).map(({ name }) => name))

const rebuildFix =
  'Run `headwater rebuild`: it computes the books again from the logs and removes the damaged part.'

/** What to do where a table is damaged; undefined where the advice of `data.damaged` is right. */
export function fixOf(table: string | undefined): string | undefined {
  return isBook(table) ? rebuildFix : undefined
}

function isBook(table: string | undefined): boolean {
  return table !== undefined && bookNames.has(table)
}

/** @throws HeadwaterError `data.damaged`, unless `tolerant` */
export async function openFiles(engine: SqlEngine, path: string, tolerant: boolean): Promise<StoredFiles> {
  const damaged = await findDamagedParts(engine, path)
  const failure = (part: DamagedPart) => failureOf(path, part)
  if (!tolerant && damaged[0] !== undefined) throw failure(damaged[0])

  return {
    damaged,
    async requireDefinitions() {
      const made = [migrationsTable, ...migrations.flatMap(({ statements }) => statements)]
      const altered = (await findAltered(engine, made)).find(
        // A rebuild makes tables of books that are missing.
        ({ table, missing }) => !(tolerant && missing && isBook(table)),
      )
      if (altered !== undefined) throw damagedUsage(path, altered, { words: altered.reason })
    },
    async examine() {
      const checked = await checkTables(engine, await tableNames(engine))
      return [...damaged, ...checked].map(failure)
    },
    async setBooksAside() {
      const primary = damaged.find(({ table }) => !isBook(table))
      if (primary !== undefined) throw failure(primary)
      for (const { table, part } of await checkTables(engine, [...bookNames]))
        await engine.command(`ALTER TABLE ${table} DETACH PART '${part}'`)
      const aside = (await findDamagedParts(engine, path)).filter(({ detached }) => detached)
      return async () => {
        for (const { folder } of aside) rmSync(join(path, folder!), { recursive: true, force: true })
      }
    },
  }
}

function failureOf(path: string, part: DamagedPart): HeadwaterError {
  const { table, reason, folder, detached } = part
  const without =
    detached && folder !== undefined
      ? `Restore the data folder from a backup. What only this part has is lost otherwise; to go on without it, delete ${join(path, folder)}.`
      : undefined
  const fix = fixOf(table) ?? without
  return damagedUsage(path, part, { words: reason, ...(fix !== undefined && { fix }) })
}

async function tableNames(engine: SqlEngine): Promise<string[]> {
  return engine.rows(
    "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree' ORDER BY name",
    (row) => row.text(),
  )
}

/** Every part whose files do not have their checksums. */
async function checkTables(engine: SqlEngine, tables: readonly string[]): Promise<DamagedPart[]> {
  const found: DamagedPart[] = []
  for (const table of tables) {
    const parts = await engine.rows(
      `CHECK TABLE \`${table}\` SETTINGS check_query_single_value_result = 0`,
      (row) => ({ part: row.text(), sound: row.uint8() === 1, reason: row.text() }),
    )
    for (const { part, sound, reason } of parts) if (!sound) found.push({ table, part, reason })
  }
  return found
}
