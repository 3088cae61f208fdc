/** Rows taken back by key, on one server or a cluster. */
import type { Parameters, SqlEngine } from './port.ts'

/** Keys of one statement. */
const keysMax = 500

/**
 * Waits until the rows are gone from every part. They are masked, not rewritten: parts may be large by now.
 * @param target what a DELETE names; see `Topology`
 * @param where which rows, of the keys that it is given as literals with commas between them
 */
export async function deleteKeys(
  engine: SqlEngine,
  target: string,
  keys: readonly string[],
  where: (keys: string) => string,
  parameters?: Parameters,
): Promise<void> {
  for (let start = 0; start < keys.length; start += keysMax) {
    const part = keys.slice(start, start + keysMax).join(', ')
    await engine.command(
      `DELETE FROM ${target} WHERE ${where(part)} SETTINGS lightweight_deletes_sync = 2`,
      parameters,
    )
  }
}
