/** Lists of calls, in pages. The state of each call is computed in SQL, from the log's scope and the keys that resolve. */
import type { AssetId, CurrencyCode, VersionName } from '../../events/ids.ts'
import type {
  CallFilter,
  CallGroup,
  CallLists,
  CallPlace,
  CallState,
  CallStates,
  GroupPlace,
  ListedCall,
  ListPart,
  UnknownPlace,
  UnknownSum,
} from '../../usage/lists.ts'
import { strings } from '../engine/columns.ts'
import { integer } from '../engine/literal.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { loadLater } from './callPlace.ts'
import { changedCalls } from './changedCalls.ts'
import { correctionList } from './correctionList.ts'
import { createDescriptionLists } from './descriptions.ts'
import { loadList, resolves } from './listSql.ts'
import { postingsOf } from './postings.ts'
import { revenue } from './revenue.ts'
import { settledCalls } from './settledCalls.ts'

export function createCallLists(engine: SqlEngine): CallLists {
  return {
    ...createDescriptionLists(engine),
    groups: (states, filter, part) => engine.session((session) => groups(session, states, filter, part)),
    calls: (states, filter, part) => engine.session((session) => calls(session, states, filter, part)),
    settled: (window, part) => engine.session((session) => settledCalls(session, window, part)),
    unknown: (states, filter, part) => engine.session((session) => unknown(session, states, filter, part)),
    revenue: (states, wanted) => engine.session((session) => revenue(session, states, wanted)),
    postingsOf: (window, of) => engine.session((session) => postingsOf(session, window, of)),
    corrections: (...asked) => engine.session((session) => correctionList(session, ...asked)),
    changedCalls: (...asked) => engine.session((session) => changedCalls(session, ...asked)),
  }
}

const tokenColumns = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] as const

async function groups(
  session: Session,
  states: CallStates,
  filter: CallFilter,
  { limit, after }: ListPart<GroupPlace>,
): Promise<CallGroup[]> {
  const sql = await loadList(session, states, filter)
  const names = ['asset', 'day', 'currency', 'state'] as const
  const later = after === undefined ? undefined : await loadAfter(session, names, after)
  const order = names.join(', ')
  return session.rows(
    `SELECT ${order}, count(), sum(amount) FROM (
      SELECT asset, toString(toDate(time)) AS day, currency, ${sql.state} AS state, amount
      FROM calls WHERE ${sql.rows}${later === undefined ? '' : ` AND ${later.asset}`}
    ) AS stated WHERE ${sql.wanted}${later === undefined ? '' : ` AND ${later.place}`}
    GROUP BY ${order} ORDER BY ${order} LIMIT ${integer(limit)}`,
    (row) => ({
      asset: row.text<AssetId>(),
      day: row.text(),
      currency: row.text<CurrencyCode>(),
      state: row.text<CallState>(),
      calls: row.integer(),
      amount: row.ledgerUnits(),
    }),
  )
}

/** Conditions for what comes after a place: its asset or a later one, which skips rows early; and the place itself. */
async function loadAfter<Name extends string>(
  session: Session,
  names: readonly Name[],
  after: Readonly<Record<Name, string>>,
): Promise<{ asset: string; place: string }> {
  await session.table(
    'lastItem',
    names.map((name) => strings(name, [after[name]])),
  )
  const order = names.join(', ')
  return {
    asset: 'asset >= (SELECT asset FROM lastItem)',
    place: `(${order}) > (SELECT (${order}) FROM lastItem)`,
  }
}

async function calls(
  session: Session,
  states: CallStates,
  filter: CallFilter,
  { limit, after }: ListPart<CallPlace>,
): Promise<ListedCall[]> {
  const sql = await loadList(session, states, filter)
  const later = await loadLater(session, after)
  return session.rows(
    `SELECT ${rowKeyColumns}, source, id, toUnixTimestamp64Micro(time), asset, version, currency, amount, priced, ${sql.state} AS state,
      ${tokenColumns.join(', ')}
    FROM calls WHERE ${sql.rows} AND ${later} AND ${sql.wanted}
    ORDER BY time, toString(partition), revision, row LIMIT ${integer(limit)}`,
    (row) => ({
      ...readRowKey(row),
      source: row.text(),
      id: row.text(),
      time: row.integer(),
      asset: row.text<AssetId>(),
      version: row.text<VersionName | ''>(),
      currency: row.text<CurrencyCode>(),
      amount: row.ledgerUnits(),
      priced: row.uint8() === 1,
      state: row.text<CallState>(),
      inputTokens: row.integer(),
      outputTokens: row.integer(),
      cacheReadTokens: row.integer(),
      cacheWriteTokens: row.integer(),
    }),
  )
}

async function unknown(
  session: Session,
  states: CallStates,
  filter: CallFilter,
  { limit, after }: ListPart<UnknownPlace>,
): Promise<UnknownSum[]> {
  const sql = await loadList(session, states, filter)
  const names = ['asset', 'version', 'currency'] as const
  const later = after === undefined ? undefined : await loadAfter(session, names, after)
  const order = names.join(', ')
  return session.rows(
    `SELECT ${order}, count(), sum(amount), toUnixTimestamp64Micro(min(time)), toUnixTimestamp64Micro(max(time)) FROM calls
    WHERE ${sql.rows} AND NOT (${resolves})${later === undefined ? '' : ` AND ${later.place}`}
    GROUP BY ${order} ORDER BY ${order} LIMIT ${integer(limit)}`,
    (row) => ({
      asset: row.text<AssetId>(),
      version: row.text<VersionName | ''>(),
      currency: row.text<CurrencyCode>(),
      calls: row.integer(),
      amount: row.ledgerUnits(),
      oldest: row.integer(),
      newest: row.integer(),
    }),
  )
}
