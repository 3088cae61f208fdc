/** SQL twin of src/usage/rowHash.ts: the hash that makes a changed row show. */
import type { Column } from '../../usage/columns.ts'
import { firstColumns, laterColumns } from '../../usage/rowHash.ts'
import { hashed, hashedLater } from './columnTypes.ts'

/** 32 bytes, from a row's columns. */
export function rowHashSql(columns: readonly Column[]): string {
  const parts = [...firstColumns(columns).map(hashed), ...laterColumns(columns).map(hashedLater)]
  return `keccak256(concat(${parts.join(', ')}))`
}
