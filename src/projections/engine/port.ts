/**
 * What the queries of this room need of a ClickHouse engine, embedded or on a server. The SQL is the same for both.
 * They differ in how columns in memory reach the engine (`insert`, `Session.table`).
 */
import type { InputColumn } from './columns.ts'
import type { RowReader } from './rowBinary.ts'

/** Values that the engine binds to `{name:Type}` in the SQL text. They are never inserted into the text. */
export type Parameters = Readonly<Record<string, string | number | bigint | readonly string[]>>

/** A column that the engine computes for every row. Only `literal.ts` makes these, and it checks its values. */
type Literals = Readonly<Record<string, string>>

export interface InsertOptions {
  readonly table: string
  readonly columns: readonly InputColumn[]
  /** Constant columns. */
  readonly literals: Literals
  /** An insert with a token that was used before adds nothing. */
  readonly token: string
  /** Whether it may run while another insert does. Nothing is sorted by which of the two ends first. */
  readonly beside?: boolean
}

export interface Queries {
  /**
   * Runs `sql` (a SELECT without FORMAT) and decodes each row. The whole result is in memory, so read long results by
   * pages.
   */
  rows<Row>(sql: string, read: (row: RowReader) => Row, parameters?: Parameters): Promise<Row[]>
  /** The same without decoding: ClickHouse's RowBinary. */
  bytes(sql: string, parameters?: Parameters): Promise<Uint8Array>
}

/** Exclusive use of one connection. Its temporary tables are visible here only. */
export interface Session extends Queries {
  /** Creates a temporary table `name` of `columns` for the rest of the session; with `length` 0 an empty one. */
  table(name: string, columns: readonly InputColumn[]): Promise<void>
  /** Creates a temporary table `name` of what `sql` (a SELECT) gives, in place of one with that name. */
  derive(name: string, sql: string): Promise<void>
}

/** Rows of which a query that holds something of each needs so much memory that a caller trims the engine after it. */
export const trimRowsMin = 500_000

export interface SqlEngine extends Queries {
  /** For idempotent statements only: where a server's answer was lost, the statement is sent again. */
  command(sql: string, parameters?: Parameters): Promise<void>
  /** Durable when it returns. */
  insert(options: InsertOptions): Promise<void>
  /**
   * Runs the query of a user under settings that hold for it alone. It names its format.
   * @param settings in an order in which each may still be set
   */
  restricted(sql: string, settings: Readonly<Record<string, string>>): Promise<Uint8Array>
  session<Result>(use: (session: Session) => Promise<Result>): Promise<Result>
  /**
   * Gives memory that an embedded engine keeps for queries to come back to the machine: call it after one that needed
   * much. It never fails.
   */
  trim(): Promise<void>
  close(): Promise<void>
}
