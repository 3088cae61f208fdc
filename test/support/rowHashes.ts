/** The hashes of rows, and the digest of a batch made of them, computed from columns: see src/usage/rowHash.ts. */
import { hex } from '../../src/base/hex.ts'
import { keccak256, keccak256Many } from '../../src/keccak/index.ts'
import type { Column, ColumnData, ColumnType, OptionalType, TextColumn } from '../../src/usage/columns.ts'
import { GrowableTexts } from '../../src/usage/growableBuffer.ts'
import { firstColumns, laterColumns, rowBytesMin } from '../../src/usage/rowHash.ts'

type Rows = { readonly length: number } & Readonly<Record<string, unknown>>

/** The hash of every row, 32 bytes each. */
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

/** The digest of a batch, as older builds recorded it. @param hashes of its rows, in row order */
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
