/** Keys of batches and rows: written to a temporary table, and read back. */
import type { BatchKey, RowKey } from '../../log/keys.ts'
import { hexKeys, type InputColumn, naturals, strings } from '../engine/columns.ts'
import type { RowReader } from '../engine/rowBinary.ts'

export const batchKeyColumns = 'partition, revision, attempt'
export const rowKeyColumns = `${batchKeyColumns}, row`

export function batchKeys(keys: readonly BatchKey[]): InputColumn[] {
  const partitions = keys.map((key) => key.partition)
  const revisions = keys.map((key) => key.revision)
  const attempts = keys.map((key) => key.attempt)
  return [
    strings('partition', partitions),
    naturals('revision', revisions, 'UInt64'),
    hexKeys('attempt', attempts),
  ]
}

export function readBatchKey(row: RowReader): BatchKey {
  return { partition: row.text(), revision: row.integer(), attempt: row.hex(16) }
}

export function readRowKey(row: RowReader): RowKey {
  return { ...readBatchKey(row), row: row.uint32() }
}
