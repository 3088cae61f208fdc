/** Reads of one database, prepared when they are first needed. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite'
import type { Listed, ListedPart } from '../registry/index.ts'
import { asked, failDamaged } from './database.ts'

export type Row = Record<string, SQLOutputValue>

/** Rows that a list reads at a time. */
export const pageRows = 1_000

/** Tables whose rows have numbers in the order recorded, and ids. */
type Numbered = 'payees' | 'assets'

export class StoreReads {
  readonly path: string
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #ofLists = new Map<string, StatementSync>()

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

  /** The rows with the numbers from `from` up to `end`, which are all there. @throws HeadwaterError `data.damaged` */
  numbered(table: string, { sql, from, end }: { sql: string; from: number; end: number }): Row[] {
    const rows = this.all(sql, from, end)
    if (rows.length !== end - from)
      failDamaged(this.path, `${table} from ${from} to ${end - 1} are not all there`)
    return rows
  }

  /** Compares a table with its indexes, in a second for about a million rows. @throws HeadwaterError `data.damaged` */
  requireWhole(table: Numbered): void {
    const [row] = this.all(`PRAGMA integrity_check(${table})`)
    const found = row?.integrity_check
    if (found !== 'ok') failDamaged(this.path, String(found))
  }

  /** Row by row. Nothing may be written meanwhile. */
  each(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    return this.#iterate<Row>(this.prepared(sql), values)
  }

  /** The same with a list of each row's values, in half the time. */
  eachList<List extends readonly SQLOutputValue[]>(sql: string, ...values: SQLInputValue[]): Iterable<List> {
    return this.#iterate<List>(this.#preparedForLists(sql), values)
  }

  /** All rows, as lists of their values. */
  allLists<List extends readonly SQLOutputValue[]>(sql: string, ...values: SQLInputValue[]): List[] {
    return asked(this.path, () => this.#preparedForLists(sql).all(...values) as unknown as List[])
  }

  *#iterate<Of>(statement: StatementSync, values: readonly SQLInputValue[]): Iterable<Of> {
    const rows = statement.iterate(...values) as Iterator<unknown>
    try {
      for (;;) {
        const next = asked(this.path, () => rows.next())
        if (next.done) return
        yield next.value as Of
      }
    } finally {
      rows.return?.()
    }
  }

  /**
   * The ids of a table with numbers, in the order recorded.
   * @param known its `size` says how many are known at each page: a thread may have written others
   */
  *ids<Id>(table: Numbered, known: { readonly size: number }, from = 0): Iterable<Id> {
    const sql = `SELECT id FROM ${table} WHERE number >= ? AND number < ? ORDER BY number`
    for (let next = from; next < known.size; ) {
      const end = Math.min(known.size, next + pageRows)
      for (const { id } of this.numbered(table, { sql, from: next, end })) yield id as Id
      next = end
    }
  }

  /** Those of them that begin with a text. */
  beginning<Id>(
    table: Numbered,
    known: { readonly size: number },
    prefix: string,
    { from, limit }: ListedPart,
  ): Listed<Id> {
    if (prefix === '') {
      const ids: Id[] = []
      for (const id of this.ids<Id>(table, known, from)) if (ids.push(id) >= limit) break
      return { ids, total: known.size }
    }
    const where = 'id >= ? AND id < ? AND number < ?'
    const range = [prefix, `${prefix}\u{10ffff}`, known.size]
    const total = this.one(`SELECT count(*) AS total FROM ${table} WHERE ${where}`, ...range)!.total as number
    const sql = `SELECT id FROM ${table} WHERE ${where} ORDER BY number LIMIT ? OFFSET ?`
    return { ids: this.all(sql, ...range, limit, from).map(({ id }) => id as Id), total }
  }

  #preparedForLists(sql: string): StatementSync {
    let statement = this.#ofLists.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      statement.setReturnArrays(true)
      this.#ofLists.set(sql, statement)
    }
    return statement
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
