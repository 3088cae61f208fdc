/** Finds a call by its id. With a Bloom filter over ids it does not read every row. */
import { type CallValues, call, type StoredCall } from '../../usage/kinds/call.ts'
import { text } from '../engine/literal.ts'
import type { Queries } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { readValues, selectedColumns } from './columnTypes.ts'

const values = readValues(call.columns) as (row: RowReader) => CallValues

/** Rows of every attempt, ascending by batch and row. The caller knows which attempts were recorded. */
export function findCalls(queries: Queries, id: string, source?: string): Promise<StoredCall[]> {
  // Not bound: the embedded engine runs queries with bound values one after another.
  const ofSource = source === undefined ? '' : `AND source = ${text(source)}`
  return queries.rows(
    `SELECT ${rowKeyColumns}, ${selectedColumns(call.columns)}
    FROM ${call.table} WHERE id = ${text(id)} ${ofSource} ORDER BY ${rowKeyColumns}`,
    (row) => ({ ...readRowKey(row), ...values(row) }),
  )
}
