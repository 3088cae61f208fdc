/**
 * A reader of the stored rows and of rows in memory. Each session gets those as temporary tables, which the engine keeps in
 * memory and drops with the session, so nothing of them is ever stored, whatever ends the process. Its queries read both
 * wherever they name a table of rows: all that the reader computes is exact, because it is the same SQL.
 */
import { invariant } from '../../invariant.ts'
import { rowKinds } from '../../log/keys.ts'
import { joinRows, type KeptRows } from '../../usage/keptRows.ts'
import { kinds } from '../../usage/kinds.ts'
import { hexKeys, type InputColumn, naturals, strings } from '../engine/columns.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { rowKeyColumns } from './batchKeys.ts'
import { inputColumns } from './columnTypes.ts'

/** Only questions can be asked of it. */
export function besideRows(engine: SqlEngine, kept: readonly KeptRows[]): SqlEngine {
  const tables = tablesOf(kept)
  const only = (): never => {
    throw new Error('an engine with rows beside its own is only asked')
  }
  const asked: SqlEngine = {
    session: (use) =>
      engine.session(async (session) => {
        for (const { name, columns } of tables) await session.table(name, columns)
        return use(reading(session, tables))
      }),
    bytes: (sql, parameters) => asked.session((session) => session.bytes(sql, parameters)),
    rows: (sql, read, parameters) => asked.session((session) => session.rows(sql, read, parameters)),
    trim: () => engine.trim(),
    command: async () => only(),
    insert: async () => only(),
    restricted: async () => only(),
    close: async () => only(),
  }
  return asked
}

interface KeptTable {
  /** Of the stored rows. */
  readonly table: string
  /** Of those in memory. */
  readonly name: string
  readonly columns: readonly InputColumn[]
}

function reading(session: Session, tables: readonly KeptTable[]): Session {
  const both = (sql: string) => tables.reduce(readBoth, sql)
  return {
    bytes: (sql, parameters) => session.bytes(both(sql), parameters),
    rows: (sql, read, parameters) => session.rows(both(sql), read, parameters),
    table: (name, columns) => session.table(name, columns),
    derive: (name, sql) => session.derive(name, both(sql)),
  }
}

function readBoth(sql: string, { table, name, columns }: KeptTable): string {
  const selected = columns.map((column) => column.name).join(', ')
  const rows = `(SELECT ${selected} FROM stored_${table} UNION ALL SELECT ${selected} FROM ${name}) AS ${table}`
  return sql
    .replaceAll(new RegExp(`\\bFROM ${table}\\b`, 'g'), `FROM ${rows}`)
    .replaceAll(`stored_${table}`, table)
}

function tablesOf(kept: readonly KeptRows[]): KeptTable[] {
  return rowKinds.flatMap((kind) => {
    const places = kept.flatMap(({ key, rows }) => {
      // Rows of a batch are numbered over all kinds.
      let first = 0
      for (const before of rowKinds.slice(0, rowKinds.indexOf(kind))) first += rows[before]?.length ?? 0
      return Array.from({ length: rows[kind]?.length ?? 0 }, (_, at) => ({ ...key, row: first + at }))
    })
    if (places.length === 0) return []
    const { table, columns } = kinds[kind]
    const joined = joinRows(
      kind,
      kept.map(({ rows }) => rows),
    )
    const key = [
      strings(
        'partition',
        places.map((place) => place.partition),
      ),
      naturals(
        'revision',
        places.map((place) => place.revision),
        'UInt64',
      ),
      hexKeys(
        'attempt',
        places.map((place) => place.attempt),
      ),
      naturals(
        'row',
        places.map((place) => place.row),
        'UInt32',
      ),
    ]
    invariant(key.map(({ name }) => name).join(', ') === rowKeyColumns, 'rows have the key of their table')
    return [{ table, name: `kept_${table}`, columns: [...key, ...inputColumns(columns, joined)] }]
  })
}
