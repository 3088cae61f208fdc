/**
 * The hash of a usage row, against tampering: Keccak-256 over this byte string, little-endian throughout.
 *
 *   values of fixed width, in the order of the kind's columns: keys 16 bytes, moments i64, ledger units u256, flags u8,
 *   counts i64, −1 where left out · then the texts in that order, each as u32 length in bytes and its UTF-8 · then of
 *   later columns those that are not left out, in that order, each as its name (a text) and its value
 *
 * The digest of a batch is Keccak-256 over its rows' hashes in row order, lower-case hex. The database computes the
 * same from what it stores (src/projections); where the two differ, a row was changed.
 */
import { hex } from '../base/hex.ts'
import { keccak256, keccak256Many } from '../keccak/index.ts'
import type { Column, ColumnData, ColumnType, LaterColumn, OptionalType, TextColumn } from './columns.ts'
import { GrowableTexts } from './growableBuffer.ts'

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

type Rows = { readonly length: number } & Readonly<Record<string, unknown>>

/**
 * The hash of every row, 32 bytes each. This is the obvious version, from finished columns. Ingestion writes the same
 * byte strings while it fills the columns (src/ingest/batch/callBatch.ts).
 */
export function rowHashes(columns: readonly Column[], rows: Rows): Uint8Array {
  const messages = new GrowableTexts(rows.length, rowBytesMin(columns) + 256)
  const [first, later] = [firstColumns(columns), laterColumns(columns)]
  for (let row = 0; row < rows.length; row++) {
    for (const { name, type } of first) write(messages, valueBytes[type](rows[name] as never, row))
    for (const { name, type } of later) {
      if (isLeftOut[type](rows[name] as never, row)) continue
      write(messages, text(Buffer.from(name)))
      write(messages, valueBytes[type](rows[name] as never, row))
    }
    messages.offsets[row + 1] = messages.length
  }
  return keccak256Many(messages.view(rows.length))
}

/** The digest of a batch. @param hashes of its rows, in row order */
export function batchDigest(hashes: Uint8Array): string {
  return hex(keccak256(hashes))
}

const valueBytes: { [Type in ColumnType]: (column: ColumnData[Type], row: number) => Uint8Array } = {
  key16: fixed(16),
  moment: i64,
  units: fixed(32),
  flag: fixed(1),
  count: i64,
  text: ({ offsets, bytes }: TextColumn, row) => text(bytes.subarray(offsets[row], offsets[row + 1])),
}

function fixed(width: number): (column: Uint8Array, row: number) => Uint8Array {
  return (column, row) => column.subarray(row * width, (row + 1) * width)
}

function i64(column: BigInt64Array, row: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64LE(column[row]!)
  return bytes
}

function text(utf8: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(4 + utf8.length)
  bytes.writeUInt32LE(utf8.length)
  bytes.set(utf8, 4)
  return bytes
}

const isLeftOut: { [Type in OptionalType]: (column: ColumnData[Type], row: number) => boolean } = {
  count: (column, row) => column[row] === -1n,
  text: ({ offsets }, row) => offsets[row] === offsets[row + 1],
}

function write(out: GrowableTexts, bytes: Uint8Array): void {
  out.reserve(bytes.length)
  out.bytes.set(bytes, out.length)
  out.length += bytes.length
}
