/**
 * SQL of the hash of a call, of which the digest of settled calls is made: SHA-256 over these bytes, numbers
 * little-endian.
 *
 *   values of fixed width in the order of the columns, without the keys: moments and counts i64 (−1 where left out), flags
 *   u8, the low 64 bits of ledger units · the texts in that order, each as UTF-8 and the byte FF, which is never part of
 *   UTF-8 · then what few calls have, each as its name, the byte FF and its value: ledger units of 2^64 or more, u256;
 *   and later columns that are given, each followed by the byte 00
 *
 * The keys are hashes of what the other columns say.
 */
import type { Column, ColumnType, LaterColumn } from '../../usage/columns.ts'
import { firstColumns, laterColumns } from '../../usage/rowHash.ts'
import { hashed, leftOut } from './columnTypes.ts'
import { endedText, endOfText, joinedParts } from './hashedParts.ts'

/** SQL of the hash, as a UInt256 whose little-endian bytes are those of the hash. */
export function callHashSql(columns: readonly Column[]): string {
  const first = firstColumns(columns)
  const fixed = first.flatMap((column) => fixedPart[column.type]?.(column) ?? [])
  const parts = [
    // Values of fixed width are joined first: each of them takes the template twice as long.
    { sql: `concat(${fixed.join(', ')})` },
    ...first.flatMap(({ name, type }) => (type === 'text' ? [endedText(name)] : [])),
    ...first.flatMap(({ name, type }) => (type === 'units' ? [{ sql: wideUnits(name) }] : [])),
    ...laterColumns(columns).map((column) => ({ sql: laterPart(column) })),
  ]
  return `reinterpretAsUInt256(SHA256(${joinedParts(parts)}))`
}

const fixedPart: Partial<Record<ColumnType, (column: Column) => string>> = {
  moment: hashed,
  units: ({ name }) => `reinterpretAsFixedString(toUInt64(${name}))`,
  flag: hashed,
  count: hashed,
}

function wideUnits(name: string): string {
  return `if(${name} > toUInt256('18446744073709551615'), concat('${name}', '${endOfText}', reinterpretAsFixedString(${name})), '')`
}

function laterPart(column: LaterColumn): string {
  const { name, type } = column
  const value = type === 'text' ? `toString(${name})` : hashed(column)
  return `if(${leftOut(column)}, '', concat('${name}', '${endOfText}', ${value}, '\\0'))`
}
