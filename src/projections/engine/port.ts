/**
 * What the queries of this folder need of a ClickHouse engine, embedded or a server. SQL is the same for both; they
 * differ in how columns held in memory reach the engine (`insert`, `Session.table`).
 */
import type { InputColumn } from './columns.ts'
import type { RowReader } from './rowBinary.ts'

/** Values bound by the engine to `{name:Type}` in the SQL text; never spliced into it. */
export type Parameters = Readonly<Record<string, string | number | bigint | readonly string[]>>

/** A column computed by the engine for every row; made by `literal.ts` alone, which checks what goes into it. */
type Literals = Readonly<Record<string, string>>

export interface InsertOptions {
  readonly table: string
  readonly columns: readonly InputColumn[]
  /** Constant columns. */
  readonly literals: Literals
  /** An insert with a token seen before adds nothing. */
  readonly token: string
}

export interface Queries {
  /** Runs `sql` (a SELECT without FORMAT) and decodes each row. The whole result is held: page what may be long. */
  rows<Row>(sql: string, read: (row: RowReader) => Row, parameters?: Parameters): Promise<Row[]>
  /** The same, undecoded: ClickHouse's RowBinary. */
  bytes(sql: string, parameters?: Parameters): Promise<Uint8Array>
}

/** Exclusive use of one connection: temporary tables are seen here only. */
export interface Session extends Queries {
  /** Makes `columns` a temporary table `name` for the rest of the session; `length` 0 gives an empty one. */
  table(name: string, columns: readonly InputColumn[]): Promise<void>
}

export interface SqlEngine extends Queries {
  /** Idempotent statements alone: a server whose answer was lost is asked again. */
  command(sql: string, parameters?: Parameters): Promise<void>
  /** Durable when it returns. */
  insert(options: InsertOptions): Promise<void>
  session<Result>(use: (session: Session) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}
