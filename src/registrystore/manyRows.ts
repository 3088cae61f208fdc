/**
 * Rows of one table that wait for their INSERT, which inserts several at once: half of the time of a row alone is the call.
 * A statement that fails leaves what it has inserted, so the transaction around it has to be rolled back. In return SQLite
 * keeps no journal of its own for each statement, which would copy every page that the statement changes.
 */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** Rows of one INSERT. More of them gain nothing. */
const rowsAtOnce = 16

export class ManyRows {
  readonly #width: number
  readonly #one: StatementSync
  readonly #many: StatementSync
  /** Of the rows that wait; the same array for all. */
  readonly #values: SQLInputValue[]
  #used = 0

  constructor(database: DatabaseSync, table: string, width: number) {
    const row = `(${Array<string>(width).fill('?').join(', ')})`
    this.#width = width
    this.#values = Array<SQLInputValue>(width * rowsAtOnce).fill(0)
    this.#one = database.prepare(`INSERT OR FAIL INTO ${table} VALUES ${row}`)
    this.#many = database.prepare(
      `INSERT OR FAIL INTO ${table} VALUES ${Array<string>(rowsAtOnce).fill(row).join(', ')}`,
    )
  }

  add(row: readonly SQLInputValue[]): void {
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
}
