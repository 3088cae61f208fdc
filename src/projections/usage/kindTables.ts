/** Queries over the tables of all kinds of rows. */
import { type RowKind, rowKinds } from '../../log/keys.ts'
import { kinds } from '../../usage/kinds.ts'
import type { Queries } from '../engine/port.ts'

/** Most ledgers have calls alone, and then a query reads no other table. The engine knows the number of rows of a table. */
export async function kindsWithRows(queries: Queries): Promise<RowKind[]> {
  const present: RowKind[] = []
  for (const kind of rowKinds) {
    const [rows] = await queries.rows(`SELECT count() FROM ${kinds[kind].table}`, (row) => row.integer())
    if (rows !== 0 || kind === 'call') present.push(kind)
  }
  return present
}

/** SQL of the rows of these kinds that meet a condition. @param columns which every kind has; `kind` is the row's kind */
export function rowsOf(present: readonly RowKind[], columns: string, where: string): string {
  return present
    .map((kind) => {
      const selected = columns.replace(/\bkind\b/, `'${kind}' AS kind`)
      return `SELECT ${selected} FROM ${kinds[kind].table} WHERE ${where}`
    })
    .join(' UNION ALL ')
}
