/** Digests of batches from their rows: how the engine makes them, and the batches of one pass. */
import type { BatchAlgorithm, DigestedBatch, RowTotals } from '../../log/batchLog.ts'
import { rowKinds } from '../../log/keys.ts'
import type { Kind } from '../../usage/kinds/kind.ts'
import { kinds } from '../../usage/kinds.ts'
import { integer, text } from '../engine/literal.ts'
import type { Session } from '../engine/port.ts'
import { batchKeyColumns } from './batchKeys.ts'
import { columnsDigestSql } from './columnsDigest.ts'
import { rowHashSql } from './rowHash.ts'

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
 * From so many rows on, batches of one partition are digested by a query that aggregates by their revisions alone: by the
 * whole key of a batch a row costs twice as much. A query costs about as much as thirty thousand rows, whatever it reads.
 */
const runRowsMin = 16_384

/** How the engine makes a digest. */
interface DigestSql {
  /** A subquery with the rows that meet the condition. */
  rows(kind: Kind, where: string): string
  /** An aggregate over the rows of a batch, 32 bytes. */
  digest(kind: Kind): string
  /** An aggregate: 1 where the rows of a batch have their numbers, and came in an order for which the digest is right. */
  readonly isOrdered: string
  readonly settings: string
  /** Whether one thread that aggregates by revision gets the rows of a batch in their order. */
  readonly inRuns: boolean
}

const rowNumbers = 'range(min(row), toUInt32(min(row) + count()))'

const ofRowHashes: DigestSql = {
  rows: ({ table, columns }, where) =>
    `SELECT ${batchKeyColumns}, row, ${rowHashSql(columns)} AS hash FROM ${table} WHERE ${where}`,
  digest: () =>
    `keccak256(arrayStringConcat(arrayMap(pair -> concat(pair.2, ''), arraySort(groupArray((row, hash))))))`,
  isOrdered: `arraySort(groupArray(row)) = ${rowNumbers}`,
  settings: '',
  inRuns: false,
}

const inMemory =
  'max_threads = 1, max_block_size = 16384, max_bytes_before_external_group_by = 0, max_bytes_ratio_before_external_group_by = 0'

export const ofColumns: DigestSql = {
  rows: ({ table, columns }, where) =>
    `SELECT ${batchKeyColumns}, row, ${columns.map(({ name }) => name).join(', ')} FROM ${table} WHERE ${where}`,
  digest: ({ columns }) => columnsDigestSql(columns),
  isOrdered: `groupArray(row) = ${rowNumbers}`,
  // A batch is one insert, so its rows are in one part, in the order of the table. One thread that aggregates in this
  // order keeps it, and ends a batch before it begins the next. States that were put on the disk in between would be
  // joined again in any order.
  settings: `SETTINGS ${inMemory}, optimize_aggregation_in_order = 1`,
  inRuns: true,
}

const digests: Record<BatchAlgorithm, DigestSql> = { 'sha256-columns': ofColumns }

export function digestSqlOf(algorithm: BatchAlgorithm | undefined): DigestSql {
  return algorithm === undefined ? ofRowHashes : digests[algorithm]
}

interface DigestQuery {
  readonly kind: Kind
  readonly sql: DigestSql
  /** Makes a table of the batches, and gives the condition for their rows; see wanted.ts. */
  readonly wanted: () => Promise<string>
  /** Those of `wanted`. */
  readonly batches: readonly SizedBatch[]
  /** Default: `runRowsMin`. */
  readonly runMin?: number | undefined
}

/** What is found of the batches, by their numbers. */
interface Found {
  readonly digests: Map<number, Digested>
  /** Those whose rows did not come in their order. */
  readonly unordered: number[]
}

/** In the order of the batches. */
export async function digestsOf(session: Session, query: DigestQuery): Promise<Digested[]> {
  const { kind, sql, batches, runMin = runRowsMin } = query
  const found: Found = { digests: new Map(), unordered: [] }
  const runs = sql.inRuns ? runsOf(batches, runMin) : []
  for (const run of runs) await digestRun(session, query, run, found)
  const left = [...batches.keys()].filter((number) => batches[number]!.size > 0 && !found.digests.has(number))
  if (left.length > 0) await digestTogether(session, query, left, found)
  for (const number of found.unordered) {
    const totals = found.digests.get(number)!
    found.digests.set(number, { ...totals, digest: await digestOfSorted(session, query, number) })
  }
  const nothing = found.digests.size < batches.length ? await digestOfNothing(session, kind, sql) : ''
  return batches.map((_, index) => found.digests.get(index) ?? { ...none, digest: nothing })
}

/** Batches by the numbers that they have, by one query. */
async function digestTogether(
  session: Session,
  { kind, sql, wanted: load, batches }: DigestQuery,
  numbers: readonly number[],
  { digests, unordered }: Found,
): Promise<void> {
  const wanted = await load()
  const some = `(${batchKeyColumns}) IN (SELECT ${batchKeyColumns} FROM wanted WHERE number IN (${numbers.map(integer)}))`
  const where = numbers.length === batches.length ? wanted : `${wanted} AND ${some}`
  await session.rows(
    `SELECT number, rows, digest, isOrdered, firstRow FROM (
      SELECT ${batchKeyColumns}, count() AS rows, toFixedString(${sql.digest(kind)}, 32) AS digest, ${sql.isOrdered} AS isOrdered, min(row) AS firstRow
      FROM (${sql.rows(kind, where)})
      GROUP BY ${batchKeyColumns}
    ) AS totals INNER JOIN wanted USING (${batchKeyColumns}) ${sql.settings}`,
    (row) => {
      const number = row.uint32()
      const totals = { rows: row.integer(), digest: row.hex(32) }
      if (row.uint8() !== 1) unordered.push(number)
      digests.set(number, { ...totals, firstRow: row.uint32() })
    },
  )
}

/** Batches of one partition with little between them: their numbers by their revisions. */
interface Run {
  readonly partition: string
  readonly numbers: ReadonlyMap<number, number>
}

/** Revisions between two batches that are read with them. */
const gapMax = 2

function runsOf(batches: readonly SizedBatch[], rowsMin: number): Run[] {
  const runs: Run[] = []
  const byPartition = Map.groupBy(batches.keys(), (number) => batches[number]!.partition)
  for (const [partition, ofPartition] of byPartition) {
    let numbers = new Map<number, number>()
    let [last, rows] = [-1, 0]
    const end = () => {
      if (rows >= rowsMin) runs.push({ partition, numbers })
      numbers = new Map()
      rows = 0
    }
    for (const number of ofPartition.sort(
      (one, other) => batches[one]!.revision - batches[other]!.revision,
    )) {
      const { revision, size } = batches[number]!
      if (size === 0) continue
      if (revision > last + gapMax + 1) end()
      numbers.set(revision, number)
      rows += size
      last = revision
    }
    end()
  }
  return runs
}

/**
 * A batch counts as found where its revision has as many rows as the batch itself, so that no row of another attempt is
 * among them. Its sum comes with the digest where all its rows are in the currency that the log names alone, as they are
 * in nearly all batches: comparing each row with one text costs less than grouping them.
 */
async function digestRun(
  session: Session,
  { kind, sql, batches }: DigestQuery,
  { partition, numbers }: Run,
  { digests, unordered }: Found,
): Promise<void> {
  const revisions = [...numbers.keys()]
  const where = `partition = ${text(partition)} AND revision BETWEEN ${integer(revisions[0]!)} AND ${integer(revisions.at(-1)!)}`
  const currency = onlyCurrencyOf(batches[numbers.get(revisions[0]!)!]!, kind)
  const sums =
    currency === undefined
      ? 'toUInt8(0), toUInt256(0)'
      : `countIf(currency != ${text(currency)}) = 0, sum(amount)`
  await session.rows(
    `SELECT revision, count(), toFixedString(${sql.digest(kind)}, 32), ${sql.isOrdered}, min(row), ${sums}
    FROM (${sql.rows(kind, where)}) GROUP BY revision SETTINGS ${inMemory}`,
    (row) => {
      const number = numbers.get(row.integer())
      const digested = { rows: row.integer(), digest: row.hex(32) }
      const [isOrdered, firstRow] = [row.uint8() === 1, row.uint32()]
      const [isSummed, sum] = [row.uint8() === 1, row.ledgerUnits()]
      if (number === undefined || digested.rows !== batches[number]!.size) return
      const summed = isSummed && currency !== undefined && { sums: new Map([[currency, sum]]) }
      digests.set(number, { ...digested, firstRow, ...summed })
      if (!isOrdered) unordered.push(number)
    },
  )
}

function onlyCurrencyOf({ totals }: DigestedBatch, { table }: Kind): string | undefined {
  const kind = rowKinds.find((name) => kinds[name].table === table)
  const sums = kind && totals?.[kind].sums
  return sums?.size === 1 ? [...sums.keys()][0] : undefined
}

/** What there is of a batch without rows. */
const none = { rows: 0, sums: new Map(), firstRow: 0 }

/** The digest of no rows: those of a batch are numbered from 0 on without a gap. */
export const misnumbered = ''

/**
 * The digest of one batch whose rows did not come in their order, for example because they are in several parts. No digest
 * is over the numbers of rows, which say what a close excluded: other numbers would exclude another row.
 */
async function digestOfSorted(
  session: Session,
  { kind, sql, wanted }: DigestQuery,
  number: number,
): Promise<string> {
  await wanted()
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
