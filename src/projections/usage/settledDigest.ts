/**
 * The digest of the calls that an epoch settles, in an order of its own and so independent of batches. It is a hash over
 * 256 bucket digests. Bucket b has the rows whose identity begins with byte b. Buckets keep the memory bounded.
 *
 *   `sha256-calls`: SHA-256 throughout. The digest of a bucket is over the number of its calls as LEB128, and the hashes
 *   of its calls (callHash.ts), ascending as little-endian numbers.
 *   Without a name: Keccak-256 throughout. The digest of a bucket is over identity(16) ‖ row hash(32) of its rows,
 *   ascending by identity.
 */
import { createHash } from 'node:crypto'
import type { SettledAlgorithm } from '../../log/manifest.ts'
import type { Column } from '../../usage/columns.ts'
import { call } from '../../usage/kinds/call.ts'
import { correction } from '../../usage/kinds/correction.ts'
import type { Kind } from '../../usage/kinds/kind.ts'
import { posting } from '../../usage/kinds/posting.ts'
import type { CallKey, CountedKind, SettlementWindow } from '../../usage/reader.ts'
import { fixed, naturals } from '../engine/columns.ts'
import { moment } from '../engine/literal.ts'
import { type Session, type SqlEngine, trimRowsMin } from '../engine/port.ts'
import { bucketCount, bucketPasses, bucketSql, inBuckets } from './buckets.ts'
import { callHashSql } from './callHash.ts'
import { keyColumns } from './keyColumns.ts'
import { rowHashSql } from './rowHash.ts'
import { allRanges, loadResolvable, loadScope, loadWindow, unionOf } from './scope.ts'

interface BucketSql {
  /** SQL of what a bucket lists of a row, 32 to 48 bytes. */
  readonly entry: string
  /** SQL aggregate over `entry` of the rows of a bucket, 32 bytes. */
  readonly digest: string
  /** The digest of a bucket without rows. */
  readonly empty: string
  combine(session: Session, buckets: Buffer): Promise<string>
}

const byRowHashes: BucketSql = {
  entry: `concat(identity, ${rowHashSql(call.columns)})`,
  digest: 'toFixedString(keccak256(arrayStringConcat(arraySort(groupArray(entry)))), 32)',
  empty: 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  combine: keccakOf,
}

const byHashesOf = (columns: readonly Column[]): BucketSql => ({
  entry: callHashSql(columns),
  digest: "SHA256(toString(arrayReduce('groupArrayState', arraySort(groupArray(entry)))))",
  empty: createHash('sha256').update(Uint8Array.of(0)).digest('hex'),
  combine: async (_, buckets) => createHash('sha256').update(buckets).digest('hex'),
})

const countedKinds = { correction, posting } satisfies Record<CountedKind, Kind>

const algorithms: Record<SettledAlgorithm, BucketSql> = { 'sha256-calls': byHashesOf(call.columns) }

export async function settledDigest(
  engine: SqlEngine,
  window: SettlementWindow,
  algorithm?: SettledAlgorithm,
  suspense?: readonly CallKey[],
): Promise<string> {
  const by = algorithm === undefined ? byRowHashes : algorithms[algorithm]
  const { rows, digest } = await engine.session((session) => digestSettled(session, by, window, suspense))
  if (rows >= trimRowsMin) await engine.trim()
  return digest
}

async function digestSettled(
  session: Session,
  by: BucketSql,
  window: SettlementWindow,
  suspense: readonly CallKey[] | undefined,
): Promise<{ rows: number; digest: string }> {
  const sql = await loadWindow(session, window)
  const settled = await loadSettled(session, window, suspense)
  // Those in suspense are counted too, which only makes the passes smaller.
  const counted = `SELECT count() FROM (${unionOf('1', sql.branches)})`
  const rows = (columns: string, and: string) => unionOf(columns, sql.branches, `${settled} AND ${and}`)
  return digestOf(session, by, { counted, rows }, defaultLimits)
}

/**
 * The digest of all corrections, or of all postings, that count by the window: those of its batches with a time before its
 * `until`. It is made as `sha256-calls` is.
 */
export async function countedDigest(
  session: Session,
  kind: CountedKind,
  { scope, until }: SettlementWindow,
  limits = defaultLimits,
): Promise<string> {
  const sql = await loadScope(session, scope)
  const { table, columns } = countedKinds[kind]
  const counts = `${sql.rows(allRanges(scope.watermarks))} AND time < ${moment(until)}`
  const counted = `SELECT count() FROM ${table} WHERE ${counts}`
  const rows = (selected: string, and: string) =>
    `SELECT ${selected} FROM ${table} WHERE ${counts} AND ${and}`
  const from = { counted, rows }
  const { digest } = await digestOf(session, byHashesOf(columns), from, limits)
  return digest
}

interface DigestedRows {
  /** SQL of about how many rows there are. */
  readonly counted: string
  /** SQL of columns of the rows that meet a condition more. */
  rows(columns: string, and: string): string
}

/** How many rows the engine works on at a time. */
interface DigestLimits {
  /**
   * Rows of which the engine holds what a bucket lists, 35 to 80 bytes each. They are read once: identities are anywhere
   * in the table, so reading some of the buckets costs nearly as much as reading all.
   */
  readonly readRowsMax: number
  /** Rows of the buckets that are sorted at a time, 100 bytes each and more: a list, and its room to grow. */
  readonly sortRowsMax: number
  /** From so many rows on, hashing and sorting are queries of their own: each then works in the cache of a core. */
  readonly apartRowsMin: number
}

const defaultLimits: DigestLimits = {
  readRowsMax: 16_000_000,
  sortRowsMax: 2_000_000,
  apartRowsMin: 100_000,
}
/** Rows that are hashed at a time. */
const hashedBlock = 16_384
/** Buckets that are made into digests at a time: a query makes five copies of a list on the way. */
const digestedBlock = 2

/** @returns with the number of rows that were looked at */
async function digestOf(
  session: Session,
  by: BucketSql,
  from: DigestedRows,
  { readRowsMax, sortRowsMax, apartRowsMin }: DigestLimits,
): Promise<{ digest: string; rows: number }> {
  const [rows = 0] = await session.rows(from.counted, (row) => row.integer())
  const buckets = Buffer.concat(Array<Buffer>(bucketCount).fill(Buffer.from(by.empty, 'hex')))
  const entriesOf = (and: string) => from.rows(`${bucketSql} AS bucket, ${by.entry} AS entry`, and)
  const addBuckets = (sql: string) =>
    session.rows(sql, (row) => {
      const bucket = row.uint8()
      buckets.write(row.hex(32), bucket * 32, 'hex')
    })
  const digests = `SELECT bucket, ${by.digest} FROM`
  if (rows < apartRowsMin) await addBuckets(`${digests} (${entriesOf('1')}) GROUP BY bucket`)
  else {
    for (const read of bucketPasses(rows, readRowsMax)) {
      const entries = `SELECT bucket, entry FROM (${entriesOf(inBuckets(read))})`
      await session.derive('entries', `${entries} SETTINGS max_block_size = ${hashedBlock}`)
      for (const { from, to } of bucketPasses(rows, sortRowsMax, read)) {
        await addBuckets(
          `${digests} entries WHERE bucket BETWEEN ${from} AND ${to} GROUP BY bucket SETTINGS max_block_size = ${digestedBlock}`,
        )
      }
    }
  }
  return { rows, digest: await by.combine(session, buckets) }
}

/** Condition for calls that are not in suspense. Looking up the keys of all calls costs more than hashing them. */
async function loadSettled(
  session: Session,
  window: SettlementWindow,
  suspense: readonly CallKey[] | undefined,
): Promise<string> {
  if (suspense === undefined) return loadResolvable(session, window)
  if (suspense.length === 0) return '1'
  await session.table('suspense', keyColumns(suspense))
  return '(asset, version) NOT IN (SELECT * FROM suspense)'
}

async function keccakOf(session: Session, buckets: Buffer): Promise<string> {
  const order = Array.from({ length: bucketCount }, (_, index) => index)
  await session.table('bucketDigests', [naturals('bucket', order, 'UInt32'), fixed('digest', 32, buckets)])
  const [digest] = await session.rows(
    `SELECT toFixedString(keccak256(arrayStringConcat(arrayMap(pair -> concat(pair.2, ''), arraySort(groupArray((bucket, digest)))))), 32) FROM bucketDigests`,
    (row) => row.hex(32),
  )
  return digest!
}
