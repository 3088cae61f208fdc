/** Finds identities that two processes both accepted, so that the close settles them once. */

import type { RowKind, Watermarks } from '../../log/keys.ts'
import { pickColumns } from '../../usage/columns.ts'
import { type CallValues, call } from '../../usage/kinds/call.ts'
import type { RowKeyOfIdentity, UsageScope } from '../../usage/reader.ts'
import { type Session, type SqlEngine, trimRowsMin } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { bucketPasses, inBuckets, likeOneOf } from './buckets.ts'
import { readValues, selectedColumns } from './columnTypes.ts'
import { kindsWithRows, rowsOf } from './kindTables.ts'
import { allRanges, loadScope, rangesBetween } from './scope.ts'

/** New identities that the engine holds at a time: about 40 bytes each. */
const passRowsMax = 4_000_000
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
  const [rows = 0] = await session.rows(`${sql.with} SELECT count() FROM (${ofRecent('row', '1')})`, (row) =>
    row.integer(),
  )
  for (const pass of bucketPasses(rows, passRowsMax)) {
    const within = inBuckets(pass)
    const searched = since ? likeOneOf('identity', ofRecent('identity AS listed', within)) : '1'
    await session.derive(
      'repeatedTwice',
      `${sql.with} SELECT identity FROM (${rowsOf(present, 'identity', `${all} AND ${within}`)})
      WHERE ${searched} GROUP BY identity HAVING count() > 1`,
    )
    const [twice] = await session.rows('SELECT count() FROM repeatedTwice', (row) => row.integer())
    if (twice === 0) continue
    const lately = ofRecent('identity', 'identity IN (SELECT identity FROM repeatedTwice)')
    await session.derive('repeatedLately', `${sql.with} SELECT DISTINCT identity FROM (${lately})`)
    const select = (after: string | undefined, limit: number) => {
      const later = after === undefined ? '1' : `identity > toFixedString(unhex('${after}'), 16)`
      const found = rowsOf(
        present,
        `${rowKeyColumns}, ${names}, kind`,
        `${all} AND ${later} AND identity IN (SELECT identity FROM repeatedLately WHERE ${later})`,
      )
      return session.rows(
        `${sql.with} SELECT ${rowKeyColumns}, ${selectedColumns(columns)}, kind FROM (${found})
        ORDER BY identity, ${rowKeyColumns} LIMIT ${limit}`,
        (row) => ({ ...readRowKey(row), ...values(row), kind: row.text<RowKind>() }),
      )
    }
    await takePieces(select, rowsMax, take)
  }
  return rows
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
