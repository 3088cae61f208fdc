/** Finds identities that two processes both accepted, so that the close settles them once. */

import type { Watermarks } from '../../log/keys.ts'
import { pickColumns } from '../../usage/columns.ts'
import { type CallValues, call } from '../../usage/kinds/call.ts'
import type { RowKeyOfIdentity, UsageScope } from '../../usage/reader.ts'
import type { Session } from '../engine/port.ts'
import type { RowReader } from '../engine/rowBinary.ts'
import { readRowKey, rowKeyColumns } from './batchKeys.ts'
import { bucketPasses, inBuckets } from './buckets.ts'
import { readValues, selectedColumns } from './columnTypes.ts'
import { allRanges, loadScope, rangesBetween } from './scope.ts'

/** New identities that the engine holds at a time: about 40 bytes each. */
const passRowsMax = 4_000_000

const columns = pickColumns(call.columns, ['identity', 'content', 'source', 'id', 'currency', 'amount'])
const values = readValues(columns) as (row: RowReader) => Pick<CallValues, (typeof columns)[number]['name']>

export async function repeatedIdentities(
  session: Session,
  scope: UsageScope,
  since: Watermarks | undefined,
): Promise<RowKeyOfIdentity[]> {
  const sql = await loadScope(session, scope)
  const all = sql.rows(allRanges(scope.watermarks))
  const recent = sql.rows(rangesBetween(since, scope.watermarks))
  const [rows] = await session.rows(`${sql.with} SELECT count() FROM calls WHERE ${recent}`, (row) =>
    row.integer(),
  )
  const found: RowKeyOfIdentity[] = []
  for (const pass of bucketPasses(rows!, passRowsMax)) {
    const within = inBuckets(pass)
    const isRecent = since ? `AND identity IN (SELECT identity FROM calls WHERE ${recent} AND ${within})` : ''
    const repeated = `SELECT identity FROM calls WHERE ${all} AND ${within} ${isRecent} GROUP BY identity HAVING count() > 1`
    const part = await session.rows(
      `${sql.with} SELECT ${rowKeyColumns}, ${selectedColumns(columns)} FROM calls
      WHERE ${all} AND ${within} AND identity IN (${repeated}) ORDER BY identity, ${rowKeyColumns}`,
      (row) => ({ ...readRowKey(row), ...values(row) }),
    )
    for (const row of part) found.push(row)
  }
  return found
}
