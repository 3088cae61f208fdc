/** Rows of batches in memory. Writers reuse the columns that they give, so what is kept is copied. */
import type { BatchKey } from '../log/keys.ts'
import { type RowKind, rowKinds } from '../log/keys.ts'
import type { Column, ColumnData, ColumnType } from './columns.ts'
import { type BatchRows, kinds } from './kinds.ts'

export interface KeptRows {
  readonly key: BatchKey
  readonly rows: BatchRows
}

export function copyRows(rows: BatchRows): BatchRows {
  return Object.fromEntries(
    rowKinds.flatMap((kind) => {
      const ofKind = rows[kind]
      return ofKind === undefined ? [] : [[kind, joinColumns(kinds[kind].columns, [ofKind])]]
    }),
  ) as unknown as BatchRows
}

type AnyRows = { readonly length: number } & Readonly<Record<string, unknown>>

/** The rows of one kind of several batches, one after another. */
export function joinRows(kind: RowKind, batches: readonly BatchRows[]): AnyRows {
  return joinColumns(
    kinds[kind].columns,
    batches.flatMap((rows) => rows[kind] ?? []),
  )
}

function joinColumns(columns: readonly Column[], parts: readonly AnyRows[]): AnyRows {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const joined = columns.map(({ name, type }) => {
    const data = parts.map((part) => ({ length: part.length, data: part[name] as never }))
    return [name, join[type](data)]
  })
  return { ...Object.fromEntries(joined), length }
}

interface Part<Type extends ColumnType> {
  readonly length: number
  readonly data: ColumnData[Type]
}

const join: { readonly [Type in ColumnType]: (parts: readonly Part<Type>[]) => ColumnData[Type] } = {
  key16: (parts) => joinBytes(parts, 16),
  units: (parts) => joinBytes(parts, 32),
  flag: (parts) => joinBytes(parts, 1),
  moment: joinNumbers,
  count: joinNumbers,
  text(parts) {
    const ends = parts.map(({ length, data }) => data.offsets[length]!)
    const offsets = new Int32Array(parts.reduce((sum, { length }) => sum + length, 1))
    let [row, at] = [0, 0]
    for (const [part, { length, data }] of parts.entries()) {
      for (let index = 0; index < length; index++) offsets[++row] = at + data.offsets[index + 1]!
      at += ends[part]!
    }
    const bytes = Buffer.concat(parts.map(({ data }, part) => data.bytes.subarray(0, ends[part])))
    return { offsets, bytes }
  },
}

function joinBytes(parts: readonly { length: number; data: Uint8Array }[], width: number): Uint8Array {
  return Buffer.concat(parts.map(({ length, data }) => data.subarray(0, length * width)))
}

function joinNumbers(parts: readonly { length: number; data: BigInt64Array }[]): BigInt64Array {
  const joined = new BigInt64Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const { length, data } of parts) {
    joined.set(data.subarray(0, length), at)
    at += length
  }
  return joined
}
