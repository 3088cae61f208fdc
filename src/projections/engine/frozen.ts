/**
 * The tables of one moment, as files: chDB links the files of every part into a folder of its own, and goes on working.
 * The folder is in the usage store, because links need the same disk. A killed process leaves it; the next start
 * removes it.
 */
import { randomBytes } from 'node:crypto'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { SqlEngine } from './port.ts'

export interface FrozenTables {
  /** Has the parts at the same places as the usage store: `store/…/PART/FILE`. */
  readonly folder: string
  /** Removes the links. */
  release(): void
}

/** Where chDB puts what it freezes. Others may freeze tables too: only folders with our names are ours. */
const frozenFolder = 'shadow'
const ownName = /^headwater_backup_[0-9a-f]{16}$/

/** Call it while nothing is inserted and nothing deleted: otherwise each table is frozen at a moment of its own. */
export async function freezeTables(engine: SqlEngine, path: string): Promise<FrozenTables> {
  // Letters, digits and underscores alone: chDB escapes all else.
  const name = `headwater_backup_${randomBytes(8).toString('hex')}`
  const folder = join(path, frozenFolder, name)
  const release = () => rmSync(folder, { recursive: true, force: true })
  try {
    const ours = `database = currentDatabase() AND engine LIKE '%MergeTree'`
    const tables = await engine.rows(`SELECT name FROM system.tables WHERE ${ours} ORDER BY name`, (row) =>
      row.text(),
    )
    for (const table of tables) await engine.command(`ALTER TABLE \`${table}\` FREEZE WITH NAME '${name}'`)
    return { folder, release }
  } catch (error) {
    release()
    throw error
  }
}

/** Removes what a killed process froze. */
export function removeFrozen(path: string): void {
  const folder = join(path, frozenFolder)
  for (const name of list(folder)) {
    if (ownName.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
