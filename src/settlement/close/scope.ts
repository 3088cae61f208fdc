/** Finds which rows are there, and which of them a recorded batch names. */
import { fail } from '../../errors.ts'
import type { Position } from '../../eventstore/port.ts'
import { type BatchLog, type RecordedBatch, rowsOf, watermarksOf } from '../../log/batchLog.ts'
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

export async function readScope(usage: UsageReader, log: BatchLog, position: Position): Promise<EpochScope> {
  const batches = await log.upTo(position)
  const watermarks = watermarksOf(batches)
  const recorded = new Set(batches.map(batchName))
  const strayAttempts: BatchKey[] = []
  const present = new Set<string>()
  for (const key of await usage.listAttempts(watermarks)) {
    const name = batchName(key)
    if (recorded.has(name)) present.add(name)
    else strayAttempts.push(key)
  }
  const missing = batches.filter((batch) => rowsOf(batch) > 0 && !present.has(batchName(batch)))
  return { batches, watermarks, strayAttempts, missing }
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
