/**
 * The hash of a usage row, against tampering: Keccak-256 over this byte string, little-endian throughout. The database
 * computes it from what it stores (src/projections/usage/rowHash.ts).
 *
 *   values of fixed width, in the order of the kind's columns: keys 16 bytes, moments i64, ledger units u256, flags u8,
 *   counts i64, −1 where left out · then the texts in that order, each as u32 length in bytes and its UTF-8 · then of
 *   later columns those that are not left out, in that order, each as its name (a text) and its value
 *
 * The digest of a batch that an older build recorded is Keccak-256 over its rows' hashes in row order. Batches are now
 * recorded with the digest of src/usage/columnsDigest.ts.
 */
import type { Column, ColumnType, LaterColumn } from './columns.ts'

/** Bytes of a value; of a text those of its length. */
const widths: Record<ColumnType, number> = { key16: 16, moment: 8, units: 32, flag: 1, count: 8, text: 4 }

/** Bytes of a row's byte string, without the UTF-8 of its texts and without its later columns. */
export function rowBytesMin(columns: readonly Column[]): number {
  return firstColumns(columns).reduce((sum, { type }) => sum + widths[type], 0)
}

/** The columns that are hashed of every row, in the order in which they are hashed. */
export function firstColumns(columns: readonly Column[]): readonly Column[] {
  const first = columns.filter(({ later }) => !later)
  return [...first.filter(({ type }) => type !== 'text'), ...first.filter(({ type }) => type === 'text')]
}

/** The columns that are hashed only where they are given, after the others. */
export function laterColumns(columns: readonly Column[]): readonly LaterColumn[] {
  return columns.filter((column) => column.later === true)
}
