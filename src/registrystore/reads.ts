/** Reads of one database, prepared when they are first needed. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { Listed, ListedPart } from '../registry/index.ts'
import { asked } from './database.ts'

export type Row = Record<string, SQLOutputValue>

/** Rows that a list reads at a time. */
export const pageRows = 1_000

export class StoreReads {
  readonly path: string
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(database: DatabaseSync, path: string) {
    this.#database = database
    this.path = path
  }

  one(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return asked(this.path, () => this.prepared(sql).get(...values))
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return asked(this.path, () => this.prepared(sql).all(...values))
  }

  /** Row by row. Nothing may be written meanwhile. */
  *each(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    const rows = this.prepared(sql).iterate(...values)
    try {
      for (;;) {
        const next = asked(this.path, () => rows.next())
        if (next.done) return
        yield next.value
      }
    } finally {
      rows.return?.()
    }
  }

  /** The ids of a table with numbers that begin with a text, of the first `size`: a thread may have written others. */
  beginning<Id>(
    table: 'payees' | 'assets',
    size: number,
    prefix: string,
    { from, limit }: ListedPart,
  ): Listed<Id> {
    const where = 'id >= ? AND id < ? AND number < ?'
    const range = [prefix, `${prefix}\u{10ffff}`, size]
    const total = this.one(`SELECT count(*) AS total FROM ${table} WHERE ${where}`, ...range)!.total as number
    const sql = `SELECT id FROM ${table} WHERE ${where} ORDER BY number LIMIT ? OFFSET ?`
    return { ids: this.all(sql, ...range, limit, from).map(({ id }) => id as Id), total }
  }

  prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}
