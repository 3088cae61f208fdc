/** Finds rows by the id of their event. With a Bloom filter over ids it does not read every row. */
import { compareUtf8 } from '../../base/utf8.ts'
import type { RowKey, RowKind } from '../../log/keys.ts'
import type { Column } from '../../usage/columns.ts'
import { kinds, type StoredRows } from '../../usage/kinds.ts'
import { text } from '../engine/literal.ts'
import type { Queries } from '../engine/port.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { readValues, selectedColumns } from './columnTypes.ts'

/** Rows of every attempt, ascending by batch and row. The caller knows which attempts were recorded. */
export async function findRows<Name extends RowKind>(
  queries: Queries,
  name: Name,
  id: string,
  source?: string,
): Promise<StoredRows[Name][]> {
  const { table, columns } = kinds[name]
  const values = readValues(columns as readonly Column[])
  // Not bound: the embedded engine runs queries with bound values one after another.
  const ofSource = source === undefined ? '' : `AND source = ${text(source)}`
  const rows = await queries.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(columns)} FROM ${table} WHERE id = ${text(id)} ${ofSource}`,
    (row) => ({ ...readRowKey(row), ...values(row) }) as StoredRows[Name],
  )
  return rows.sort(byRowKey)
}

/** Sorted here: a sort in the engine costs more than to find the few rows. */
function byRowKey(one: RowKey, other: RowKey): number {
  return (
    compareUtf8(one.partition, other.partition) ||
    one.revision - other.revision ||
    compareUtf8(one.attempt, other.attempt) ||
    one.row - other.row
  )
}

/** Corrections that name an event, of every attempt, ascending by batch and row. */
export async function findCorrections(
  queries: Queries,
  targetSource: string,
  targetId: string,
): Promise<StoredRows['correction'][]> {
  const { table, columns } = kinds.correction
  // Most ledgers have calls alone, and the engine knows the number of rows of a table.
  const [count] = await queries.rows(`SELECT count() FROM ${table}`, (row) => row.integer())
  if (count === 0) return []
  const values = readValues(columns as readonly Column[])
  const rows = await queries.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(columns)}
    FROM ${table} WHERE targetId = ${text(targetId)} AND targetSource = ${text(targetSource)}`,
    (row) => ({ ...readRowKey(row), ...values(row) }) as StoredRows['correction'],
  )
  return rows.sort(byRowKey)
}
