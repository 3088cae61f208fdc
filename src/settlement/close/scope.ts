/** Finds which rows are there, and which of them a recorded batch names. */
import { fail } from '../../errors.ts'
import type { Position } from '../../eventstore/port.ts'
import { type BatchLog, type RecordedBatch, rowsOf, watermarksOf } from '../../log/batchLog.ts'
import type { StoredBatch } from '../../log/inStep.ts'
import { type BatchKey, batchName, type RowKey, type Watermarks } from '../../log/keys.ts'
import type { UsageReader, UsageScope } from '../../usage/reader.ts'

export interface EpochScope {
  /** Every batch recorded up to the position, by position. */
  readonly batches: readonly RecordedBatch[]
  readonly watermarks: Watermarks
  /** Attempts with rows that no event names: what a killed ingester left. */
  readonly strayAttempts: readonly BatchKey[]
  /** Recorded batches whose rows are all gone. */
  readonly missing: readonly RecordedBatch[]
}

/** @param since batches of an earlier epoch, which are looked at one by one only where the number of all rows is not theirs */
export async function readScope(
  usage: UsageReader,
  log: BatchLog,
  position: Position,
  since?: Watermarks,
): Promise<EpochScope> {
  const batches = await log.upTo(position)
  const watermarks = watermarksOf(batches)
  const recorded = new Set(batches.map(batchName))
  const strayAttempts: BatchKey[] = []
  const present = new Set<string>()
  const found =
    (since && (await attemptsSince(usage, batches, since))) ?? (await usage.listAttempts(watermarks))
  for (const key of found) {
    if (key.revision > (watermarks.get(key.partition) ?? -1)) continue
    const name = batchName(key)
    if (recorded.has(name)) present.add(name)
    else strayAttempts.push(key)
  }
  const missing = batches.filter((batch) => rowsOf(batch) > 0 && !present.has(batchName(batch)))
  return { batches, watermarks, strayAttempts, missing }
}

/** Counting every batch reads all rows, which is slow where there are many; a third count that differs is no coincidence. */
const countTriesMax = 3

/**
 * The attempts that have rows, without a look at the rows of batches up to `since`: those have the rows that they recorded,
 * as far as the number of all rows shows.
 * @returns undefined where the number is another
 */
export async function attemptsSince(
  usage: Pick<UsageReader, 'countAttempts' | 'countRows'>,
  batches: readonly RecordedBatch[],
  since: Watermarks,
): Promise<readonly StoredBatch[] | undefined> {
  const older = batches
    .filter((batch) => batch.revision <= (since.get(batch.partition) ?? -1))
    .map((batch) => ({ ...batch, rows: rowsOf(batch) }))
    .filter(({ rows }) => rows > 0)
  // Another process may insert a batch between the two counts: then they are made again.
  for (let tries = 1; tries <= countTriesMax; tries++) {
    const [fresh, rows] = await Promise.all([usage.countAttempts(since), usage.countRows()])
    const attempts = [...older, ...fresh]
    if (rows === attempts.reduce((sum, attempt) => sum + attempt.rows, 0)) return attempts
  }
  return undefined
}

/** @throws HeadwaterError `close.batchMissing` */
export function requireAllBatches(scope: EpochScope): void {
  const batch = scope.missing[0]
  if (batch) {
    fail(
      'close.batchMissing',
      `${describeBatch(batch)} recorded ${rowsOf(batch)} rows, and none are there.`,
      {
        data: { partition: batch.partition, batch: batch.revision, missing: scope.missing.length },
      },
    )
  }
}

export function usageScope(scope: EpochScope, excludedRows: readonly RowKey[]): UsageScope {
  return { watermarks: scope.watermarks, strayAttempts: scope.strayAttempts, excludedRows }
}

export function describeBatch(key: BatchKey): string {
  return `Batch ${key.revision} of partition ${key.partition}`
}
