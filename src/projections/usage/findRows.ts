/** Finds rows by the id of their event. With a Bloom filter over ids it does not read every row. */
import type { RowKind } from '../../log/keys.ts'
import type { Column } from '../../usage/columns.ts'
import { kinds, type StoredRows } from '../../usage/kinds.ts'
import { text } from '../engine/literal.ts'
import type { Queries } from '../engine/port.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { readValues, selectedColumns } from './columnTypes.ts'

/** Rows of every attempt, ascending by batch and row. The caller knows which attempts were recorded. */
export function findRows<Name extends RowKind>(
  queries: Queries,
  name: Name,
  id: string,
  source?: string,
): Promise<StoredRows[Name][]> {
  const { table, columns } = kinds[name]
  const values = readValues(columns as readonly Column[])
  // Not bound: the embedded engine runs queries with bound values one after another.
  const ofSource = source === undefined ? '' : `AND source = ${text(source)}`
  return queries.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(columns)}
    FROM ${table} WHERE id = ${text(id)} ${ofSource} ORDER BY ${rowKeyColumns}`,
    (row) => ({ ...readRowKey(row), ...values(row) }) as StoredRows[Name],
  )
}

/** Corrections that name an event, of every attempt, ascending by batch and row. */
export function findCorrections(
  queries: Queries,
  targetSource: string,
  targetId: string,
): Promise<StoredRows['correction'][]> {
  const { table, columns } = kinds.correction
  const values = readValues(columns as readonly Column[])
  return queries.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(columns)}
    FROM ${table} WHERE targetId = ${text(targetId)} AND targetSource = ${text(targetSource)} ORDER BY ${rowKeyColumns}`,
    (row) => ({ ...readRowKey(row), ...values(row) }) as StoredRows['correction'],
  )
}
