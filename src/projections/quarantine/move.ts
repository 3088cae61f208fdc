/** Moves rows of a table to its quarantine table: copies them, then deletes them. Nothing is lost between the two. */
import { type Deletion, deleteKeys } from '../engine/deleteKeys.ts'
import type { SqlEngine } from '../engine/port.ts'
import { apply } from '../schema/migrate.ts'
import { quarantineOf, quarantineTables } from '../schema/tables.ts'
import type { Topology } from '../schema/topology.ts'

/** Keys of one statement. */
const keysMax = 500

interface Move extends Omit<Deletion, 'target'> {
  readonly table: string
}

/** Where a kill comes between copy and deletion, the next move copies the rows again. Readers count each row once. */
export async function moveRows(engine: SqlEngine, topology: Topology, move: Move): Promise<void> {
  const { table, keys, where, parameters } = move
  const quarantine = quarantineOf(table)
  if (keys.length === 0 || !(await hasRows(engine, move))) return
  await apply(engine, topology, quarantineTables[quarantine]!)
  for (let start = 0; start < keys.length; start += keysMax) {
    const part = keys.slice(start, start + keysMax)
    await engine.command(
      `INSERT INTO ${quarantine} SELECT *, now64(3, 'UTC') FROM ${table} WHERE ${where(part.join(', '))}`,
      parameters,
    )
    await deleteKeys(engine, { ...move, keys: part, target: topology.deleteTarget(table) })
  }
}

/** Without a row to move no quarantine is made: a batch has rows of some kinds only. */
async function hasRows(engine: SqlEngine, { table, keys, where, parameters }: Move): Promise<boolean> {
  for (let start = 0; start < keys.length; start += keysMax) {
    const [rows] = await engine.rows(
      `SELECT count() FROM ${table} WHERE ${where(keys.slice(start, start + keysMax).join(', '))}`,
      (row) => row.integer(),
      parameters,
    )
    if (rows !== 0) return true
  }
  return false
}
