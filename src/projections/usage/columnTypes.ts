/** Columns of usage rows in ClickHouse, by type: the type in a table, and how values are written, read and hashed. */
import type {
  Column,
  ColumnData,
  ColumnType,
  LaterColumn,
  OptionalType,
  StoredValue,
  ValuesOf,
} from '../../usage/columns.ts'
import { bytes8, fixed, type InputColumn, int64, moments, textColumn, uint256 } from '../engine/columns.ts'
import type { RowReader } from '../engine/rowBinary.ts'

type OfType<Type extends ColumnType> = {
  readonly tableType: string
  readonly input: (name: string, length: number, data: ColumnData[Type]) => InputColumn
  /** SQL of the value in the form that `read` expects. */
  readonly selected: (name: string) => string
  readonly read: (row: RowReader) => StoredValue[Type]
  /** SQL of the bytes that are hashed of the value; see src/usage/rowHash.ts. */
  readonly hashed: (name: string) => string
}

const itself = (name: string) => name
const reinterpreted = (expression: string) => `reinterpretAsFixedString(${expression})`
const micros = (name: string) => `toUnixTimestamp64Micro(${name})`

const types: { readonly [Type in ColumnType]: OfType<Type> } = {
  key16: {
    tableType: 'FixedString(16)',
    input: (name, length, data) => fixed(name, 16, data.subarray(0, length * 16)),
    selected: itself,
    read: (row) => row.hex(16),
    hashed: itself,
  },
  moment: {
    tableType: "DateTime64(6, 'UTC')",
    input: (name, length, data) => moments(name, data.subarray(0, length)),
    selected: micros,
    read: (row) => row.integer(),
    hashed: (name) => reinterpreted(micros(name)),
  },
  units: {
    tableType: 'UInt256',
    input: (name, length, data) => uint256(name, data.subarray(0, length * 32)),
    selected: itself,
    read: (row) => row.ledgerUnits(),
    hashed: reinterpreted,
  },
  flag: {
    tableType: 'UInt8',
    input: (name, length, data) => bytes8(name, data.subarray(0, length)),
    selected: itself,
    read: (row) => row.uint8() === 1,
    hashed: reinterpreted,
  },
  count: {
    tableType: 'Int64',
    input: (name, length, data) => int64(name, data.subarray(0, length)),
    selected: itself,
    read: (row) => row.integer(),
    hashed: reinterpreted,
  },
  text: {
    tableType: 'String',
    input: (name, length, data) => textColumn(name, length, data),
    selected: itself,
    read: (row) => row.text(),
    hashed: (name) => `${reinterpreted(`toUInt32(length(${name}))`)}, toString(${name})`,
  },
}

/** The definition of a column in a table. */
export function tableColumn({ name, type, fewValues }: Column): string {
  const { tableType } = types[type]
  return `${name} ${fewValues ? `LowCardinality(${tableType})` : tableType}`
}

/** The columns of a batch in the form in which they are sent. */
export function inputColumns(
  columns: readonly Column[],
  rows: { readonly length: number } & Readonly<Record<string, unknown>>,
): InputColumn[] {
  return columns.map(({ name, type }) => types[type].input(name, rows.length, rows[name] as never))
}

/** The list that a query selects, for `readValues` of the same columns. */
export function selectedColumns(columns: readonly Column[]): string {
  return columns.map(({ name, type }) => types[type].selected(name)).join(', ')
}

export function readValues<const Columns extends readonly Column[]>(
  columns: Columns,
): (row: RowReader) => ValuesOf<Columns> {
  const readers = columns.map(({ name, type }) => ({ name, read: types[type].read }))
  return (row) => {
    const values: Record<string, unknown> = {}
    for (const { name, read } of readers) values[name] = read(row)
    return values as ValuesOf<Columns>
  }
}

/** SQL of the bytes that are hashed of a value. */
export function hashed({ name, type }: Column): string {
  return types[type].hashed(name)
}

const leftOutOf: Record<OptionalType, (name: string) => string> = {
  count: (name) => `${name} = -1`,
  text: (name) => `${name} = ''`,
}

/** SQL condition for rows in which the value is left out. */
export function leftOut({ name, type }: LaterColumn): string {
  return leftOutOf[type](name)
}

/** The same for a later column: nothing where the value is left out, else the name and then the value. */
export function hashedLater(column: LaterColumn): string {
  const { name } = column
  const named = `${reinterpreted(`toUInt32(${name.length})`)}, '${name}'`
  return `if(${leftOut(column)}, '', concat(${named}, ${hashed(column)}))`
}
