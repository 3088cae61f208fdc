/** Answers settlement's questions about usage rows. */

import { rowKinds, type Watermarks } from '../../log/keys.ts'
import { kinds } from '../../usage/kinds.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { Session, SqlEngine } from '../engine/port.ts'
import { batchKeyColumns, readBatchKey } from './batchKeys.ts'
import { batchTotals } from './batchTotals.ts'
import { findCalls } from './findCalls.ts'
import { reachedCalls } from './reached.ts'
import { repeatedIdentities } from './repeated.ts'
import { allRanges, loadResolvable, loadScope, loadWindow, unionOf } from './scope.ts'
import { settledDigest } from './settledDigest.ts'
import { createSums } from './sums.ts'
import { suspectedCalls } from './suspected.ts'

export function createUsageReader(engine: SqlEngine): UsageReader {
  return {
    ...createSums(engine),
    listAttempts: (watermarks) => engine.session((session) => listAttempts(session, watermarks)),
    countAttempts: () => countAttempts(engine),
    settlingBatches: (window) => engine.session((session) => settlingBatches(session, window)),
    batchTotals: (keys) => batchTotals(engine, keys),
    repeatedIdentities: (scope, since) =>
      engine.session((session) => repeatedIdentities(session, scope, since)),
    settledDigest: (window) => engine.session((session) => settledDigest(session, window)),
    suspectedCalls: (window, since, limits) =>
      engine.session((session) => suspectedCalls(session, window, since, limits)),
    findCalls: (id, source) => findCalls(engine, id, source),
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
    `${sql.with} SELECT DISTINCT ${batchKeyColumns} FROM (${ofKinds.join(' UNION ALL ')}) ORDER BY ${batchKeyColumns}`,
    readBatchKey,
  )
}

async function countAttempts(engine: SqlEngine) {
  const ofKinds = rowKinds.map(
    (kind) =>
      `SELECT ${batchKeyColumns}, count() AS rows FROM ${kinds[kind].table} GROUP BY ${batchKeyColumns}`,
  )
  return engine.rows(
    `SELECT ${batchKeyColumns}, sum(rows) FROM (${ofKinds.join(' UNION ALL ')}) GROUP BY ${batchKeyColumns} ORDER BY ${batchKeyColumns}`,
    (row) => ({ ...readBatchKey(row), rows: row.integer() }),
  )
}

async function settlingBatches(session: Session, window: SettlementWindow) {
  const sql = await loadWindow(session, window)
  if (sql.olderBranches.length === 0) return []
  const rows = unionOf(batchKeyColumns, sql.olderBranches, await loadResolvable(session, window))
  return session.rows(
    `${sql.with} SELECT DISTINCT ${batchKeyColumns} FROM (${rows}) ORDER BY ${batchKeyColumns}`,
    readBatchKey,
  )
}
