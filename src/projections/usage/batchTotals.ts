/** Computes the control totals of batches again from their rows, a bounded number of rows at a time. */

import type { DigestedBatch, RowTotals } from '../../log/batchLog.ts'
import { type BatchKey, batchName, type RowKind, rowKinds } from '../../log/keys.ts'
import type { Kind } from '../../usage/kinds/kind.ts'
import { kinds } from '../../usage/kinds.ts'
import { moneyOfCalls } from '../../usage/moneyDigest.ts'
import type { BatchTotals } from '../../usage/reader.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import {
  type Digested,
  digestSqlOf,
  digestsOf,
  misnumbered,
  ofColumns,
  type SizedBatch,
} from './batchDigests.ts'
import { batchKeyColumns, readBatchKey } from './batchKeys.ts'
import { loadWanted, rangesSql, wantedOnDemand } from './wanted.ts'

/** Rows of a pass, of which the engine holds the hashes or all columns: about 350 bytes each with columns. */
const passRowsMax = 250_000
/** The same where the engine holds only the columns that move money: about 120 bytes each. */
const moneyPassRowsMax = 500_000
/** Bytes that the rows of a pass can have at most: the engine may hold all of their columns, if each batch is a part. */
const passBytesMax = 512 << 20
/** The most that ingestion puts into a row, about, and into a batch. */
const [rowBytesMost, batchBytesMost] = [10_000, 48 << 20]
/** Passes that run at a time: one of columns keeps one core busy. */
const passesMax = 2
/** Batches whose sizes one query reads. */
const pageKeysMax = 20_000

const none: RowTotals = { rows: 0, sums: new Map(), digest: '' }

type KindTotals = Digested & RowTotals

/**
 * In the order of `batches`. A batch without rows of a kind has 0 rows and a digest of nothing there.
 * @param runMin rows from which on batches of a partition are read by a query of their own; default: that of batchDigests.ts
 */
export async function* batchTotals(
  engine: SqlEngine,
  batches: readonly DigestedBatch[],
  only: readonly RowKind[] = rowKinds,
  runMin?: number,
): AsyncGenerator<BatchTotals> {
  const ofKinds = only.map((kind) => ({
    kind,
    totals: eachOfKind(engine, { kind: kinds[kind] }, batches, (session, pass) =>
      totalsOf(session, kinds[kind], pass, runMin),
    ),
  }))
  try {
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
  } finally {
    for (const { totals } of ofKinds) await totals.return(undefined)
  }
}

/** In the order of `batches`: the digest of the columns of calls by which corrections move money. */
export async function* moneyDigests(
  engine: SqlEngine,
  batches: readonly BatchKey[],
  runMin?: number,
): AsyncGenerator<BatchKey & { readonly digest: string }> {
  const keys = batches.map(({ partition, revision, attempt }) => ({ partition, revision, attempt }))
  const found = eachOfKind(
    engine,
    { kind: moneyOfCalls, rowsMax: moneyPassRowsMax },
    keys,
    async (session, pass) =>
      digestsOf(session, {
        kind: moneyOfCalls,
        sql: ofColumns,
        batches: pass,
        wanted: wantedOnDemand(session, pass),
        runMin,
      }),
  )
  try {
    for (const key of keys) {
      const { digest, firstRow } = (await found.next()).value!
      yield { ...key, digest: firstRow === 0 ? digest : misnumbered }
    }
  } finally {
    await found.return(undefined)
  }
}

/** What is read of the rows of each batch, pass by pass. A caller that stops ends it, so that no pass goes on. */
async function* eachOfKind<Found extends Digested>(
  engine: SqlEngine,
  { kind, rowsMax = passRowsMax }: { readonly kind: Kind; readonly rowsMax?: number },
  batches: readonly DigestedBatch[],
  read: (session: Session, pass: readonly SizedBatch[]) => Promise<Found[]>,
): AsyncGenerator<Found, undefined> {
  if (await isEmpty(engine, kind)) {
    for (const _ of batches)
      yield { rows: 0, sums: new Map(), digest: misnumbered, firstRow: 0 } as Digested as Found
    return
  }
  for (let start = 0; start < batches.length; start += pageKeysMax) {
    const page = batches.slice(start, start + pageKeysMax)
    const sizes = await engine.session((session) => countRows(session, kind, page))
    const passes = packPasses(page, sizes, rowsMax)
    yield* runPasses(passes, (pass) => engine.session((session) => read(session, pass)))
  }
}

/** Most ledgers have calls alone. The engine knows the number of rows of a table. */
async function isEmpty(engine: SqlEngine, { table }: Kind): Promise<boolean> {
  const [rows] = await engine.rows(`SELECT count() FROM ${table}`, (row) => row.integer())
  return rows === 0
}

/** Yields in the order of the passes. */
async function* runPasses<Found>(
  passes: readonly SizedBatch[][],
  run: (pass: SizedBatch[]) => Promise<Found[]>,
): AsyncGenerator<Found, undefined> {
  const running: Promise<Found[]>[] = []
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
  const where = rangesSql(batches) ?? (await loadWanted(session, batches))
  const sizes = new Map<string, number>()
  await session.rows(
    `SELECT ${batchKeyColumns}, count() FROM ${table} WHERE ${where} GROUP BY ${batchKeyColumns} SETTINGS optimize_aggregation_in_order = 1`,
    (row) => sizes.set(batchName(readBatchKey(row)), row.integer()),
  )
  return batches.map((batch) => sizes.get(batchName(batch)) ?? 0)
}

/** Consecutive batches of one algorithm whose rows together stay below the limit. A larger batch is a pass of its own. */
function packPasses(
  batches: readonly DigestedBatch[],
  sizes: readonly number[],
  rowsMax: number,
): SizedBatch[][] {
  const passes: SizedBatch[][] = []
  let [rows, bytes] = [0, 0]
  batches.forEach((batch, index) => {
    const size = sizes[index]!
    const sizeBytes = Math.min(size * rowBytesMost, batchBytesMost)
    const isFull = rows + size > rowsMax || bytes + sizeBytes > passBytesMax
    const last = passes.at(-1)?.[0]
    if (last === undefined || isFull || batch.algorithm !== last.algorithm) {
      passes.push([])
      rows = 0
      bytes = 0
    }
    passes.at(-1)!.push({ ...batch, size })
    rows += size
    bytes += sizeBytes
  })
  return passes
}

/** @param batches of one algorithm */
async function totalsOf(
  session: Session,
  kind: Kind,
  batches: readonly SizedBatch[],
  runMin: number | undefined,
): Promise<KindTotals[]> {
  const wanted = wantedOnDemand(session, batches)
  const { algorithm } = batches[0]!
  const sql = digestSqlOf(algorithm)
  const found = await digestsOf(session, { kind, sql, wanted, batches, runMin })
  const isSummed = found.every(({ sums }) => sums !== undefined)
  const summed = isSummed ? undefined : await sumsOf(session, kind, await wanted())
  return found.map((of, index) => ({ ...of, sums: of.sums ?? summed?.get(index) ?? new Map() }))
}

async function sumsOf(
  session: Session,
  { table }: Kind,
  wanted: string,
): Promise<Map<number, Map<string, bigint>>> {
  const sums = new Map<number, Map<string, bigint>>()
  await session.rows(
    `SELECT number, currency, total FROM (
      SELECT ${batchKeyColumns}, currency, sum(amount) AS total FROM ${table} WHERE ${wanted} GROUP BY ${batchKeyColumns}, currency
    ) AS totals INNER JOIN wanted USING (${batchKeyColumns}) ORDER BY number, currency`,
    (row) => {
      const number = row.uint32()
      const batch = sums.get(number) ?? new Map<string, bigint>()
      sums.set(number, batch.set(row.text(), row.ledgerUnits()))
    },
  )
  return sums
}
