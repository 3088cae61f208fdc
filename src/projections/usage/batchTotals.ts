/** Computes the control totals of batches again from their rows, hash by hash, a bounded number of rows at a time. */

import type { RowTotals } from '../../log/batchLog.ts'
import { type BatchKey, type RowKind, rowKinds } from '../../log/keys.ts'
import type { Kind } from '../../usage/kinds/kind.ts'
import { kinds } from '../../usage/kinds.ts'
import type { BatchTotals } from '../../usage/reader.ts'
import { naturals } from '../engine/columns.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { batchKeyColumns, batchKeys } from './batchKeys.ts'
import { rowHashSql } from './rowHash.ts'

/** Rows whose hashes the engine holds at a time: about 50 bytes each. */
const passRowsMax = 2_000_000
/** Batches whose sizes one query reads. */
const pageKeysMax = 20_000

/** In the order of `keys`. A batch without rows of a kind has 0 rows and the digest of nothing there. */
export async function* batchTotals(
  engine: SqlEngine,
  keys: readonly BatchKey[],
): AsyncGenerator<BatchTotals> {
  const ofKinds = rowKinds.map((kind) => ({ kind, totals: totalsOfKind(engine, kinds[kind], keys) }))
  for (const key of keys) {
    const totals: Partial<Record<RowKind, RowTotals>> = {}
    for (const each of ofKinds) totals[each.kind] = (await each.totals.next()).value!
    yield { ...key, totals: totals as Record<RowKind, RowTotals> }
  }
}

async function* totalsOfKind(
  engine: SqlEngine,
  kind: Kind,
  keys: readonly BatchKey[],
): AsyncGenerator<RowTotals, undefined> {
  for (let start = 0; start < keys.length; start += pageKeysMax) {
    const page = keys.slice(start, start + pageKeysMax)
    const sizes = await engine.session((session) => countRows(session, kind, page))
    for (const pass of packPasses(page, sizes)) {
      yield* await engine.session((session) => totalsOf(session, kind, pass))
    }
  }
}

async function loadKeys(session: Session, keys: readonly BatchKey[]): Promise<void> {
  const numbers = keys.map((_, index) => index)
  await session.table('wanted', [...batchKeys(keys), naturals('number', numbers, 'UInt32')])
}

const ofWanted = `(${batchKeyColumns}) IN (SELECT ${batchKeyColumns} FROM wanted)`

async function countRows(session: Session, { table }: Kind, keys: readonly BatchKey[]): Promise<number[]> {
  await loadKeys(session, keys)
  const sizes = new Array<number>(keys.length).fill(0)
  await session.rows(
    `SELECT number, rows FROM (SELECT ${batchKeyColumns}, count() AS rows FROM ${table} WHERE ${ofWanted} GROUP BY ${batchKeyColumns}) AS sizes
    INNER JOIN wanted USING (${batchKeyColumns})`,
    (row) => {
      sizes[row.uint32()] = row.integer()
    },
  )
  return sizes
}

/** Consecutive batches whose rows together stay below the limit. A larger batch is a pass of its own. */
function packPasses(keys: readonly BatchKey[], sizes: readonly number[]): BatchKey[][] {
  const passes: BatchKey[][] = []
  let rows = Number.POSITIVE_INFINITY
  keys.forEach((key, index) => {
    const size = sizes[index]!
    if (rows + size > passRowsMax) {
      passes.push([])
      rows = 0
    }
    passes.at(-1)!.push(key)
    rows += size
  })
  return passes
}

async function totalsOf(session: Session, kind: Kind, keys: readonly BatchKey[]): Promise<RowTotals[]> {
  await loadKeys(session, keys)
  const found = new Map<number, { rows: number; digest: string }>()
  await session.rows(
    `SELECT number, rows, digest FROM (
      SELECT ${batchKeyColumns}, count() AS rows,
        toFixedString(keccak256(arrayStringConcat(arrayMap(pair -> concat(pair.2, ''), arraySort(groupArray((row, hash)))))), 32) AS digest
      FROM (SELECT ${batchKeyColumns}, row, ${rowHashSql(kind.columns)} AS hash FROM ${kind.table} WHERE ${ofWanted})
      GROUP BY ${batchKeyColumns}
    ) AS totals INNER JOIN wanted USING (${batchKeyColumns})`,
    (row) => {
      found.set(row.uint32(), { rows: row.integer(), digest: row.hex(32) })
    },
  )
  const sums = await sumsOf(session, kind)
  return keys.map((_, index) => ({
    ...(found.get(index) ?? { rows: 0, digest: emptyDigest }),
    sums: sums.get(index) ?? new Map(),
  }))
}

/** Keccak-256 of no bytes. */
const emptyDigest = 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'

async function sumsOf(session: Session, { table }: Kind): Promise<Map<number, Map<string, bigint>>> {
  const sums = new Map<number, Map<string, bigint>>()
  await session.rows(
    `SELECT number, currency, total FROM (
      SELECT ${batchKeyColumns}, currency, sum(amount) AS total FROM ${table} WHERE ${ofWanted} GROUP BY ${batchKeyColumns}, currency
    ) AS totals INNER JOIN wanted USING (${batchKeyColumns}) ORDER BY number, currency`,
    (row) => {
      const number = row.uint32()
      const batch = sums.get(number) ?? new Map<string, bigint>()
      sums.set(number, batch.set(row.text(), row.ledgerUnits()))
    },
  )
  return sums
}
