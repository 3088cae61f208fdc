/** Sums of the calls that an epoch settles, by version. SQL resolves all calls at once. */
import type { CurrencyCode } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import type { LedgerUnits } from '../../money/ledgerUnits.ts'
import type { CallFilter, DirectSum, SettlementWindow } from '../../usage/reader.ts'
import { naturals } from '../engine/columns.ts'
import type { Session } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { type CostCard, costSql, loadCostBoundaries, tokenColumns } from './costs.ts'
import { lastOfEqual, loadResolution, namedCalls, startsOf, unnamedCalls } from './resolution.ts'
import { loadWindow, unionOf, type WindowSql } from './scope.ts'

export async function directSums(
  session: Session,
  window: SettlementWindow,
  only: CallFilter = {},
): Promise<DirectSum[]> {
  const sql = await loadWindow(session, window, only)
  await loadResolution(session, window)
  const groups = groupsOf(window)
  await loadGroups(session, groups)
  if (window.costs === undefined) return plainSums(session, sql, groups)
  await loadCostBoundaries(session, window.costs)
  const plain = await plainSums(session, sql, groups, `NOT (${costed})`)
  return [...plain, ...(await costedSums(session, sql, groups, window.costs.cards))]
}

/** Calls of one fee group and cut, which are divided together. */
interface Group {
  readonly feeGroup: number
  readonly cut?: Micros
}

interface Groups {
  readonly list: readonly Group[]
  /** From when on calls are of which one: a place in `list`. */
  readonly boundaries: readonly { readonly from: Micros; readonly group: number }[]
}

function groupsOf({ fees, cuts = [] }: SettlementWindow): Groups {
  const last = lastOfEqual(fees, (entry) => entry.from)
  const instants = new Set([...last.map(({ from }) => from), ...cuts])
  const list: Group[] = []
  const places = new Map<string, number>()
  const boundaries: { from: Micros; group: number }[] = []
  for (const from of [...instants].sort((one, other) => one - other)) {
    const fee = last.findLast((entry) => entry.from <= from)
    if (fee === undefined) continue
    const cut = cuts.findLast((instant) => instant <= from)
    const name = `${fee.feeGroup} ${cut}`
    const known = places.get(name)
    const group = known ?? list.push({ feeGroup: fee.feeGroup, ...(cut !== undefined && { cut }) }) - 1
    places.set(name, group)
    boundaries.push({ from, group })
  }
  return { list, boundaries }
}

/** Table `groupBoundaries`: `one, start, callGroup`. */
async function loadGroups(session: Session, { boundaries }: Groups): Promise<void> {
  const groups = boundaries.map(({ group }) => group)
  await session.table('groupBoundaries', [
    naturals('one', Array(boundaries.length).fill(1), 'UInt8'),
    startsOf(boundaries),
    naturals('callGroup', groups, 'UInt32'),
  ])
}

async function plainSums(
  session: Session,
  sql: WindowSql,
  { list }: Groups,
  and?: string,
): Promise<DirectSum[]> {
  const resolved = resolvedCalls(sql, 'currency, time, amount', and)
  return session.rows(
    `SELECT versionIndex, currency, callGroup, late, count(), sum(amount)
    FROM (SELECT *, 1 AS one FROM (${resolved})) AS calls ${joinGroups}
    GROUP BY versionIndex, currency, callGroup, late ORDER BY versionIndex, currency, callGroup, late`,
    (row) => readSum(row, list),
  )
}

/** Calls of assets that have a cost card, by card. */
async function costedSums(
  session: Session,
  sql: WindowSql,
  { list }: Groups,
  cards: readonly CostCard[],
): Promise<DirectSum[]> {
  const resolved = resolvedCalls(sql, `currency, time, amount, asset, ${tokenColumns}`, costed)
  const priced = `SELECT versionIndex, currency, time, amount, late, 1 AS one, card, ${costSql('amount')} AS cost
    FROM (${resolved}) AS calls ASOF LEFT JOIN costBoundaries
    ON calls.asset = costBoundaries.costAsset AND calls.currency = costBoundaries.costCurrency AND calls.time >= costBoundaries.start`
  const sums = await session.rows(
    `SELECT versionIndex, currency, callGroup, late, count(), sum(amount), card, sum(cost)
    FROM (${priced}) AS calls ${joinGroups}
    GROUP BY versionIndex, currency, callGroup, late, card ORDER BY versionIndex, currency, callGroup, late, card`,
    (row) => ({ ...readSum(row, list), card: row.uint32(), cost: row.ledgerUnits() }),
  )
  return sums.map(({ card, cost, ...sum }) => withCost(sum, cards[card - 1], cost))
}

/** SQL condition for calls of assets that have a cost card. */
const costed = 'asset IN (SELECT costAsset FROM costBoundaries)'

const joinGroups =
  'ASOF INNER JOIN groupBoundaries ON calls.one = groupBoundaries.one AND calls.time >= groupBoundaries.start'

function resolvedCalls(sql: WindowSql, columns: string, and?: string): string {
  const calls = (names: string, condition: string) =>
    unionOf(
      `${names}${columns}, ${sql.late} AS late`,
      sql.branches,
      [condition, and].filter((part) => part !== undefined).join(' AND '),
    )
  const ofAsset = columns.includes('asset') ? '' : 'asset, '
  const named = namedCalls(`${columns}, late`, calls(`${ofAsset}version, `, `version != ''`))
  return `${named} UNION ALL ${unnamedCalls(`${columns}, late`, calls(ofAsset, `version = ''`))}`
}

function readSum(row: RowReader, groups: readonly Group[]): DirectSum {
  return {
    version: row.uint32(),
    currency: row.text<CurrencyCode>(),
    ...groups[row.uint32()]!,
    late: row.uint8() === 1,
    calls: row.integer(),
    amount: row.ledgerUnits(),
  }
}

function withCost(sum: DirectSum, card: CostCard | undefined, cost: LedgerUnits): DirectSum {
  return card === undefined ? sum : { ...sum, cost, costPayee: card.payee }
}
