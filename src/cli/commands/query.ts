import { z } from 'zod'
import type { Cell } from '../../documents/csv.ts'
import type { QueryAnswer } from '../../service/headwater.ts'
import type { Column } from '../output/table.ts'
import type { CommandDefinition } from './definition.ts'

type Row = readonly unknown[]

const rowObject = z.record(z.string(), z.unknown())

export const queryCommand: CommandDefinition = {
  usage: 'query <sql>',
  about: 'answer one SELECT over the tables of docs/usage-store.md: read only, within limits',
  examples: [
    'headwater query "SELECT asset, count() AS calls FROM calls GROUP BY asset ORDER BY calls DESC"',
    'headwater query "SELECT * FROM earnings" --parquet earnings.parquet --url http://127.0.0.1:8787',
  ],
  lists: true,
  async run(session, [sql]: [string]) {
    const { columns, rows } = await session.with('reads', (headwater) => headwater.query(sql))
    const named = columnsOf(columns)
    await session.out.list<Row>({
      schema: z.custom<Row>().transform((row) => rowObject.parse(objectOf(named, row))),
      rows,
      columns: named,
      none: 'No row.',
    })
    return undefined
  },
}

/** Two columns may have one name; in an object they cannot. */
function columnsOf(columns: QueryAnswer['columns']): Column<Row>[] {
  const taken = new Set<string>()
  return columns.map(({ name, type }, at) => {
    let head = name
    for (let number = 2; taken.has(head); number++) head = `${name}_${number}`
    taken.add(head)
    const kind = kindOf(type)
    return { head, of: (row) => cellOf(row[at], kind), ...(kind && { kind }) }
  })
}

function objectOf(columns: readonly Column<Row>[], row: Row): Record<string, unknown> {
  return Object.fromEntries(columns.map(({ head }, at) => [head, row[at]]))
}

type Kind = NonNullable<Column<Row>['kind']>

function kindOf(type: string): Kind | undefined {
  const inner = /^(?:LowCardinality\()?(?:Nullable\()?(\w+)/.exec(type)?.[1] ?? ''
  if (inner === 'UInt64') return 'natural'
  if (/^U?Int(?:8|16|32|64)$/.test(inner)) return 'number'
  if (/^Float/.test(inner)) return 'float'
  if (/^DateTime/.test(inner)) return 'time'
  if (inner === 'Bool') return 'flag'
  return undefined
}

/** A whole number stays a number, so that a negative one is no formula in CSV. */
function cellOf(value: unknown, kind: Kind | undefined): Cell {
  if (value === null || value === undefined) return null
  if ((kind === 'number' || kind === 'natural') && typeof value === 'string') return BigInt(value)
  if (typeof value === 'object') return JSON.stringify(value)
  return value as Cell
}
