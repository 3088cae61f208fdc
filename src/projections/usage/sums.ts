/** Sums of calls: those that an epoch settles, by version, and others by key. SQL resolves all calls at once. */
import type { AssetId, CurrencyCode, VersionName } from '../../events/ids.ts'
import type {
  CallFilter,
  DirectSum,
  KeySum,
  SettlementWindow,
  UsageReader,
  UsageScope,
  WaitingKey,
} from '../../usage/reader.ts'
import { moments, naturals, strings } from '../engine/columns.ts'
import { moment } from '../engine/literal.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { keyColumns } from './keyColumns.ts'
import { allRanges, loadScope, loadWindow, unionOf, type WindowSql } from './scope.ts'

export function createSums(
  engine: SqlEngine,
): Pick<UsageReader, 'directSums' | 'waitingKeys' | 'keySums' | 'pendingSums' | 'newestTime'> {
  return {
    directSums: (window, only) => engine.session((session) => directSums(session, window, only)),
    waitingKeys: (window) => engine.session((session) => waitingKeys(session, window)),
    keySums: (scope, until) => engine.session((session) => keySums(session, scope, until)),
    pendingSums: (scope, until) =>
      engine.session(async (session) => {
        const sql = await loadScope(session, scope)
        const rows = sql.rows(allRanges(scope.watermarks))
        return session.rows(
          `${sql.with} SELECT currency, count(), sum(amount) FROM calls WHERE ${rows} AND time >= ${moment(until)} GROUP BY currency ORDER BY currency`,
          (row) => ({ currency: row.text<CurrencyCode>(), calls: row.integer(), amount: row.ledgerUnits() }),
        )
      }),
    newestTime: (scope) => engine.session((session) => newestTime(session, scope)),
  }
}

async function newestTime(session: Session, scope: UsageScope): Promise<number | undefined> {
  const sql = await loadScope(session, scope)
  const rows = sql.rows(allRanges(scope.watermarks))
  const newest = await session.rows(
    `${sql.with} SELECT toUnixTimestamp64Micro(max(time)) FROM calls WHERE ${rows} HAVING count() > 0`,
    (row) => row.integer(),
  )
  return newest[0]
}

async function directSums(
  session: Session,
  window: SettlementWindow,
  only: CallFilter = {},
): Promise<DirectSum[]> {
  const sql = await loadWindow(session, window, only)
  await loadResolution(session, window)
  await loadFees(session, window)
  const resolved = `${namedCalls(sql)} UNION ALL ${unnamedCalls(sql)}`
  return session.rows(
    `${sql.with}
    SELECT versionIndex, currency, feeBoundaries.feeGroup AS feeGroup, late, count(), sum(amount)
    FROM (SELECT *, 1 AS one FROM (${resolved})) AS calls
    ASOF INNER JOIN feeBoundaries ON calls.one = feeBoundaries.one AND calls.time >= feeBoundaries.start
    GROUP BY versionIndex, currency, feeGroup, late ORDER BY versionIndex, currency, feeGroup, late`,
    (row) => ({
      version: row.uint32(),
      currency: row.text<CurrencyCode>(),
      feeGroup: row.uint32(),
      late: row.uint8() === 1,
      calls: row.integer(),
      amount: row.ledgerUnits(),
    }),
  )
}

// SEMI keeps every call once; ANY would keep one call for each version.
function namedCalls(sql: WindowSql): string {
  const calls = unionOf(
    `asset, version, currency, time, amount, ${sql.late} AS late`,
    sql.branches,
    `version != ''`,
  )
  return `SELECT named.versionIndex AS versionIndex, currency, time, amount, late
    FROM (${calls}) AS calls LEFT SEMI JOIN named ON calls.asset = named.asset AND calls.version = named.version`
}

function unnamedCalls(sql: WindowSql): string {
  const calls = unionOf(`asset, currency, time, amount, ${sql.late} AS late`, sql.branches, `version = ''`)
  return `SELECT boundaries.versionIndex AS versionIndex, currency, time, amount, late
    FROM (${calls}) AS calls ASOF INNER JOIN boundaries ON calls.asset = boundaries.asset AND calls.time >= boundaries.start`
}

/**
 * Tables `named` (asset, version, versionIndex) and `boundaries` (asset, start, versionIndex); of equal starts the last
 * counts.
 */
async function loadResolution(session: Session, { named, boundaries }: SettlementWindow): Promise<void> {
  const indexes = named.map((entry) => entry.index)
  await session.table('named', [...keyColumns(named), naturals('versionIndex', indexes, 'UInt32')])
  const last = lastOfEqual(boundaries, (entry) => `${entry.asset}\n${entry.from}`)
  const versions = last.map((entry) => entry.version)
  await session.table('boundaries', [
    strings(
      'asset',
      last.map((entry) => entry.asset),
    ),
    moments('start', micros(last)),
    naturals('versionIndex', versions, 'UInt32'),
  ])
}

async function loadFees(session: Session, { fees }: SettlementWindow): Promise<void> {
  const last = lastOfEqual(fees, (entry) => entry.from)
  const groups = last.map((entry) => entry.feeGroup)
  await session.table('feeBoundaries', [
    naturals('one', Array(last.length).fill(1), 'UInt8'),
    moments('start', micros(last)),
    naturals('feeGroup', groups, 'UInt32'),
  ])
}

function lastOfEqual<Entry>(entries: readonly Entry[], key: (entry: Entry) => string | number): Entry[] {
  return [...new Map(entries.map((entry) => [key(entry), entry])).values()]
}

function micros(entries: readonly { readonly from: number }[]): BigInt64Array {
  return BigInt64Array.from(entries, (entry) => BigInt(entry.from))
}

async function waitingKeys(session: Session, window: SettlementWindow): Promise<WaitingKey[]> {
  const sql = await loadWindow(session, window)
  return session.rows(
    `${sql.with} SELECT asset, version, currency, count(), sum(amount), min(toUnixTimestamp64Micro(time))
    FROM (${unionOf('asset, version, currency, amount, time', sql.branches)})
    GROUP BY asset, version, currency ORDER BY asset, version, currency`,
    (row) => ({
      asset: row.text<AssetId>(),
      version: row.text<VersionName | ''>(),
      currency: row.text<CurrencyCode>(),
      calls: row.integer(),
      amount: row.ledgerUnits(),
      first: row.integer(),
    }),
  )
}

async function keySums(session: Session, scope: UsageScope, until: number): Promise<KeySum[]> {
  const sql = await loadScope(session, scope)
  const rows = sql.rows(allRanges(scope.watermarks))
  return session.rows(
    `${sql.with} SELECT asset, version, currency, count(), sum(amount) FROM calls
    WHERE ${rows} AND time < ${moment(until)} GROUP BY asset, version, currency ORDER BY asset, version, currency`,
    (row) => ({
      asset: row.text<AssetId>(),
      version: row.text<VersionName | ''>(),
      currency: row.text<CurrencyCode>(),
      calls: row.integer(),
      amount: row.ledgerUnits(),
    }),
  )
}
