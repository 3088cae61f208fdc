/** Sums of calls by what they name. */
import type { AssetId, CurrencyCode, VersionName } from '../../events/ids.ts'
import type {
  Checkpoint,
  KeySum,
  SettlementWindow,
  UsageReader,
  UsageScope,
  WaitingKey,
} from '../../usage/reader.ts'
import { moment } from '../engine/literal.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { directSums } from './directSums.ts'
import { allRanges, loadScope, loadWaiting, loadWindow, rangesBetween, unionOf } from './scope.ts'

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
          `SELECT currency, count(), sum(amount) FROM (${rows}) GROUP BY currency ORDER BY currency`,
          (row) => ({ currency: row.text<CurrencyCode>(), calls: row.integer(), amount: row.ledgerUnits() }),
        )
      }),
    newestTime: (scope, since) => engine.session((session) => newestTime(session, scope, since)),
  }
}

/** Conditions for the rows of a scope that a checkpoint does not have, or may have only in part. */
interface SinceSql {
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
        `SELECT toUnixTimestamp64Micro(max(time)) FROM (${unionOf('time', rows)}) HAVING count() > 0`,
        (row) => row.integer(),
      )
    )[0]
  const found = await newest([...sql.fresh, ...sql.waiting])
  // All other calls of the checkpoint are older than its end.
  if (since === undefined || (found !== undefined && found >= since.until)) return found
  return newest([sql.all])
}

async function waitingKeys(session: Session, window: SettlementWindow): Promise<WaitingKey[]> {
  const sql = await loadWindow(session, window)
  return session.rows(
    `SELECT asset, version, currency, count(), sum(amount), min(toUnixTimestamp64Micro(time))
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
    `SELECT asset, version, currency, count(), sum(amount) FROM (${rows})
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
