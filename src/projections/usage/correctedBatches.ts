/** Finds older batches with calls that an epoch corrects: their amounts move money once more. */
import type { BatchKey } from '../../log/keys.ts'
import type { SettlementWindow } from '../../usage/reader.ts'
import { moment } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { batchKeyColumns, readBatchKey } from './batchKeys.ts'
import { bucketPasses, inBuckets, likeOneOf } from './buckets.ts'
import { allRanges, loadScope, rangesUpTo } from './scope.ts'

/** Calls that the engine holds at a time: about 40 bytes each. */
const passRowsMax = 4_000_000

export async function correctedBatches(
  session: Session,
  { scope, until, previous }: SettlementWindow,
): Promise<BatchKey[]> {
  if (previous === undefined) return []
  const sql = await loadScope(session, scope)
  const counts = `${sql.rows(allRanges(scope.watermarks))} AND time < ${moment(until)}`
  const older = sql.rows(rangesUpTo(previous.watermarks, scope.watermarks))
  const counted = `(${sql.within(rangesUpTo(previous.watermarks, scope.watermarks))} AND time < ${moment(previous.until)})`
  const isNew = `${counts} AND NOT ${counted}`
  const [rows] = await session.rows(`${sql.with} SELECT count() FROM corrections WHERE ${isNew}`, (row) =>
    row.integer(),
  )
  if (rows === 0) return []
  const closed = `SELECT target FROM corrections WHERE ${isNew} AND type = 'closed'`
  const found = new Map<string, BatchKey>()
  for (const pass of bucketPasses(rows!, passRowsMax)) {
    const named = [
      `SELECT target AS listed FROM corrections WHERE ${isNew} AND type != 'closed' AND ${inBuckets(pass, 'target')}`,
      `SELECT target AS listed FROM corrections WHERE ${counts} AND type = 'disputed' AND identity IN (${closed}) AND ${inBuckets(pass, 'target')}`,
    ]
    const keys = await session.rows(
      `${sql.with} SELECT DISTINCT ${batchKeyColumns} FROM calls
      WHERE ${older} AND ${inBuckets(pass)} AND ${likeOneOf('identity', named.join(' UNION ALL '))} ORDER BY ${batchKeyColumns}`,
      readBatchKey,
    )
    for (const key of keys) found.set(`${key.revision} ${key.partition}`, key)
  }
  return [...found.values()]
}
