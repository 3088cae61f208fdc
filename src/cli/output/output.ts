/** Standard output: text for people, or JSON objects or CSV for machines; never two of them. Or a Parquet file. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { z } from 'zod'
import { type Listing, type Printer, writeListing } from './listing.ts'
import type { Column } from './table.ts'

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
  /** Prints lines as CSV or into a Parquet file; nothing in the forms that an object and a text have. */
  table<Line>(columns: readonly Column<Line>[], lines: Listing<Line>['rows']): Promise<void>
  /** Finishes the files of a command that has closed its folder. */
  finish(): Promise<void>
  /** Removes the files of a command that failed. */
  discard(): void
}

export function createOutput(stream: Writable, options: OutputOptions): Output {
  const { json = false, csv = false, parquet } = options
  const forPeople = !json && !csv && parquet === undefined
  const unfinished: { finish(): Promise<string>; discard(): void }[] = []
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
    list: async (listing) => {
      const file = await writeListing(output, listing, { csv, parquet })
      if (file !== undefined) unfinished.push(file)
    },
    async table(columns, rows) {
      if (output.tabular) await output.list({ schema: z.unknown(), rows, columns, none: '' })
    },
    async finish() {
      for (const file of unfinished.splice(0)) await write(`${await file.finish()}\n`)
    },
    discard() {
      for (const file of unfinished.splice(0)) file.discard()
    },
  }
  return output
}
