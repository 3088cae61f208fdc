/**
 * SQL conditions that select rows. Names of partitions are text from outside, so they reach the engine as hex digits.
 * Whole numbers are written into the SQL. With both, the engine can use the primary key.
 */

import type { BatchKey, Watermarks } from '../../log/keys.ts'
import type { CallFilter, EpochEnd, SettlementWindow, UsageScope } from '../../usage/reader.ts'
import { naturals } from '../engine/columns.ts'
import { integer, moment, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { batchKeyColumns, batchKeys } from './batchKeys.ts'
import { keyColumns } from './keyColumns.ts'

/** Revisions of one partition: `above` is exclusive, `upTo` inclusive. */
interface RevisionRange {
  readonly partition: string
  readonly above: number
  readonly upTo: number
}

interface ScopeSql {
  /** Rows that a condition names, without strays and excluded rows. */
  of(condition: string): string
  /** Rows of the ranges, without strays and excluded rows. */
  rows(ranges: readonly RevisionRange[]): string
  /** The same with them. */
  within(ranges: readonly RevisionRange[]): string
}

/** Writes what the scope names into temporary tables of the session. Call it once for each session. */
export async function loadScope(session: Session, scope: UsageScope): Promise<ScopeSql> {
  const exclusions = await loadExclusions(session, scope)
  const of = (condition: string) => [condition, ...exclusions].join(' AND ')
  const within = (ranges: readonly RevisionRange[]) => {
    const alternatives = ranges
      .filter(({ above, upTo }) => upTo > above)
      .map(({ partition, above, upTo }) => {
        const lower = above < 0 ? '' : ` AND revision > ${integer(above)}`
        return `(partition = ${text(partition)}${lower} AND revision <= ${integer(upTo)})`
      })
    return alternatives.length === 0 ? '0' : `(${alternatives.join(' OR ')})`
  }
  const rows = (ranges: readonly RevisionRange[]) => {
    const found = within(ranges)
    return found === '0' ? found : of(found)
  }
  return { of, within, rows }
}

async function loadExclusions(session: Session, scope: UsageScope): Promise<string[]> {
  const conditions: string[] = []
  if (scope.strayAttempts.length > 0) {
    await session.table('strayAttempts', batchKeys(scope.strayAttempts))
    conditions.push(`(${batchKeyColumns}) NOT IN (SELECT * FROM strayAttempts)`)
  }
  if (scope.excludedRows.length > 0) {
    const rows = scope.excludedRows.map((key) => key.row)
    await session.table('excludedRows', [...batchKeys(scope.excludedRows), naturals('row', rows, 'UInt32')])
    conditions.push(`(${batchKeyColumns}, row) NOT IN (SELECT * FROM excludedRows)`)
  }
  return conditions
}

/** Everything up to the watermarks. */
export function allRanges(watermarks: Watermarks): RevisionRange[] {
  return rangesBetween(undefined, watermarks)
}

/** Batches after `from` (exclusive), up to `to` (inclusive). */
export function rangesBetween(from: Watermarks | undefined, to: Watermarks): RevisionRange[] {
  return [...to].map(([partition, upTo]) => ({ partition, above: from?.get(partition) ?? -1, upTo }))
}

/** Batches that `from` includes and that are still in scope. */
export function rangesUpTo(from: Watermarks, to: Watermarks): RevisionRange[] {
  return [...to].map(([partition, upTo]) => ({
    partition,
    above: -1,
    upTo: Math.min(upTo, from.get(partition) ?? -1),
  }))
}

export interface WindowSql {
  /** Conditions over `calls`; no row meets two of them. The window settles these rows where they resolve. */
  readonly branches: readonly string[]
  /** The branches over batches that the previous epoch saw. */
  readonly olderBranches: readonly string[]
  /** Conditions for all rows that may settle in this or a later window, whatever their time; no row meets two of them. */
  readonly candidates: readonly string[]
  /** SQL expression: 1 for a late call. */
  readonly late: string
  /** Condition for calls of the epoch before, which began at `since`. No branch has them. */
  before(since: EpochEnd | undefined): string
}

/**
 * The calls that a window considers and that the previous epoch did not settle: those of newer batches, and of older
 * batches those that were pending and those whose key can be resolved now. Each is a condition of its own, so that the
 * engine skips what the primary key or the times of a granule exclude.
 */
export async function loadWindow(
  session: Session,
  window: SettlementWindow,
  only: CallFilter = {},
): Promise<WindowSql> {
  const { scope, until, previous, releasedKeys } = window
  const sql = await loadScope(session, scope)
  const filter = await loadFilter(session, sql, scope, only)
  const beforeUntil = `time < ${moment(until)}${filter}`
  const fresh = sql.rows(rangesBetween(previous?.watermarks, scope.watermarks))
  const newer = `${fresh} AND ${beforeUntil}`
  const first = { branches: [newer], candidates: [fresh] }
  if (!previous) return { ...first, olderBranches: [], late: '0', before: () => '0' }

  const settledBefore = sql.rows(rangesUpTo(previous.watermarks, scope.watermarks))
  const older = previous.waiting ? await loadWaiting(session, sql, previous.waiting) : settledBefore
  const olderBranches = [`${older} AND time >= ${moment(previous.until)} AND ${beforeUntil}`]
  const settled = [settledBefore, `time < ${moment(previous.until)}`]
  if (releasedKeys.length > 0) {
    await session.table('releasedKeys', keyColumns(releasedKeys))
    olderBranches.push(
      `${older} AND time < ${moment(Math.min(previous.until, until))}${filter} AND (asset, version) IN (SELECT * FROM releasedKeys)`,
    )
    settled.push('(asset, version) NOT IN (SELECT * FROM releasedKeys)')
  }
  return {
    branches: [newer, ...olderBranches],
    candidates: [fresh, older],
    olderBranches,
    late: `time < ${moment(previous.until)}`,
    before(since) {
      if (since === undefined) return settled.join(' AND ')
      const fresh = sql.rows(rangesBetween(since.watermarks, previous.watermarks))
      return [...settled, `(time >= ${moment(since.until)} OR ${fresh})`].join(' AND ')
    },
  }
}

/** Condition for the rows of the batches with waiting calls. */
export async function loadWaiting(
  session: Session,
  sql: ScopeSql,
  waiting: readonly BatchKey[],
): Promise<string> {
  if (waiting.length === 0) return '0'
  await session.table('waitingBatches', batchKeys(waiting))
  return sql.of(`(${batchKeyColumns}) IN (SELECT * FROM waitingBatches)`)
}

/** Conditions, each after an AND. */
async function loadFilter(
  session: Session,
  sql: ScopeSql,
  { watermarks }: UsageScope,
  { keys, from, before, after, upTo, priced }: CallFilter,
): Promise<string> {
  const conditions: string[] = []
  if (keys !== undefined) {
    await session.table('onlyKeys', keyColumns(keys))
    conditions.push('(asset, version) IN (SELECT * FROM onlyKeys)')
  }
  if (from !== undefined) conditions.push(`time >= ${moment(from)}`)
  if (before !== undefined) conditions.push(`time < ${moment(before)}`)
  if (after !== undefined) conditions.push(sql.rows(rangesBetween(after, watermarks)))
  if (upTo !== undefined) conditions.push(sql.rows(allRanges(upTo)))
  if (priced) conditions.push('priced')
  return conditions.map((condition) => ` AND ${condition}`).join('')
}

/** `columns` of the rows of every condition, one after another. */
export function unionOf(columns: string, conditions: readonly string[], and = ''): string {
  return conditions
    .map((condition) => `SELECT ${columns} FROM calls WHERE ${condition}${and === '' ? '' : ` AND ${and}`}`)
    .join(' UNION ALL ')
}

/** Condition for calls that resolve to a version. */
export async function loadResolvable(
  session: Session,
  { named, boundaries }: SettlementWindow,
): Promise<string> {
  const assets = [...new Set(boundaries.map((entry) => entry.asset))]
  const keys = [...named, ...assets.map((asset) => ({ asset, version: '' }))]
  await session.table('resolvable', keyColumns(keys))
  return '(asset, version) IN (SELECT * FROM resolvable)'
}
