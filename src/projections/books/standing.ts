/**
 * What stands after an epoch, of every payee or leaf: the last line of each in any of the epochs. It is read in parts that
 * follow one another in the order of the keys, because the engine returns a result whole, and millions of payees are more
 * than a process should hold as objects.
 */
import { randomBytes } from 'node:crypto'
import type { LineRows } from '../../books/lineRows.ts'
import type { BalanceStanding, PayoutLine, StatesWanted } from '../../books/port.ts'
import type { StateLine } from '../../books/stateLine.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { EpochKey } from '../../log/keys.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import { integer, text } from '../engine/literal.ts'
import type { SqlEngine } from '../engine/port.ts'
import { decodeRows, type RowReader } from '../engine/rowBinary.ts'
import { inClosed } from './conditions.ts'
import { type ReadColumns, readRows } from './readRows.ts'
import { books, readLine } from './tables.ts'

/** One key in so many ends a part. */
const partKeys = 50_000
/** After reading so many parts, the engine gives back the memory that it read them with. */
export const trimPartsMin = 2

interface StandingTable<Line> {
  readonly table: string
  /** The first column of the key, which has few values: each of them is read by itself. */
  readonly group?: string
  /** The next column, by which parts are divided. */
  readonly by: string
  readonly key: readonly string[]
  /** What stands of each key. */
  readonly amounts: readonly string[]
  readonly condition?: string
  readonly read: (row: RowReader) => Line
}

export const balancesStanding: StandingTable<BalanceStanding> = {
  table: 'balances',
  by: 'payee',
  key: ['payee', 'currency'],
  amounts: ['carried'],
  read: readBalance,
}

export const payoutsStanding: StandingTable<PayoutLine> = {
  table: 'payouts',
  group: 'chain',
  by: 'account',
  key: ['chain', 'account', 'token'],
  amounts: ['cumulative'],
  read: readLine(books.payouts),
}

export const balanceColumns: ReadColumns<BalanceStanding> = {
  texts: ['payee', 'currency'],
  amount: 'balance',
  isSigned: true,
}

export const payoutColumns: ReadColumns<PayoutLine> = {
  texts: ['chain', 'account', 'token'],
  amount: 'cumulative',
  isSigned: false,
}

/** @param only the lines of some kind, or of some subjects */
export function statesStanding(only: StatesWanted = {}): StandingTable<StateLine> {
  const { kind, subjects } = only
  const conditions = [
    ...(kind === undefined ? [] : [`AND kind = ${text(kind)}`]),
    ...(subjects === undefined ? [] : [`AND subject IN (${subjects.map(text)})`]),
  ]
  return {
    table: 'states',
    group: 'kind',
    by: 'subject',
    key: books.states.key,
    amounts: ['due', 'x', 'amount'],
    condition: conditions.join(' '),
    read: readLine(books.states),
  }
}

export function readBalance(row: RowReader): BalanceStanding {
  return {
    payee: row.text<PayeeId>(),
    currency: row.text<CurrencyCode>(),
    balance: ledgerUnits(row.int256()),
  }
}

export async function* standing<Line>(
  engine: SqlEngine,
  closed: readonly EpochKey[],
  of: StandingTable<Line>,
): AsyncGenerator<Line> {
  for await (const bytes of standingBytes(engine, closed, of)) yield* decodeRows(bytes, of.read)
}

/** The same in columns, part by part. */
export async function* standingRows<Line>(
  engine: SqlEngine,
  closed: readonly EpochKey[],
  of: StandingTable<Line>,
  columns: ReadColumns<Line>,
): AsyncGenerator<LineRows<Line>> {
  for await (const bytes of standingBytes(engine, closed, of)) yield readRows(bytes, columns)
}

async function* standingBytes<Line>(
  engine: SqlEngine,
  closed: readonly EpochKey[],
  of: StandingTable<Line>,
): AsyncGenerator<Uint8Array> {
  if (closed.length === 0) return
  const parts = await partsOf(engine, closed, of)
  for (const part of parts) {
    yield await engine.session(async (session) => {
      const attempts = await inClosed(session, closed)
      return session.bytes(
        `SELECT ${of.key}, ${of.amounts.map((name) => `argMax(${name}, epoch)`)} FROM ${of.table}
        WHERE ${attempts} ${of.condition ?? ''} ${withinPart(part, of)}
        GROUP BY ${of.key} ORDER BY ${of.key}`,
      )
    })
  }
  if (parts.length >= trimPartsMin) await engine.trim()
}

/** What divides a table into parts. */
type Divided = Pick<StandingTable<unknown>, 'table' | 'group' | 'by' | 'condition'>

/** Lines of one group with `above` < by ≤ `upTo`; undefined where there is no such end. */
interface Part {
  readonly group: string | undefined
  readonly above: string | undefined
  readonly upTo: string | undefined
}

/**
 * The ends of parts are keys that a hash chooses, so that no count of the keys is needed. It has a key of its own each time:
 * payees choose their accounts, and could choose many that are ends, of which each costs a query.
 */
export async function partsOf(
  engine: SqlEngine,
  closed: readonly EpochKey[],
  { table, group, by, condition = '' }: Divided,
  keys = partKeys,
): Promise<Part[]> {
  return engine.session(async (session) => {
    const attempts = await inClosed(session, closed)
    const groups =
      group === undefined
        ? [undefined]
        : await session.rows(
            `SELECT DISTINCT ${group} FROM ${table} WHERE ${attempts} ${condition} ORDER BY ${group}`,
            (row) => row.text(),
          )
    const columns = group === undefined ? `'', ${by}` : `${group}, ${by}`
    const ends = await session.rows(
      `SELECT DISTINCT ${columns} FROM ${table} WHERE ${attempts} ${condition} AND sipHash64Keyed(${secret()}, ${by}) % ${integer(keys)} = 0 ORDER BY ${columns}`,
      (row) => ({ group: row.text(), end: row.text() }),
    )
    return groups.flatMap((name) => {
      const own = ends.filter((end) => end.group === (name ?? '')).map(({ end }) => end)
      return [...own, undefined].map((upTo, index) => ({ group: name, above: own[index - 1], upTo }))
    })
  })
}

/** SQL of a key of 128 bits. */
function secret(): string {
  const [one, other] = new BigUint64Array(Uint8Array.from(randomBytes(16)).buffer)
  return `(toUInt64('${one}'), toUInt64('${other}'))`
}

export function withinPart({ group, above, upTo }: Part, of: Pick<Divided, 'group' | 'by'>): string {
  const conditions: string[] = []
  if (group !== undefined) conditions.push(`AND ${of.group} = ${text(group)}`)
  if (above !== undefined) conditions.push(`AND ${of.by} > ${text(above)}`)
  if (upTo !== undefined) conditions.push(`AND ${of.by} <= ${text(upTo)}`)
  return conditions.join(' ')
}
