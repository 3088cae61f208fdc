/** Answers settlement's questions about usage rows. */

import { rowKinds, type Watermarks } from '../../log/keys.ts'
import { kinds } from '../../usage/kinds.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'
import { integer, moment, text } from '../engine/literal.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { batchKeyColumns, readBatchKey } from './batchKeys.ts'
import { batchRows } from './batchRows.ts'
import { batchTotals, moneyDigests } from './batchTotals.ts'
import { correctedSums } from './corrected.ts'
import { findCorrections, findRows } from './findRows.ts'
import { postingSums } from './postings.ts'
import { reachedCalls } from './reached.ts'
import { repeatedIdentities } from './repeated.ts'
import { allRanges, loadResolvable, loadScope, loadWindow, unionOf } from './scope.ts'
import { countedDigest, settledDigest } from './settledDigest.ts'
import { createSums } from './sums.ts'
import { suspectedCalls } from './suspected.ts'

export function createUsageReader(engine: SqlEngine): UsageReader {
  return {
    ...createSums(engine),
    listAttempts: (watermarks) => engine.session((session) => listAttempts(session, watermarks)),
    countAttempts: (above) => engine.session((session) => countAttempts(session, above)),
    countRows: () => countRows(engine),
    waitingBatches: (window) => engine.session((session) => waitingBatches(session, window)),
    settlingBatches: (window) => engine.session((session) => settlingBatches(session, window)),
    batchTotals: (keys, only) => batchTotals(engine, keys, only),
    moneyDigests: (keys) => moneyDigests(engine, keys),
    repeatedIdentities: (scope, options, take) => repeatedIdentities(engine, scope, options, take),
    correctedSums: (window, query) => engine.session((session) => correctedSums(session, window, query)),
    postingSums: (window) => engine.session((session) => postingSums(session, window)),
    countedDigest: (kind, window) => engine.session((session) => countedDigest(session, kind, window)),
    settledDigest: (window, algorithm, suspense) => settledDigest(engine, window, algorithm, suspense),
    suspectedCalls: (window, since, limits) =>
      engine.session((session) => suspectedCalls(session, window, since, limits)),
    findCalls: (id, source) => findRows(engine, 'call', id, source),
    findCorrections: (source, id) => findCorrections(engine, source, id),
    findRows: (kind, id, source) => findRows(engine, kind, id, source),
    batchRows: (kind, batch, part) => batchRows(engine, kind, batch, part),
    reachedCalls: (reaches, settled) => reachedCalls(engine, reaches, settled),
  }
}

async function listAttempts(session: Session, watermarks: Watermarks) {
  const sql = await loadScope(session, { watermarks, strayAttempts: [], excludedRows: [] })
  const ofKinds = rowKinds.map(
    (kind) =>
      `SELECT ${batchKeyColumns} FROM ${kinds[kind].table} WHERE ${sql.rows(allRanges(watermarks))} GROUP BY ${batchKeyColumns}`,
  )
  return session.rows(
    `SELECT DISTINCT ${batchKeyColumns} FROM (${ofKinds.join(' UNION ALL ')}) ORDER BY ${batchKeyColumns}`,
    readBatchKey,
  )
}

async function countAttempts(session: Session, above: Watermarks = new Map()) {
  const rows = rowsAbove(above)
  const ofKinds = rowKinds.map(
    (kind) =>
      `SELECT ${batchKeyColumns}, count() AS rows FROM ${kinds[kind].table} WHERE ${rows} GROUP BY ${batchKeyColumns}`,
  )
  return session.rows(
    `SELECT ${batchKeyColumns}, sum(rows) FROM (${ofKinds.join(' UNION ALL ')}) GROUP BY ${batchKeyColumns} ORDER BY ${batchKeyColumns} SETTINGS optimize_aggregation_in_order = 1`,
    (row) => ({ ...readBatchKey(row), rows: row.integer() }),
  )
}

/** Condition for rows of batches above these, and of other partitions. */
function rowsAbove(above: Watermarks): string {
  if (above.size === 0) return '1'
  const later = [...above].map(
    ([partition, revision]) => `(partition = ${text(partition)} AND revision > ${integer(revision)})`,
  )
  return `(partition NOT IN (${[...above.keys()].map(text)}) OR ${later.join(' OR ')})`
}

/** The engine knows the number of rows of each part. */
async function countRows(engine: SqlEngine): Promise<number> {
  let count = 0
  for (const kind of rowKinds) {
    const [rows] = await engine.rows(`SELECT count() FROM ${kinds[kind].table}`, (row) => row.integer())
    count += rows!
  }
  return count
}

async function waitingBatches(session: Session, window: SettlementWindow) {
  const sql = await loadWindow(session, window)
  const resolvable = await loadResolvable(session, window)
  const rows = unionOf(
    batchKeyColumns,
    sql.candidates,
    `(time >= ${moment(window.until)} OR NOT (${resolvable}))`,
  )
  return session.rows(
    `SELECT DISTINCT ${batchKeyColumns} FROM (${rows}) ORDER BY ${batchKeyColumns}`,
    readBatchKey,
  )
}

async function settlingBatches(session: Session, window: SettlementWindow) {
  const sql = await loadWindow(session, window)
  if (sql.olderBranches.length === 0) return []
  const rows = unionOf(batchKeyColumns, sql.olderBranches, await loadResolvable(session, window))
  return session.rows(
    `SELECT DISTINCT ${batchKeyColumns} FROM (${rows}) ORDER BY ${batchKeyColumns}`,
    readBatchKey,
  )
}
