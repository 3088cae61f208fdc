/** Whether log, calls and books are of one moment: see log/inStep.ts. */

import type { BooksStore } from '../books/port.ts'
import { fail } from '../errors.ts'
import type { EventStore } from '../eventstore/port.ts'
import type { BatchLog } from '../log/batchLog.ts'
import type { EpochLog } from '../log/epochLog.ts'
import { compareSteps, type StepReport, type StoredBatch } from '../log/inStep.ts'
import { checkpointOf } from '../log/manifest.ts'
import type { UsageReader } from '../usage/reader.ts'
import { attemptsSince } from './close/scope.ts'

interface StepDeps {
  readonly events: Pick<EventStore, 'head'>
  readonly usage: Pick<UsageReader, 'countAttempts' | 'countRows'>
  readonly books: Pick<BooksStore, 'attempts' | 'sealed'>
  readonly batches: BatchLog
  readonly epochs: EpochLog
}

/**
 * Other processes may record meanwhile. So what the log recorded before the stores were read must be in them, and what
 * the stores have must be in the log that is read after them.
 * @param fromCheckpoint whether batches of an epoch that left a checkpoint have their rows where the number of all rows
 * says so; default: every batch is counted
 */
export async function examineSteps(
  { events, usage, books, batches, epochs }: StepDeps,
  { fromCheckpoint = false } = {},
): Promise<StepReport & { readonly stored: readonly StoredBatch[] }> {
  const before = await events.head()
  const closed = await epochs.list()
  const closedBefore = closed.length
  const last = fromCheckpoint ? closed.at(-1) : undefined
  const since = last && checkpointOf(last.manifest) && last.watermarks
  const recorded = await batches.upTo(before)
  const counting = since ? attemptsSince(usage, recorded, since) : undefined
  const [counted, attempts, sealed] = await Promise.all([
    Promise.resolve(counting).then((found) => found ?? usage.countAttempts()),
    books.attempts(),
    books.sealed(),
  ])
  const stored = { batches: counted, books: attempts, closed: sealed }
  const head = await events.head()
  const report = compareSteps(stored, {
    ends: await batches.ends(head),
    batches: recorded,
    epochs: await epochs.list(),
    closedBefore,
  })
  return { ...report, stored: counted }
}

/** @throws HeadwaterError `data.outOfStep` where the log lacks events that calls or books show */
export async function requireLogAhead(deps: StepDeps): Promise<StepReport> {
  const report = await examineSteps(deps, { fromCheckpoint: true })
  failOutOfStep(report.logBehind)
  // Books alone can be computed again. Where calls are gone too, that would be the wrong advice.
  if (report.callsBehind.length > 0 && report.booksBehind.length > 0) {
    failOutOfStep([...report.callsBehind, ...report.booksBehind])
  }
  return report
}

/** @throws HeadwaterError `data.outOfStep` where there is a sentence */
export function failOutOfStep(sentences: readonly string[]): void {
  if (sentences.length > 0) fail('data.outOfStep', sentences.join(' '), { data: { found: sentences } })
}
