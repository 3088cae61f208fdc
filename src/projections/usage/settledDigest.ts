/**
 * The digest of the calls that an epoch settles, in ascending order of their identities and so independent of batches.
 * It is Keccak-256 over 256 bucket digests. Bucket b has the rows whose identity begins with byte b; its digest is
 * Keccak-256 over identity(16) ‖ row hash(32) of these rows, ascending by identity. Buckets keep the memory bounded.
 */
import { call } from '../../usage/kinds/call.ts'
import type { SettlementWindow } from '../../usage/reader.ts'
import { fixed, naturals } from '../engine/columns.ts'
import type { Session } from '../engine/port.ts'
import { bucketCount, bucketPasses, bucketSql, inBuckets } from './buckets.ts'
import { rowHashSql } from './rowHash.ts'
import { loadResolvable, loadWindow, unionOf } from './scope.ts'

/** Rows whose identities and hashes the engine holds at a time: about 100 bytes each. */
const passRowsMax = 2_000_000

const emptyBucket = Buffer.from('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470', 'hex')

export async function settledDigest(session: Session, window: SettlementWindow): Promise<string> {
  const sql = await loadWindow(session, window)
  const resolvable = await loadResolvable(session, window)
  const [rows] = await session.rows(
    `${sql.with} SELECT count() FROM (${unionOf('1', sql.branches, resolvable)})`,
    (row) => row.integer(),
  )
  const buckets = Buffer.concat(Array<Buffer>(bucketCount).fill(emptyBucket))
  for (const pass of bucketPasses(rows!, passRowsMax)) {
    const calls = unionOf(
      `identity, ${rowHashSql(call.columns)} AS hash`,
      sql.branches,
      `${resolvable} AND ${inBuckets(pass)}`,
    )
    await session.rows(
      `${sql.with} SELECT ${bucketSql} AS bucket,
        toFixedString(keccak256(arrayStringConcat(arraySort(groupArray(concat(identity, hash))))), 32)
      FROM (${calls}) GROUP BY bucket`,
      (row) => {
        const bucket = row.uint8()
        buckets.write(row.hex(32), bucket * 32, 'hex')
      },
    )
  }
  return digestOf(session, buckets)
}

async function digestOf(session: Session, bytes: Buffer): Promise<string> {
  const order = Array.from({ length: bucketCount }, (_, index) => index)
  await session.table('bucketDigests', [naturals('bucket', order, 'UInt32'), fixed('digest', 32, bytes)])
  const [digest] = await session.rows(
    `SELECT toFixedString(keccak256(arrayStringConcat(arrayMap(pair -> concat(pair.2, ''), arraySort(groupArray((bucket, digest)))))), 32) FROM bucketDigests`,
    (row) => row.hex(32),
  )
  return digest!
}
