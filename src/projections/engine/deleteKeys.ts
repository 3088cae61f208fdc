/** Deletes rows by key, on one server or a cluster. */
import type { Parameters, SqlEngine } from './port.ts'

/** Keys of one statement. */
const keysMax = 500

export interface Deletion {
  /** The table that a DELETE names; see `Topology`. */
  readonly target: string
  /** As SQL literals. */
  readonly keys: readonly string[]
  /** The condition for rows with these keys, which are separated by commas. */
  readonly where: (keys: string) => string
  readonly parameters?: Parameters
}

/** Resolves when the rows are gone from every part. They are masked; large parts are not rewritten. */
export async function deleteKeys(
  engine: SqlEngine,
  { target, keys, where, parameters }: Deletion,
): Promise<void> {
  for (let start = 0; start < keys.length; start += keysMax) {
    const part = keys.slice(start, start + keysMax).join(', ')
    await engine.command(
      `DELETE FROM ${target} WHERE ${where(part)} SETTINGS lightweight_deletes_sync = 2`,
      parameters,
    )
  }
}
