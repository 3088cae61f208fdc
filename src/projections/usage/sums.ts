/** Sums of calls: those that an epoch settles, by version, and others by key. SQL resolves all calls at once. */
import type { AssetId, CurrencyCode, VersionName } from '../../events/ids.ts'
import type {
  CallFilter,
  Checkpoint,
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
import {
  allRanges,
  loadScope,
  loadWaiting,
  loadWindow,
  rangesBetween,
  unionOf,
  type WindowSql,
} from './scope.ts'

export function createSums(
  engine: SqlEngine,
): Pick<UsageReader, 'directSums' | 'waitingKeys' | 'keySums' | 'pendingSums' | 'newestTime'> {
  return {
    directSums: (window, only) => engine.session((session) => directSums(session, window, only)),
    waitingKeys: (window) => engine.session((session) => waitingKeys(session, window)),
    keySums: (scope, until, since) => engine.session((session) => keySums(session, scope, until, since)),
    pendingSums: (scope, until, since) =>
      engine.session(async (session) => {
        const sql = await loadSince(session, scope, since)
        const rows = unionOf('currency, amount', [...sql.fresh, ...sql.waiting], `time >= ${moment(until)}`)
        return session.rows(
          `${sql.with} SELECT currency, count(), sum(amount) FROM (${rows}) GROUP BY currency ORDER BY currency`,
          (row) => ({ currency: row.text<CurrencyCode>(), calls: row.integer(), amount: row.ledgerUnits() }),
        )
      }),
    newestTime: (scope, since) => engine.session((session) => newestTime(session, scope, since)),
  }
}

/** Conditions for the rows of a scope that a checkpoint does not have, or may have only in part. */
interface SinceSql {
  readonly with: string
  /** Rows of batches that it has not. */
  readonly fresh: readonly string[]
  /** Rows of its batches with calls that waited. */
  readonly waiting: readonly string[]
  /** Every row of the scope. */
  readonly all: string
}

async function loadSince(
  session: Session,
  scope: UsageScope,
  since: Checkpoint | undefined,
): Promise<SinceSql> {
  const sql = await loadScope(session, scope)
  return {
    with: sql.with,
    fresh: [sql.rows(rangesBetween(since?.watermarks, scope.watermarks))],
    waiting: since ? [await loadWaiting(session, sql, since.waiting)] : [],
    all: sql.rows(allRanges(scope.watermarks)),
  }
}

async function newestTime(
  session: Session,
  scope: UsageScope,
  since: Checkpoint | undefined,
): Promise<number | undefined> {
  const sql = await loadSince(session, scope, since)
  const newest = async (rows: readonly string[]) =>
    (
      await session.rows(
        `${sql.with} SELECT toUnixTimestamp64Micro(max(time)) FROM (${unionOf('time', rows)}) HAVING count() > 0`,
        (row) => row.integer(),
      )
    )[0]
  const found = await newest([...sql.fresh, ...sql.waiting])
  // All other calls of the checkpoint are older than its end.
  if (since === undefined || (found !== undefined && found >= since.until)) return found
  return newest([sql.all])
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

async function keySums(
  session: Session,
  scope: UsageScope,
  until: number,
  since: Checkpoint | undefined,
): Promise<KeySum[]> {
  const sql = await loadSince(session, scope, since)
  const pending = sql.waiting.map((rows) => `${rows} AND time >= ${moment(since!.until)}`)
  const rows = unionOf(
    'asset, version, currency, amount',
    [...sql.fresh, ...pending],
    `time < ${moment(until)}`,
  )
  return session.rows(
    `${sql.with} SELECT asset, version, currency, count(), sum(amount) FROM (${rows})
    GROUP BY asset, version, currency ORDER BY asset, version, currency`,
    (row) => ({
      asset: row.text<AssetId>(),
      version: row.text<VersionName | ''>(),
      currency: row.text<CurrencyCode>(),
      calls: row.integer(),
      amount: row.ledgerUnits(),
    }),
  )
}
