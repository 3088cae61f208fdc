/** The rows of one batch, in their order, a page at a time. */
import type { BatchKey, RowKind } from '../../log/keys.ts'
import type { Column } from '../../usage/columns.ts'
import { kinds, type StoredRows } from '../../usage/kinds.ts'
import type { RowsPart } from '../../usage/reader.ts'
import { integer, key16, text } from '../engine/literal.ts'
import type { Queries } from '../engine/port.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { readValues, selectedColumns } from './columnTypes.ts'

export async function batchRows<Name extends RowKind>(
  queries: Queries,
  name: Name,
  { partition, revision, attempt }: BatchKey,
  { from, limit }: RowsPart,
): Promise<StoredRows[Name][]> {
  const { table, columns } = kinds[name]
  const values = readValues(columns as readonly Column[])
  return queries.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(columns)} FROM ${table}
    WHERE partition = ${text(partition)} AND revision = ${integer(revision)} AND attempt = ${key16(attempt)} AND row >= ${integer(from)}
    ORDER BY row LIMIT ${integer(limit)}`,
    (row) => ({ ...readRowKey(row), ...values(row) }) as StoredRows[Name],
  )
}
