/** Finds identities that two ingesters accepted: the close settles them once, however they came in. */

import type { Watermarks } from '../../log/keys.ts'
import type { RowKeyOfIdentity, UsageScope } from '../../usage/reader.ts'
import type { Session } from '../engine/port.ts'
import { readBatchKey } from './batchKeys.ts'
import { bucketPasses, inBuckets } from './buckets.ts'
import { allRanges, loadScope, rangesBetween } from './scope.ts'

/** New identities that the engine holds at a time: about 40 bytes each. */
const passRowsMax = 4_000_000

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
      `${sql.with} SELECT partition, revision, attempt, row, identity, content, source, id, currency, amount FROM calls
      WHERE ${all} AND ${within} AND identity IN (${repeated}) ORDER BY identity, partition, revision, attempt, row`,
      (row) => ({
        ...readBatchKey(row),
        row: row.uint32(),
        identity: row.hex(16),
        content: row.hex(16),
        source: row.text(),
        id: row.text(),
        currency: row.text(),
        amount: row.uint256(),
      }),
    )
    for (const row of part) found.push(row)
  }
  return found
}
