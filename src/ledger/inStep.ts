/** Compares the log with calls and books before anything is taken in, and for the doctor. */
import { createBatchLog } from '../log/batchLog.ts'
import { createEpochLog } from '../log/epochLog.ts'
import type { StepReport, StoredBatch } from '../log/inStep.ts'
import { examineSteps, failOutOfStep } from '../settlement/inStep.ts'
import type { Engines } from './engines.ts'

export async function examineLedger({
  events,
  usage,
}: Engines): Promise<StepReport & { readonly stored: readonly StoredBatch[] }> {
  const { reader, books } = await usage.get()
  return examineSteps({
    events,
    usage: reader,
    books,
    batches: createBatchLog(events),
    epochs: createEpochLog(events),
  })
}

/**
 * Ingestion stops where the log is behind, and where rows are missing: an index that is built from them would take their
 * events for new ones.
 * @returns what the calls have rows of
 * @throws HeadwaterError `data.outOfStep`
 */
export async function requireInStep(engines: Engines): Promise<readonly StoredBatch[]> {
  if (!engines.hasUsage() && (await hasNoCalls(engines))) return []
  const { logBehind, callsBehind, stored } = await examineLedger(engines)
  failOutOfStep([...logBehind, ...callsBehind])
  return stored
}

/**
 * Queries of users read the tables as they are, so that all of them must be there.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function requireWhole(engines: Engines): Promise<void> {
  const { logBehind, callsBehind, booksBehind } = await examineLedger(engines)
  failOutOfStep([...logBehind, ...callsBehind, ...booksBehind])
}

/** Whether the log names neither calls nor books. */
async function hasNoCalls({ events }: Engines): Promise<boolean> {
  const batches = await createBatchLog(events).upTo(await events.head())
  return batches.length === 0 && (await createEpochLog(events).list()).length === 0
}
