/** Standard output: text for people, or JSON objects or CSV for machines; never two of them. Or a Parquet file. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { z } from 'zod'
import type { Table } from '../../documents/tables/table.ts'
import { type Listing, type Printer, writeListing } from './listing.ts'

/** The reader closed the output (`headwater tree 1 | head`). This is not a failure, and there is nothing more to print. */
export class OutputClosed extends Error {}

/** Of every command `json`, and `csv` or the path of a Parquet file of commands that print a table. */
export interface OutputOptions {
  readonly json?: boolean | undefined
  readonly csv?: boolean | undefined
  readonly parquet?: string | undefined
}

export interface Output extends Printer {
  /** Whether the form is CSV or Parquet. */
  readonly tabular: boolean
  /** Prints rows in the form that the options name: objects, CSV, a Parquet file, or a table for people. */
  list<Row, Line = Row>(listing: Listing<Row, Line>): Promise<void>
  /** Prints items as CSV or into a Parquet file; nothing in the forms that an object and a text have. */
  table<Row, Line>(
    table: Pick<Table<Row, Line>, 'columns' | 'lines'>,
    rows: Listing<Row>['rows'],
  ): Promise<void>
}

export function createOutput(stream: Writable, options: OutputOptions): Output {
  const { json = false, csv = false, parquet } = options
  const forPeople = !json && !csv && parquet === undefined
  let closed = false
  stream.on('error', () => {
    closed = true
  })
  async function write(text: string): Promise<void> {
    if (closed) throw new OutputClosed()
    if (stream.write(text)) return
    // Where the stream fails instead of draining, this rejects.
    await once(stream, 'drain').catch(() => {
      throw new OutputClosed()
    })
  }
  const output: Output = {
    json,
    tabular: csv || parquet !== undefined,
    text: async (lines) => {
      if (forPeople) await write(`${typeof lines === 'string' ? lines : lines()}\n`)
    },
    object: async (schema, value) => (json ? write(`${JSON.stringify(schema.parse(value))}\n`) : undefined),
    raw: write,
    list: (listing) => writeListing(output, listing, { csv, parquet }),
    async table(table, rows) {
      if (output.tabular) await output.list({ ...table, schema: z.unknown(), rows, none: '' })
    },
  }
  return output
}
