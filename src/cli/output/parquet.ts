/**
 * Parquet files, written by chDB. Rows wait in a temporary file until the command has closed its folder, because a
 * process can have one folder of chDB open at a time. Money is decimal text, exact in every tool; times are timestamps
 * in UTC.
 */

import { once } from 'node:events'
import { createWriteStream, mkdtempSync, renameSync, rmSync, type WriteStream } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Cell } from '../../documents/csv.ts'
import { fail } from '../../errors.ts'

const types = {
  text: 'Nullable(String)',
  integer: 'Nullable(Int64)',
  natural: 'Nullable(UInt64)',
  float: 'Nullable(Float64)',
  flag: 'Nullable(Bool)',
  time: "Nullable(DateTime64(6, 'UTC'))",
} as const

export interface ParquetColumn {
  readonly name: string
  readonly type: keyof typeof types
}

const chunkCharacters = 65_536

export class ParquetFile {
  readonly path: string
  readonly #columns: readonly ParquetColumn[]
  readonly #folder: string
  readonly #lines: WriteStream
  #chunk = ''
  rows = 0

  /** @throws HeadwaterError `output.unwritable` */
  constructor(path: string, columns: readonly ParquetColumn[]) {
    this.path = resolve(path)
    this.#columns = columns
    this.#folder = writableFolder(this.path)
    this.#lines = createWriteStream(join(this.#folder, 'rows.json'), { mode: 0o600 })
    this.#lines.on('error', () => {})
  }

  async row(cells: readonly Cell[]): Promise<void> {
    this.rows++
    this.#chunk += `${JSON.stringify(cells, wholeAsText)}\n`
    if (this.#chunk.length > chunkCharacters) await this.#flush()
  }

  /** Replaces the file of this name, if there is one. Call it when no folder is open any more. */
  async finish(): Promise<void> {
    try {
      await this.#flush()
      this.#lines.end()
      await once(this.#lines, 'close')
      const { drainPending, queryAsync } = await import('chdb')
      const made = join(this.#folder, 'made.parquet')
      await queryAsync(this.#conversion(made), { format: 'Null' })
      await drainPending()
      renameSync(made, this.path)
    } catch (error) {
      unwritable(this.path, error)
    } finally {
      this.discard()
    }
  }

  discard(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #conversion(to: string): string {
    const structure = this.#columns.map(({ name, type }) => `${identifier(name)} ${types[type]}`).join(', ')
    const from = `file(${text(join(this.#folder, 'rows.json'))}, JSONCompactEachRow, ${text(structure)})`
    return `SELECT * FROM ${from} INTO OUTFILE ${text(to)} FORMAT Parquet SETTINGS date_time_input_format = 'best_effort', output_format_parquet_string_as_string = 1`
  }

  async #flush(): Promise<void> {
    const chunk = this.#chunk
    this.#chunk = ''
    if (chunk !== '' && !this.#lines.write(chunk)) await once(this.#lines, 'drain')
  }
}

/** Beside the file, so that the finished one is renamed into its place. */
function writableFolder(path: string): string {
  try {
    return mkdtempSync(join(dirname(path), `.${basename(path)}-`))
  } catch (error) {
    return unwritable(path, error)
  }
}

function unwritable(path: string, error: unknown): never {
  fail('output.unwritable', `${path} cannot be written: ${(error as Error).message}.`)
}

/** JSON has no whole numbers of 64 bits; the column's type reads them from text. */
function wholeAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}
