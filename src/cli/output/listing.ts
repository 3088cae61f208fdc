/** The one place that prints a list: as JSON objects, as CSV, as a Parquet file, or as a table for people. */
import { resolve } from 'node:path'
import type { z } from 'zod'
import { csvOf } from '../../documents/tables/csvOf.ts'
import { cellsOf, linesOf, type Table } from '../../documents/tables/table.ts'
import { replaceFile } from './replaceFile.ts'
import { counted, formatTable } from './table.ts'

/** The forms of standard output that a list is printed in. */
export interface Printer {
  readonly json: boolean
  /** Prints one line of text or several. Where the output is for machines it prints nothing, and does not compose the text. */
  text(lines: string | (() => string)): Promise<void>
  /** Prints one object on one line, its fields in the order of the schema. Prints nothing where the output is no JSON. */
  object(schema: z.ZodType, value: unknown): Promise<void>
  /** Prints the text as it is: a part of an object that is too large for one string. */
  raw(text: string): Promise<void>
}

export interface Listing<Row, Line = Row> extends Pick<Table<Row, Line>, 'columns' | 'lines'> {
  /** Of a row as `--json` prints it. */
  readonly schema: z.ZodType
  readonly rows: AsyncIterable<Row> | Iterable<Row>
  /** Printed for people where there is no row. */
  readonly none: string
  /** What people see of the first rows, where it is not a table of them. */
  readonly print?: (rows: readonly Row[]) => string
  /** Rows that people see; all others are for machines. */
  readonly shownMax?: number
}

interface Forms {
  readonly csv: boolean
  readonly parquet: string | undefined
}

/** A table on a terminal ends somewhere. */
const shownDefault = 1_000

export async function writeListing<Row, Line>(
  out: Printer,
  listing: Listing<Row, Line>,
  { csv, parquet }: Forms,
): Promise<void> {
  if (out.json) {
    for await (const row of listing.rows) await out.object(listing.schema, row)
  } else if (csv) for await (const chunk of csvOf(listing, listing.rows)) await out.raw(chunk)
  else if (parquet !== undefined) await writeParquet(out, parquet, listing)
  else await writeTable(out, listing)
}

async function writeParquet<Row, Line>(
  out: Printer,
  path: string,
  listing: Listing<Row, Line>,
): Promise<void> {
  const { parquetOf } = await import('../../documents/tables/parquet.ts')
  let rows = 0
  async function* counting() {
    for await (const cells of cellsOf(listing, listing.rows)) {
      rows++
      yield cells
    }
  }
  const place = resolve(path)
  await replaceFile(place, parquetOf(listing.columns, counting()))
  await out.raw(`${place}: ${counted(rows, 'row')}\n`)
}

async function writeTable<Row, Line>(out: Printer, listing: Listing<Row, Line>): Promise<void> {
  const { rows, columns, none, shownMax = shownDefault } = listing
  const shown: Row[] = []
  let more = false
  for await (const row of rows) {
    more = shown.length === shownMax
    if (more) break
    shown.push(row)
  }
  const print =
    listing.print ??
    ((first: readonly Row[]) =>
      formatTable(
        first.flatMap((row) => linesOf(listing, row)),
        columns,
      ))
  await out.text(shown.length === 0 ? none : print(shown))
  if (more) await out.text('… and more: --json, --csv and --parquet FILE list all')
}
