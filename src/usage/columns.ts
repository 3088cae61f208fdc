/**
 * Columns of usage rows by type: the form of a column in a batch on its way to the store, and of a value in a row that
 * is read back.
 */
import type { Micros } from '../events/time.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'

/** Arrow's layout of a text column: row i is bytes[offsets[i] .. offsets[i+1]). UTF-8. */
export interface TextColumn {
  readonly offsets: Int32Array
  readonly bytes: Uint8Array
}

/** The rows of a batch, one after another. */
export interface ColumnData {
  /** 16 bytes a row: half of a Keccak-256. */
  readonly key16: Uint8Array
  /** Microseconds since 1970, UTC. */
  readonly moment: BigInt64Array
  /** 32 bytes a row, little-endian: ledger units. */
  readonly units: Uint8Array
  /** 0 or 1. */
  readonly flag: Uint8Array
  /** A whole number, or −1 where it is left out. */
  readonly count: BigInt64Array
  /** '' where it is left out. */
  readonly text: TextColumn
}

/** One value of a stored row. */
export interface StoredValue {
  /** 32 hex digits. */
  readonly key16: string
  readonly moment: Micros
  readonly units: LedgerUnits
  readonly flag: boolean
  readonly count: number
  readonly text: string
}

export type ColumnType = keyof ColumnData

/** Types of columns whose values may be left out. */
export type OptionalType = 'count' | 'text'

interface FirstColumn {
  readonly name: string
  readonly type: ColumnType
  /** Of a text: there are few different values. */
  readonly fewValues?: true
  readonly later?: never
}

/**
 * A column that was added when the kind had rows already. In those rows its value is left out, and a value of a later
 * column is hashed only where it is given. So older rows keep their hashes.
 */
export interface LaterColumn {
  readonly name: string
  readonly type: OptionalType
  readonly fewValues?: true
  readonly later: true
}

export type Column = FirstColumn | LaterColumn

/** A batch's rows in these columns. */
export type ColumnsOf<Columns extends readonly Column[]> = { readonly length: number } & {
  readonly [Each in Columns[number] as Each['name']]: ColumnData[Each['type']]
}

/** The values of one row in these columns. */
export type ValuesOf<Columns extends readonly Column[]> = {
  readonly [Each in Columns[number] as Each['name']]: StoredValue[Each['type']]
}

/** Names of the columns of one type. */
export type NamesOf<Columns extends readonly Column[], Type extends ColumnType> = Extract<
  Columns[number],
  { readonly type: Type }
>['name']

/** Names of the columns of one type, in their order. */
export function namesOf<const Columns extends readonly Column[], Type extends ColumnType>(
  columns: Columns,
  type: Type,
): readonly NamesOf<Columns, Type>[] {
  return columns
    .filter((column) => column.type === type)
    .map((column) => column.name as NamesOf<Columns, Type>)
}

/** The columns with these names, in the order of `columns`. */
export function pickColumns<
  const Columns extends readonly Column[],
  const Name extends Columns[number]['name'],
>(columns: Columns, names: readonly Name[]): readonly Extract<Columns[number], { readonly name: Name }>[] {
  return columns.filter(({ name }) => (names as readonly string[]).includes(name)) as never
}
