/** SQL twin of src/usage/rowHash.ts: the hash that shows whether a row was changed. */
import type { Column } from '../../usage/columns.ts'
import { firstColumns, laterColumns } from '../../usage/rowHash.ts'
import { hashed, hashedLater } from './columnTypes.ts'

/** SQL of the hash of a row, 32 bytes. */
export function rowHashSql(columns: readonly Column[]): string {
  const parts = [...firstColumns(columns).map(hashed), ...laterColumns(columns).map(hashedLater)]
  return `keccak256(concat(${parts.join(', ')}))`
}
