/** Rows deleted by key, on one server or a cluster. */
import type { Parameters, SqlEngine } from './port.ts'

/** Keys of one statement. */
const keysMax = 500

interface Deletion {
  /** What a DELETE names; see `Topology`. */
  readonly target: string
  /** As literals. */
  readonly keys: readonly string[]
  /** The condition for the rows of keys that it is given with commas between them. */
  readonly where: (keys: string) => string
  readonly parameters?: Parameters
}

/** Waits until the rows are gone from every part. They are masked, not rewritten: parts may be large by now. */
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
