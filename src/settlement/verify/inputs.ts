/** Checks what an epoch was computed from before it is computed again: batches, duplicates, balances before it. */

import type { BooksStore } from '../../books/port.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { invariant } from '../../invariant.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { packRows } from '../../log/excludedRows.ts'
import type { RowKey } from '../../log/keys.ts'
import { checkpointOf } from '../../log/manifest.ts'
import type { UsageReader } from '../../usage/reader.ts'
import { type CheckpointBefore, readCheckpoint } from '../close/checkpoint.ts'
import { findRepeated, type Repeated } from '../close/duplicates.ts'
import { emptyStanding, type Standing } from '../close/payments.ts'
import { newBatches, reconcile } from '../close/reconcile.ts'
import { type EpochScope, readScope, usageScope } from '../close/scope.ts'
import type { RegistryReplay } from '../replay/replayRegistry.ts'
import { StandingColumns } from '../standingColumns.ts'
import { checkStanding } from './books.ts'
import { describeFields } from './fields.ts'
import type { Findings } from './findings.ts'
import type { VerifyProgress } from './progress.ts'

export interface VerifyDeps {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly books: BooksStore
}

export interface Verification extends VerifyDeps {
  readonly batches: BatchLog
  readonly replay: RegistryReplay
  /** Every epoch's event as far as it can be read, by number. */
  readonly closed: ReadonlyMap<number, ClosedEpoch>
  readonly single: boolean
  /** Whether sums of calls are computed from all rows, and none are taken from the epoch before. */
  readonly full: boolean
  readonly progress: VerifyProgress
}

export async function checkBatches(
  { usage, batches, single }: Verification,
  findings: Findings,
  epoch: ClosedEpoch,
  previous: ClosedEpoch | undefined,
): Promise<EpochScope | undefined> {
  return findings.check('batches', 'Every recorded batch has its rows, sums and digest.', async () => {
    const scope = await readScope(usage, batches, epoch.position)
    for (const difference of describeFields(
      Object.fromEntries(epoch.watermarks),
      Object.fromEntries(scope.watermarks),
    )) {
      findings.differs('batches', `Of the watermarks ${difference}.`)
    }
    // Where all epochs are verified in order, each checks the batches that it added.
    const due = single ? scope.batches : newBatches(scope.batches, previous?.watermarks)
    for await (const { message } of reconcile(usage, due)) findings.differs('batches', message)
    return scope
  })
}

export async function checkDuplicates(
  { usage, closed }: Verification,
  findings: Findings,
  epoch: ClosedEpoch,
  scope: EpochScope,
): Promise<Repeated | undefined> {
  return findings.check('duplicates', 'Repeated identities are excluded, and nothing else.', async () => {
    const repeated = await findRepeated(usage, usageScope(scope, []), scope.batches, undefined)
    const recorded: RowKey[] = []
    for (let at = 1; at <= epoch.epoch; at++)
      for (const row of closed.get(at)?.excludedRows.keys() ?? []) recorded.push(row)
    const names = (rows: readonly RowKey[]): Set<string> =>
      new Set(
        packRows(rows).flatMap(({ partition, revision, rows: ranges }) =>
          ranges.map(([first, last]) => `${first}–${last} of batch ${revision} of partition ${partition}`),
        ),
      )
    const [stored, found] = [names(recorded), names(repeated.excluded)]
    for (const rows of found) {
      if (!stored.has(rows))
        findings.differs('duplicates', `Rows ${rows} repeat an identity and were not excluded.`)
    }
    for (const rows of stored) {
      if (!found.has(rows))
        findings.differs('duplicates', `Rows ${rows} were excluded and repeat no identity.`)
    }
    return repeated
  })
}

/**
 * The sums that the epoch before left, compared with its manifest.
 * @returns undefined where there are none, where they differ, and where all rows are to be read
 */
export async function checkCheckpoint(
  { books, full }: Verification,
  findings: Findings,
  previous: ClosedEpoch | undefined,
  { batches }: EpochScope,
): Promise<CheckpointBefore | undefined> {
  if (full || previous === undefined || checkpointOf(previous.manifest) === undefined) return undefined
  return findings.check(
    'checkpoint',
    'The sums that the epoch before left are what its manifest committed to.',
    () => readCheckpoint(books, previous, batches),
  )
}

/** The stored balances before the epoch, compared with the manifest before it. */
export async function readBefore(
  { books, closed }: Verification,
  findings: Findings,
  previous: ClosedEpoch | undefined,
): Promise<Standing | undefined> {
  if (!previous) return emptyStanding
  return findings.check(
    'standing',
    'What stood before the epoch is what the manifest before committed to.',
    async () => {
      const keys = keysUpTo(closed, previous.epoch)
      const before = new StandingColumns()
      await checkStanding(findings, books, { closed: keys, epoch: previous }, before)
      return before
    },
  )
}

export function keysUpTo(closed: ReadonlyMap<number, ClosedEpoch>, epoch: number): ClosedEpoch['key'][] {
  const keys: ClosedEpoch['key'][] = []
  for (let at = 1; at <= epoch; at++) {
    const found = closed.get(at)
    invariant(found !== undefined, `epoch ${at} can be read`)
    keys.push(found.key)
  }
  return keys
}
