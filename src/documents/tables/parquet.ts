/**
 * Parquet files as a stream of bytes, a group of rows at a time, so that a file of any length takes bounded memory. Money
 * is decimal text, exact in every tool: an amount may have more digits than the 38 of Parquet's decimals. Times are
 * timestamps of microseconds in UTC.
 */
import type { SchemaElement } from 'hyparquet'
import { packageVersion } from '../../version.ts'
import type { Cell } from '../csv.ts'
import type { Column, ColumnKind } from './table.ts'

export const parquetMediaType = 'application/vnd.apache.parquet'

/** Rows of a group, and characters of the texts in it: what is in memory at a time. */
const groupRowsMax = 16_384
const groupCharactersMax = 4_194_304

type Physical = Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>
type Value = string | bigint | number | boolean
interface ParquetType {
  readonly schema: Physical
  readonly of: (cell: NonNullable<Cell>) => Value
}

const text: ParquetType = { schema: { type: 'BYTE_ARRAY', converted_type: 'UTF8' }, of: String }
const types: Record<ColumnKind, ParquetType> = {
  amount: text,
  name: text,
  number: { schema: { type: 'INT64' }, of: BigInt },
  natural: { schema: { type: 'INT64', converted_type: 'UINT_64' }, of: BigInt },
  float: { schema: { type: 'DOUBLE' }, of: Number },
  flag: { schema: { type: 'BOOLEAN' }, of: Boolean },
  time: {
    schema: {
      type: 'INT64',
      converted_type: 'TIMESTAMP_MICROS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
    },
    of: microsOf,
  },
}

export async function* parquetOf(
  columns: readonly Pick<Column<never>, 'head' | 'kind'>[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  const typed = columns.map(({ head, kind }) => ({
    name: head,
    ...(kind === undefined ? text : types[kind]),
  }))
  const bytes = new ByteWriter()
  const file = new ParquetWriter({
    writer: bytes,
    schema: [
      { name: 'root', num_children: typed.length },
      ...typed.map(({ name, schema }): SchemaElement => ({ name, ...schema, repetition_type: 'OPTIONAL' })),
    ],
    createdBy: `headwater ${packageVersion}`,
  })
  for await (const group of groupsOf(typed, rows)) {
    const columnData = typed.map(({ name }, at) => ({ name, data: group[at]! }))
    await file.write({ columnData, rowGroupSize: groupRowsMax })
    yield taken(bytes)
  }
  await file.finish()
  yield taken(bytes)
}

/** What was written since. Places in the file count on, and the buffer is used again. */
function taken(writer: { getBytes(): Uint8Array; index: number }): Uint8Array {
  const bytes = writer.getBytes().slice()
  writer.index = 0
  return bytes
}

async function* groupsOf(
  columns: readonly ParquetType[],
  rows: AsyncIterable<readonly Cell[]>,
): AsyncGenerator<(Value | null)[][]> {
  let group: (Value | null)[][] = columns.map(() => [])
  let characters = 0
  for await (const row of rows) {
    for (let at = 0; at < columns.length; at++) {
      const cell = row[at]
      group[at]!.push(cell === null || cell === undefined ? null : columns[at]!.of(cell))
      if (typeof cell === 'string') characters += cell.length
    }
    if (group[0]!.length < groupRowsMax && characters < groupCharactersMax) continue
    yield group
    group = columns.map(() => [])
    characters = 0
  }
  if (group[0] !== undefined && group[0].length > 0) yield group
}

const timeForm = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?)?Z?$/

/** Of RFC 3339 in UTC, and of the engine's own form, which queries answer. */
function microsOf(cell: NonNullable<Cell>): bigint {
  const [, day, clock = '00:00:00', fraction = ''] = timeForm.exec(String(cell)) ?? []
  const millis = Date.parse(`${day}T${clock}Z`)
  if (Number.isNaN(millis)) throw new TypeError(`${JSON.stringify(cell)} is no time in UTC`)
  return BigInt(millis) * 1_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'))
}
