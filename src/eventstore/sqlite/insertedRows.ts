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
    this.#events.add(position, stream, revision, id, type, text, recordedMs)
    this.#sums.add(position, sumOf(event))
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
  #values: (number | string)[] = []

  constructor(database: DatabaseSync, table: string, width: number) {
    const row = `(${Array<string>(width).fill('?').join(', ')})`
    this.#width = width
    this.#one = database.prepare(`INSERT INTO ${table} VALUES ${row}`)
    this.#many = database.prepare(
      `INSERT INTO ${table} VALUES ${Array<string>(rowsAtOnce).fill(row).join(', ')}`,
    )
  }

  add(...row: (number | string)[]): void {
    this.#values.push(...row)
    if (this.#values.length < this.#width * rowsAtOnce) return
    this.#many.run(...this.#values)
    this.#values.length = 0
  }

  end(): void {
    for (let at = 0; at < this.#values.length; at += this.#width)
      this.#one.run(...this.#values.slice(at, at + this.#width))
    this.#values.length = 0
  }

  clear(): void {
    this.#values.length = 0
  }
}
