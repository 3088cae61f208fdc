/** Computes the control totals of batches again from their rows, a bounded number of rows at a time. */

import type { BatchAlgorithm, DigestedBatch, RowTotals } from '../../log/batchLog.ts'
import { type RowKind, rowKinds } from '../../log/keys.ts'
import type { Kind } from '../../usage/kinds/kind.ts'
import { kinds } from '../../usage/kinds.ts'
import type { BatchTotals } from '../../usage/reader.ts'
import { integer } from '../engine/literal.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { batchKeyColumns } from './batchKeys.ts'
import { columnsDigestSql } from './columnsDigest.ts'
import { rowHashSql } from './rowHash.ts'
import { loadWanted, type WantedSql } from './wanted.ts'

/** Rows of a pass, of which the engine holds the hashes or the columns. */
const passRowsMax = 500_000
/** Bytes that the rows of a pass can have at most: the engine may hold all of their columns, if each batch is a part. */
const passBytesMax = 512 << 20
/** The most that ingestion puts into a row, about, and into a batch. */
const [rowBytesMost, batchBytesMost] = [10_000, 48 << 20]
/** Passes that run at a time: one of columns keeps one core busy. */
const passesMax = 2
/** Batches whose sizes one query reads. */
const pageKeysMax = 20_000

const none: RowTotals = { rows: 0, sums: new Map(), digest: '' }

/** Totals of one kind in a batch, and the number of the first row; 0 for none. */
interface KindTotals extends RowTotals {
  readonly firstRow: number
}

/** In the order of `batches`. A batch without rows of a kind has 0 rows and a digest of nothing there. */
export async function* batchTotals(
  engine: SqlEngine,
  batches: readonly DigestedBatch[],
  only: readonly RowKind[] = rowKinds,
): AsyncGenerator<BatchTotals> {
  const ofKinds = only.map((kind) => ({ kind, totals: totalsOfKind(engine, kinds[kind], batches) }))
  for (const { partition, revision, attempt, totals: recorded } of batches) {
    const totals: { [Kind in RowKind]: RowTotals } = {
      call: none,
      correction: none,
      posting: none,
      description: none,
    }
    // Rows are numbered over all kinds. Those of kinds that are not read are numbered as the log says.
    let firstDue = only.includes('call') ? 0 : (recorded?.call.rows ?? 0)
    for (const each of ofKinds) {
      const { firstRow, ...found } = (await each.totals.next()).value!
      const isNumbered = found.rows === 0 || firstRow === firstDue
      totals[each.kind] = isNumbered ? found : { ...found, digest: misnumbered }
      firstDue += found.rows
    }
    yield { partition, revision, attempt, totals }
  }
}

async function* totalsOfKind(
  engine: SqlEngine,
  kind: Kind,
  batches: readonly DigestedBatch[],
): AsyncGenerator<KindTotals, undefined> {
  if (await isEmpty(engine, kind)) {
    for (const _ of batches) yield { rows: 0, sums: new Map(), digest: misnumbered, firstRow: 0 }
    return
  }
  for (let start = 0; start < batches.length; start += pageKeysMax) {
    const page = batches.slice(start, start + pageKeysMax)
    const sizes = await engine.session((session) => countRows(session, kind, page))
    const passes = packPasses(page, sizes)
    yield* runPasses(passes, (pass) => engine.session((session) => totalsOf(session, kind, pass)))
    if (passes.length > 1) await engine.trim()
  }
}

/** Most ledgers have calls alone. The engine knows the number of rows of a table. */
async function isEmpty(engine: SqlEngine, { table }: Kind): Promise<boolean> {
  const [rows] = await engine.rows(`SELECT count() FROM ${table}`, (row) => row.integer())
  return rows === 0
}

/** Yields in the order of the passes. */
async function* runPasses(
  passes: readonly DigestedBatch[][],
  run: (pass: DigestedBatch[]) => Promise<KindTotals[]>,
): AsyncGenerator<KindTotals, undefined> {
  const running: Promise<KindTotals[]>[] = []
  try {
    for (const pass of passes) {
      running.push(run(pass))
      if (running.length === passesMax) yield* await running.shift()!
    }
    while (running.length > 0) yield* await running.shift()!
  } finally {
    // Nothing goes on in the background when one fails.
    await Promise.allSettled(running)
  }
}

async function countRows(
  session: Session,
  { table }: Kind,
  batches: readonly DigestedBatch[],
): Promise<number[]> {
  const wanted = await loadWanted(session, batches)
  const sizes = new Array<number>(batches.length).fill(0)
  await session.rows(
    `${wanted.with} SELECT number, rows FROM (SELECT ${batchKeyColumns}, count() AS rows FROM ${table} WHERE ${wanted.rows} GROUP BY ${batchKeyColumns}) AS sizes
    INNER JOIN wanted USING (${batchKeyColumns})`,
    (row) => {
      sizes[row.uint32()] = row.integer()
    },
  )
  return sizes
}

/** Consecutive batches of one algorithm whose rows together stay below the limit. A larger batch is a pass of its own. */
function packPasses(batches: readonly DigestedBatch[], sizes: readonly number[]): DigestedBatch[][] {
  const passes: DigestedBatch[][] = []
  let [rows, bytes] = [0, 0]
  batches.forEach((batch, index) => {
    const size = sizes[index]!
    const sizeBytes = Math.min(size * rowBytesMost, batchBytesMost)
    const isFull = rows + size > passRowsMax || bytes + sizeBytes > passBytesMax
    const last = passes.at(-1)?.[0]
    if (last === undefined || isFull || batch.algorithm !== last.algorithm) {
      passes.push([])
      rows = 0
      bytes = 0
    }
    passes.at(-1)!.push(batch)
    rows += size
    bytes += sizeBytes
  })
  return passes
}

/** How the engine makes a digest. */
interface DigestSql {
  /** A subquery with the rows that meet the condition. */
  rows(kind: Kind, where: string): string
  /** An aggregate over the rows of a batch, 32 bytes. */
  digest(kind: Kind): string
  /** An aggregate: 1 where the rows of a batch have their numbers, and came in an order for which the digest is right. */
  readonly isOrdered: string
  readonly settings: string
}

const rowNumbers = 'range(min(row), toUInt32(min(row) + count()))'

const ofRowHashes: DigestSql = {
  rows: ({ table, columns }, where) =>
    `SELECT ${batchKeyColumns}, row, ${rowHashSql(columns)} AS hash FROM ${table} WHERE ${where}`,
  digest: () =>
    `keccak256(arrayStringConcat(arrayMap(pair -> concat(pair.2, ''), arraySort(groupArray((row, hash))))))`,
  isOrdered: `arraySort(groupArray(row)) = ${rowNumbers}`,
  settings: '',
}

const ofColumns: DigestSql = {
  rows: ({ table, columns }, where) =>
    `SELECT ${batchKeyColumns}, row, ${columns.map(({ name }) => name).join(', ')} FROM ${table} WHERE ${where}`,
  digest: ({ columns }) => columnsDigestSql(columns),
  isOrdered: `groupArray(row) = ${rowNumbers}`,
  // A batch is one insert, so its rows are in one part, in the order of the table. One thread that aggregates in this
  // order keeps it, and ends a batch before it begins the next. States that were put on the disk in between would be
  // joined again in any order.
  settings:
    'SETTINGS max_threads = 1, optimize_aggregation_in_order = 1, max_bytes_before_external_group_by = 0, max_bytes_ratio_before_external_group_by = 0',
}

const digests: Record<BatchAlgorithm, DigestSql> = { 'sha256-columns': ofColumns }

/** @param batches of one algorithm */
async function totalsOf(
  session: Session,
  kind: Kind,
  batches: readonly DigestedBatch[],
): Promise<KindTotals[]> {
  const wanted = await loadWanted(session, batches)
  const { algorithm } = batches[0]!
  const sql = algorithm === undefined ? ofRowHashes : digests[algorithm]
  const found = new Map<number, { rows: number; digest: string; firstRow: number }>()
  const unordered: number[] = []
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
  for (const number of unordered) {
    const totals = found.get(number)!
    found.set(number, { ...totals, digest: await digestOfSorted(session, kind, sql, number) })
  }
  const nothing = found.size < batches.length ? await digestOfNothing(session, kind, sql) : ''
  const sums = await sumsOf(session, kind, wanted)
  return batches.map((_, index) => ({
    ...(found.get(index) ?? { rows: 0, digest: nothing, firstRow: 0 }),
    sums: sums.get(index) ?? new Map(),
  }))
}

/** The digest of no rows: those of a batch are numbered from 0 on without a gap. */
const misnumbered = ''

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

async function sumsOf(
  session: Session,
  { table }: Kind,
  wanted: WantedSql,
): Promise<Map<number, Map<string, bigint>>> {
  const sums = new Map<number, Map<string, bigint>>()
  await session.rows(
    `${wanted.with} SELECT number, currency, total FROM (
      SELECT ${batchKeyColumns}, currency, sum(amount) AS total FROM ${table} WHERE ${wanted.rows} GROUP BY ${batchKeyColumns}, currency
    ) AS totals INNER JOIN wanted USING (${batchKeyColumns}) ORDER BY number, currency`,
    (row) => {
      const number = row.uint32()
      const batch = sums.get(number) ?? new Map<string, bigint>()
      sums.set(number, batch.set(row.text(), row.ledgerUnits()))
    },
  )
  return sums
}
