/** The one place that prints a list: as JSON objects, as CSV, as a Parquet file, or as a table for people. */
import type { z } from 'zod'
import { type Cell, csvLine } from '../../documents/csv.ts'
import type { ParquetColumn, ParquetFile } from './parquet.ts'
import { type Column, counted, formatTable } from './table.ts'

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

export interface Listing<Row, Line = Row> {
  /** Of a row as `--json` prints it. */
  readonly schema: z.ZodType
  readonly rows: AsyncIterable<Row> | Iterable<Row>
  readonly columns: readonly Column<Line>[]
  /** The lines of a row in a table, where they are not the row itself. */
  readonly lines?: (row: Row) => readonly Line[]
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

/** @returns the Parquet file, to be finished when the command has closed its folder */
export async function writeListing<Row, Line>(
  out: Printer,
  listing: Listing<Row, Line>,
  { csv, parquet }: Forms,
): Promise<{ finish(): Promise<string>; discard(): void } | undefined> {
  if (out.json) {
    for await (const row of listing.rows) await out.object(listing.schema, row)
    return undefined
  }
  if (csv) await writeCsv(out, listing)
  else if (parquet !== undefined) return writeParquet(parquet, listing)
  else await writeTable(out, listing)
  return undefined
}

async function writeCsv<Row, Line>(out: Printer, listing: Listing<Row, Line>): Promise<void> {
  await out.raw(csvLine(listing.columns.map(({ head }) => head)))
  for await (const cells of cellsOf(listing)) await out.raw(csvLine(cells))
}

async function writeParquet<Row, Line>(path: string, listing: Listing<Row, Line>) {
  const { ParquetFile } = await import('./parquet.ts')
  const file: ParquetFile = new ParquetFile(path, listing.columns.map(parquetColumn))
  try {
    for await (const cells of cellsOf(listing)) await file.row(cells)
  } catch (error) {
    file.discard()
    throw error
  }
  return {
    async finish() {
      await file.finish()
      return `${path}: ${counted(file.rows, 'row')}`
    },
    discard: () => file.discard(),
  }
}

function parquetColumn<Line>({ head, kind }: Column<Line>): ParquetColumn {
  switch (kind) {
    case 'number':
      return { name: head, type: 'integer' }
    case 'natural':
    case 'float':
    case 'time':
    case 'flag':
      return { name: head, type: kind }
    default:
      return { name: head, type: 'text' }
  }
}

async function* cellsOf<Row, Line>(listing: Listing<Row, Line>): AsyncGenerator<readonly Cell[]> {
  for await (const row of listing.rows) {
    for (const line of linesOf(listing, row)) yield listing.columns.map(({ of }) => of(line))
  }
}

function linesOf<Row, Line>({ lines }: Listing<Row, Line>, row: Row): readonly Line[] {
  return lines === undefined ? [row as unknown as Line] : lines(row)
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
