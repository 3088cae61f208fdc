/** Digests of batches from their rows: how the engine makes them, and the batches of one pass. */
import type { BatchAlgorithm, DigestedBatch, RowTotals } from '../../log/batchLog.ts'
import { rowKinds } from '../../log/keys.ts'
import type { Kind } from '../../usage/kinds/kind.ts'
import { kinds } from '../../usage/kinds.ts'
import { integer, key16, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { batchKeyColumns } from './batchKeys.ts'
import { columnsDigestSql } from './columnsDigest.ts'
import { rowHashSql } from './rowHash.ts'
import type { WantedSql } from './wanted.ts'

/** The digest of one kind in a batch, and the number of the first row; 0 for none. */
export interface Digested extends Pick<RowTotals, 'rows' | 'digest'> {
  readonly firstRow: number
  /** Sums by currency, where they came with the digest. */
  readonly sums?: RowTotals['sums']
}

/** A batch with the number of rows of one kind that the store has of it. */
export interface SizedBatch extends DigestedBatch {
  readonly size: number
}

/**
 * From so many rows on a batch is digested by a query of its own, which aggregates without a key: a row then costs half as
 * much. A query costs about as much as a thousand rows.
 */
const aloneRowsMin = 16_384

/** How the engine makes a digest. */
interface DigestSql {
  /** A subquery with the rows that meet the condition. */
  rows(kind: Kind, where: string): string
  /** An aggregate over the rows of a batch, 32 bytes. */
  digest(kind: Kind): string
  /** An aggregate: 1 where the rows of a batch have their numbers, and came in an order for which the digest is right. */
  readonly isOrdered: string
  readonly settings: string
  /** Whether an aggregate without a key gets the rows of a batch in their order from one thread. */
  readonly isAlone: boolean
}

const rowNumbers = 'range(min(row), toUInt32(min(row) + count()))'

const ofRowHashes: DigestSql = {
  rows: ({ table, columns }, where) =>
    `SELECT ${batchKeyColumns}, row, ${rowHashSql(columns)} AS hash FROM ${table} WHERE ${where}`,
  digest: () =>
    `keccak256(arrayStringConcat(arrayMap(pair -> concat(pair.2, ''), arraySort(groupArray((row, hash))))))`,
  isOrdered: `arraySort(groupArray(row)) = ${rowNumbers}`,
  settings: '',
  isAlone: false,
}

export const ofColumns: DigestSql = {
  rows: ({ table, columns }, where) =>
    `SELECT ${batchKeyColumns}, row, ${columns.map(({ name }) => name).join(', ')} FROM ${table} WHERE ${where}`,
  digest: ({ columns }) => columnsDigestSql(columns),
  isOrdered: `groupArray(row) = ${rowNumbers}`,
  // A batch is one insert, so its rows are in one part, in the order of the table. One thread that aggregates in this
  // order keeps it, and ends a batch before it begins the next. States that were put on the disk in between would be
  // joined again in any order.
  settings:
    'SETTINGS max_threads = 1, optimize_aggregation_in_order = 1, max_bytes_before_external_group_by = 0, max_bytes_ratio_before_external_group_by = 0',
  isAlone: true,
}

const digests: Record<BatchAlgorithm, DigestSql> = { 'sha256-columns': ofColumns }

export function digestSqlOf(algorithm: BatchAlgorithm | undefined): DigestSql {
  return algorithm === undefined ? ofRowHashes : digests[algorithm]
}

interface DigestQuery {
  readonly kind: Kind
  readonly sql: DigestSql
  readonly wanted: WantedSql
  /** Those of `wanted`. */
  readonly batches: readonly SizedBatch[]
  /** Default: `aloneRowsMin`. */
  readonly aloneMin?: number | undefined
}

/** In the order of the batches. */
export async function digestsOf(session: Session, query: DigestQuery): Promise<Digested[]> {
  const { kind, sql, batches, aloneMin = aloneRowsMin } = query
  const isLarge = (batch: SizedBatch) => sql.isAlone && batch.size >= aloneMin
  const found = new Map<number, Digested>()
  const unordered: number[] = []
  if (!batches.every(isLarge)) await digestTogether(session, query, found, unordered)
  for (const [number, batch] of batches.entries()) {
    if (!isLarge(batch)) continue
    const { isOrdered, ...digested } = await digestAlone(session, kind, sql, batch)
    found.set(number, digested)
    if (!isOrdered) unordered.push(number)
  }
  for (const number of unordered) {
    const totals = found.get(number)!
    found.set(number, { ...totals, digest: await digestOfSorted(session, kind, sql, number) })
  }
  const nothing = found.size < batches.length ? await digestOfNothing(session, kind, sql) : ''
  return batches.map((_, index) => found.get(index) ?? { rows: 0, digest: nothing, firstRow: 0 })
}

/** All batches of a pass by one query. */
async function digestTogether(
  session: Session,
  { kind, sql, wanted }: DigestQuery,
  found: Map<number, Digested>,
  unordered: number[],
): Promise<void> {
  await session.rows(
    `${wanted.with} SELECT number, rows, digest, isOrdered, firstRow FROM (
      SELECT ${batchKeyColumns}, count() AS rows, toFixedString(${sql.digest(kind)}, 32) AS digest, ${sql.isOrdered} AS isOrdered, min(row) AS firstRow
      FROM (${sql.rows(kind, wanted.rows)})
      GROUP BY ${batchKeyColumns}
    ) AS totals INNER JOIN wanted USING (${batchKeyColumns}) ${sql.settings}`,
    (row) => {
      const number = row.uint32()
      const totals = { rows: row.integer(), digest: row.hex(32) }
      if (row.uint8() !== 1) unordered.push(number)
      found.set(number, { ...totals, firstRow: row.uint32() })
    },
  )
}

/**
 * One batch. Its sum comes with the digest where all its rows are in the currency that the log names alone, as they are in
 * nearly all batches: comparing each row with one text costs less than grouping them.
 */
async function digestAlone(
  session: Session,
  kind: Kind,
  sql: DigestSql,
  batch: SizedBatch,
): Promise<Digested & { readonly isOrdered: boolean }> {
  const { partition, revision, attempt } = batch
  const ofBatch = `partition = ${text(partition)} AND revision = ${integer(revision)} AND attempt = ${key16(attempt)}`
  const currency = onlyCurrencyOf(batch, kind)
  const isOne = currency === undefined ? 'toUInt8(0)' : `countIf(currency != ${text(currency)}) = 0`
  const [found] = await session.rows(
    `SELECT count(), toFixedString(${sql.digest(kind)}, 32), ${sql.isOrdered}, min(row), ${isOne}, sum(amount)
    FROM (${sql.rows(kind, ofBatch)}) SETTINGS max_threads = 1`,
    (row) => {
      const digested = { rows: row.integer(), digest: row.hex(32), isOrdered: row.uint8() === 1 }
      const [firstRow, isSummed, sum] = [row.uint32(), row.uint8() === 1, row.ledgerUnits()]
      const sums = isSummed && currency !== undefined && { sums: new Map([[currency, sum]]) }
      return { ...digested, firstRow, ...sums }
    },
  )
  return found!
}

function onlyCurrencyOf({ totals }: DigestedBatch, { table }: Kind): string | undefined {
  const kind = rowKinds.find((name) => kinds[name].table === table)
  const sums = kind && totals?.[kind].sums
  return sums?.size === 1 ? [...sums.keys()][0] : undefined
}

/** The digest of no rows: those of a batch are numbered from 0 on without a gap. */
export const misnumbered = ''

/**
 * The digest of one batch whose rows did not come in their order, for example because they are in several parts. No digest
 * is over the numbers of rows, which say what a close excluded: other numbers would exclude another row.
 */
async function digestOfSorted(session: Session, kind: Kind, sql: DigestSql, number: number): Promise<string> {
  const ofBatch = `(${batchKeyColumns}) IN (SELECT ${batchKeyColumns} FROM wanted WHERE number = ${integer(number)})`
  const [digest] = await session.rows(
    `SELECT toFixedString(${sql.digest(kind)}, 32), ${sql.isOrdered} FROM (${sql.rows(kind, ofBatch)} ORDER BY row)
    SETTINGS max_threads = 1, query_plan_remove_redundant_sorting = 0`,
    (row) => {
      const found = row.hex(32)
      return row.uint8() === 1 ? found : misnumbered
    },
  )
  return digest!
}

async function digestOfNothing(session: Session, kind: Kind, sql: DigestSql): Promise<string> {
  const [digest] = await session.rows(
    `SELECT toFixedString(${sql.digest(kind)}, 32) FROM (${sql.rows(kind, '0')})`,
    (row) => row.hex(32),
  )
  return digest!
}
