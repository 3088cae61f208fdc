/** Inserts events with their checksums, several rows at once: half of the time of a row alone is the call. */
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { sumOf } from './sums.ts'
import { hasSums } from './tables.ts'

/** Rows of one INSERT. More of them gain nothing. */
const rowsAtOnce = 8

export class InsertedRows {
  readonly #events: Rows
  readonly #sums: Rows

  constructor(database: DatabaseSync) {
    this.#events = new Rows(database, 'events', 7)
    // A file that can only be read may be older than the checksums.
    this.#sums = hasSums(database) ? new Rows(database, 'sums', 2) : this.#events
  }

  /** @param stream the key of the event's stream */
  add(stream: number, event: Parameters<typeof sumOf>[0]): void {
    const { position, revision, id, type, text, recordedMs } = event
    this.#events.add([position, stream, revision, id, type, text, recordedMs])
    this.#sums.add([position, sumOf(event)])
  }

  /** Inserts the last ones. Call it before the transaction ends. */
  end(): void {
    this.#events.end()
    this.#sums.end()
  }

  /** Forgets what is not inserted, after a transaction that failed. */
  clear(): void {
    this.#events.clear()
    this.#sums.clear()
  }
}

/** Rows of one table that wait for their INSERT. */
class Rows {
  readonly #width: number
  readonly #one: StatementSync
  readonly #many: StatementSync
  /** Of the rows that wait; the same array for all. */
  readonly #values: (number | string)[]
  #used = 0

  constructor(database: DatabaseSync, table: string, width: number) {
    const row = `(${Array<string>(width).fill('?').join(', ')})`
    this.#width = width
    this.#values = Array<number | string>(width * rowsAtOnce).fill(0)
    this.#one = database.prepare(`INSERT INTO ${table} VALUES ${row}`)
    this.#many = database.prepare(
      `INSERT INTO ${table} VALUES ${Array<string>(rowsAtOnce).fill(row).join(', ')}`,
    )
  }

  add(row: readonly (number | string)[]): void {
    for (let at = 0; at < this.#width; at++) this.#values[this.#used++] = row[at]!
    if (this.#used < this.#values.length) return
    this.#used = 0
    this.#many.run(...this.#values)
  }

  end(): void {
    const used = this.#used
    this.#used = 0
    for (let at = 0; at < used; at += this.#width) this.#one.run(...this.#values.slice(at, at + this.#width))
  }

  clear(): void {
    this.#used = 0
  }
}
