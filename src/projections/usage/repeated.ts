/** Finds identities that two processes both accepted, so that the close settles them once. */

import type { RowKind, Watermarks } from '../../log/keys.ts'
import { pickColumns } from '../../usage/columns.ts'
import { type CallValues, call } from '../../usage/kinds/call.ts'
import type { RowKeyOfIdentity, UsageScope } from '../../usage/reader.ts'
import { type Session, type SqlEngine, trimRowsMin } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { bucketPasses, bucketSql, halfOf, inBuckets, likeOneOf } from './buckets.ts'
import { readValues, selectedColumns } from './columnTypes.ts'
import { kindsWithRows, rowsOf } from './kindTables.ts'
import { allRanges, loadScope, rangesBetween } from './scope.ts'

/** Identities that the engine holds at a time: about 30 bytes each. */
const passRowsMax = 8_000_000
/** Where new rows are a greater part of all, it costs less to sort all than to find those that are like a new one. */
const newPart = 1 / 4
/** Repeated rows that this process holds at a time: about 1 KB each, with what reading leaves behind. */
const pieceRowsMax = 100_000

/** Every kind has these columns. */
const columns = pickColumns(call.columns, ['identity', 'content', 'source', 'id', 'currency', 'amount'])
const names = columns.map(({ name }) => name).join(', ')
const values = readValues(columns) as (row: RowReader) => Pick<CallValues, (typeof columns)[number]['name']>

interface RepeatedOptions {
  readonly since?: Watermarks | undefined
  readonly rowsMax?: number
}

type Take = (rows: readonly RowKeyOfIdentity[]) => void

export async function repeatedIdentities(
  engine: SqlEngine,
  scope: UsageScope,
  options: RepeatedOptions,
  take: Take,
): Promise<void> {
  const rows = await engine.session((session) => takeRepeated(session, scope, options, take))
  if (rows >= trimRowsMin) await engine.trim()
}

/** @returns the number of rows that were looked at */
async function takeRepeated(
  session: Session,
  scope: UsageScope,
  { since, rowsMax = pieceRowsMax }: RepeatedOptions,
  take: Take,
): Promise<number> {
  const sql = await loadScope(session, scope)
  const all = sql.rows(allRanges(scope.watermarks))
  const recent = sql.rows(rangesBetween(since, scope.watermarks))
  const present = await kindsWithRows(session)
  const ofRecent = (selected: string, and: string) => rowsOf(present, selected, `${recent} AND ${and}`)
  const countOf = async (condition: string) => {
    const counted = `SELECT count() FROM (${rowsOf(present, 'row', condition)})`
    const [rows] = await session.rows(counted, (row) => row.integer())
    return rows!
  }
  const [rows, allRows] = [await countOf(recent), await countOf(all)]
  if (rows === 0) return 0
  const isSearched = rows < allRows * newPart
  for (const pass of bucketPasses(isSearched ? rows : allRows, passRowsMax)) {
    const within = inBuckets(pass)
    const searched = isSearched ? likeOneOf('identity', ofRecent('identity AS listed', within)) : '1'
    const identities = `SELECT identity FROM (${rowsOf(present, 'identity', `${all} AND ${within}`)})`
    await session.derive('repeatedHalves', repeatedHalves(`${identities} WHERE ${searched}`))
    const [halves] = await session.rows('SELECT count() FROM repeatedHalves', (row) => row.integer())
    if (halves === 0) continue
    const alike = `${halfOf('identity')} IN (SELECT half FROM repeatedHalves)`
    await session.derive('repeatedTwice', `${identities} WHERE ${alike} GROUP BY identity HAVING count() > 1`)
    const lately = ofRecent('identity', 'identity IN (SELECT identity FROM repeatedTwice)')
    await session.derive('repeatedLately', `SELECT DISTINCT identity FROM (${lately})`)
    const select = (after: string | undefined, limit: number) => {
      const later = after === undefined ? '1' : `identity > toFixedString(unhex('${after}'), 16)`
      const found = rowsOf(
        present,
        `${rowKeyColumns}, ${names}, kind`,
        `${all} AND ${later} AND identity IN (SELECT identity FROM repeatedLately WHERE ${later})`,
      )
      return session.rows(
        `SELECT ${rowKeyColumns}, ${selectedColumns(columns)}, kind FROM (${found})
        ORDER BY identity, ${rowKeyColumns} LIMIT ${limit}`,
        (row) => ({ ...readRowKey(row), ...values(row), kind: row.text<RowKind>() }),
      )
    }
    await takePieces(select, rowsMax, take)
  }
  return rows
}

/**
 * SQL of the halves that more than one of the identities has, and perhaps of 0. To sort the numbers of a bucket and compare
 * neighbours costs a fifth of grouping by identity, which makes an entry in a table for each of them.
 */
function repeatedHalves(identities: string): string {
  const sorted = `SELECT arraySort(groupArray(${halfOf('identity')})) AS halves FROM (${identities}) GROUP BY ${bucketSql}`
  const before = 'arrayPushFront(arrayPopBack(halves), toUInt64(0))'
  return `SELECT arrayJoin(arrayFilter((half, before) -> half = before, halves, ${before})) AS half FROM (${sorted})`
}

/** @param select reads rows by identity, those after one of them, at most so many */
async function takePieces(
  select: (after: string | undefined, limit: number) => Promise<RowKeyOfIdentity[]>,
  rowsMax: number,
  take: Take,
): Promise<void> {
  let after: string | undefined
  for (let limit = rowsMax; ; ) {
    const rows = await select(after, limit)
    if (rows.length < limit) {
      take(rows)
      return
    }
    // The rows of the last identity may go on in the next piece.
    const last = rows.at(-1)!.identity
    const whole = rows.findIndex(({ identity }) => identity === last)
    if (whole === 0) limit *= 2
    else {
      take(rows.slice(0, whole))
      after = rows[whole - 1]!.identity
    }
  }
}
