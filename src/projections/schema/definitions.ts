/**
 * Whether the tables of an embedded store are still those that the migrations made. The engine keeps each definition as
 * a text in a file; a flipped bit there gives another table, perhaps one that opens and reads the same rows differently.
 */
import type { DamagedPlace } from '../engine/damage.ts'
import type { Queries } from '../engine/port.ts'

interface Definition {
  readonly order: string
  /** Type by name. */
  readonly columns: Map<string, string>
}

interface AlteredPlace extends DamagedPlace {
  readonly reason: string
  /** The whole table is missing. */
  readonly missing?: boolean
}

/** @param statements that made the tables */
export async function findAltered(engine: Queries, statements: readonly string[]): Promise<AlteredPlace[]> {
  const expected = definitionsOf(statements)
  const { found, stored } = await readDefinitions(engine)
  const altered: AlteredPlace[] = []
  for (const [table, definition] of expected) {
    const reason = difference(definition, found.get(table))
    const missing = !found.has(table)
    if (reason !== undefined) altered.push({ table, file: `${table}.sql`, reason, missing })
  }
  return [...altered, ...otherTypes(found, stored)]
}

function difference(expected: Definition, found: Definition | undefined): string | undefined {
  if (found === undefined) return 'its definition is missing'
  if (found.order !== expected.order) return `it is ordered by ${found.order}`
  for (const [name, type] of expected.columns) {
    const there = found.columns.get(name)
    if (there !== type) return `its column ${name} is ${there ?? 'missing'} and should be ${type}`
  }
  const strange = [...found.columns.keys()].find((name) => !expected.columns.has(name))
  return strange === undefined ? undefined : `it has the column ${strange}`
}

/** The type of a column as a part names it, and one of the parts that do. */
interface StoredType {
  readonly table: string
  readonly part: string
  readonly column: string
  readonly type: string
}

/** One query, because each costs a start some milliseconds, and a join of these tables costs more than all of them. */
async function readDefinitions(
  engine: Queries,
): Promise<{ found: Map<string, Definition>; stored: StoredType[] }> {
  const rows = await engine.rows(
    `SELECT 't', name, sorting_key, '', '' FROM system.tables WHERE database = currentDatabase()
    UNION ALL SELECT 'c', table, '', name, type FROM system.columns WHERE database = currentDatabase()
    UNION ALL SELECT 'p', table, any(name), column, type FROM system.parts_columns
      WHERE database = currentDatabase() AND active AND column != '_row_exists' GROUP BY table, column, type`,
    (row) => ({
      kind: row.text(),
      table: row.text(),
      about: row.text(),
      column: row.text(),
      type: row.text(),
    }),
  )
  const of = (kind: string) => rows.filter((row) => row.kind === kind)
  const found = new Map<string, Definition>()
  for (const { table, about } of of('t'))
    found.set(table, { order: about.replace(/^\((.*)\)$/, '$1'), columns: new Map() })
  for (const { table, column, type } of of('c')) found.get(table)?.columns.set(column, type)
  return { found, stored: of('p').map(({ about: part, ...rest }) => ({ ...rest, part })) }
}

/**
 * Parts name the types of their columns too, and the engine would convert what has another type. A part from which rows
 * were deleted has a column more, which says which rows exist.
 */
function otherTypes(found: ReadonlyMap<string, Definition>, stored: readonly StoredType[]): AlteredPlace[] {
  return stored
    .filter(({ table, column, type }) => type !== found.get(table)?.columns.get(column))
    .map(({ table, part, column, type }) => ({
      table,
      part,
      file: 'columns.txt',
      reason: `it says that the column ${column} is ${type}`,
    }))
}

const creation = /^CREATE TABLE IF NOT EXISTS (\w+) \(\n(.*)\n\) .*?ORDER BY \((.*?)\)|^CREATE TABLE/s
const alteration = /^ALTER TABLE (\w+) (.*)$/s
const columnChange = /^(?:ADD|MODIFY) COLUMN (?:IF (?:NOT )?EXISTS )?(.*)$/s

function definitionsOf(statements: readonly string[]): Map<string, Definition> {
  const definitions = new Map<string, Definition>()
  for (const statement of statements) {
    const [, table, body, order] = creation.exec(statement) ?? []
    if (table !== undefined) {
      const lines = body!.split(',\n').map((line) => line.trim())
      const columns = lines.filter((line) => !line.startsWith('INDEX ')).map(readColumn)
      definitions.set(table, { order: order!, columns: new Map(columns) })
    }
    const [, changed, changes] = alteration.exec(statement) ?? []
    for (const change of changes?.split(/,\s*(?=(?:ADD|MODIFY) COLUMN )/) ?? []) {
      const column = columnChange.exec(change)?.[1]
      if (column !== undefined) definitions.get(changed!)?.columns.set(...readColumn(column))
    }
  }
  return definitions
}

/** Of a column as a statement writes it: its name, and its type without what follows. */
function readColumn(line: string): [string, string] {
  const [, name, type] = /^(\w+) (.*?)(?: (?:DEFAULT|CODEC|AFTER|COMMENT)\b.*)?$/s.exec(line)!
  return [name!, type!]
}
