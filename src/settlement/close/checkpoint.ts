/**
 * The sums of all calls so far, by what they name, which an epoch leaves for the next: that close reads only what came
 * after them. The manifest commits to them by a digest. A small ledger leaves none: its closes read every row, which costs
 * little there and finds a row that is gone.
 */

import { callSumsDigest } from '../../books/digests.ts'
import type { BooksStore, CallSumLine } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import type { RecordedBatch } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { checkpointOf, type RevisionRuns } from '../../log/manifest.ts'
import { batchesOf, packBatches } from '../../log/waitingBatches.ts'
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import type { Checkpoint, KeySum, SettlementWindow, UsageReader } from '../../usage/reader.ts'

/** Calls from which on a ledger leaves checkpoints: to read as many takes about a tenth of a second. */
export const checkpointCallsMin = 1_000_000

/** Whether an epoch leaves a checkpoint. Those after one that did do so too. */
export function leavesCheckpoint(
  accepted: { readonly calls: number; readonly excluded: number },
  previous: ClosedEpoch | undefined,
  callsMin: number,
): boolean {
  const before = previous && checkpointOf(previous.manifest)
  return before !== undefined || accepted.calls + accepted.excluded >= callsMin
}

/** What a close takes from the epoch before. */
export interface CheckpointBefore extends Checkpoint {
  readonly callSums: readonly KeySum[]
}

/**
 * @param batches every batch that is recorded
 * @returns undefined where the epoch left no checkpoint
 * @throws HeadwaterError `close.checkpointDiffers`
 */
export async function readCheckpoint(
  books: BooksStore,
  previous: ClosedEpoch | undefined,
  batches: readonly RecordedBatch[],
): Promise<CheckpointBefore | undefined> {
  const committed = previous && checkpointOf(previous.manifest)
  if (committed === undefined) return undefined
  const { key, epoch, watermarks, until } = previous!
  const digest = callSumsDigest()
  const callSums: KeySum[] = []
  for await (const line of books.epochCallSums(key)) {
    digest.add(line)
    callSums.push({ ...line, calls: Number(line.calls) })
  }
  if (digest.hex() !== committed.callSums) {
    fail(
      'close.checkpointDiffers',
      `The sums of calls that epoch ${epoch} left are not those of its manifest.`,
      {
        data: { epoch },
      },
    )
  }
  return { watermarks, until, waiting: batchesOf(committed.waitingBatches, batches), callSums }
}

/** Two lists of sums as one; both and the result sorted by asset, version and currency. */
export function addSums(before: readonly KeySum[], fresh: readonly KeySum[]): KeySum[] {
  if (before.length === 0) return [...fresh]
  const sums: KeySum[] = []
  let at = 0
  for (const sum of fresh) {
    while (at < before.length && compareKeys(before[at]!, sum) < 0) sums.push(before[at++]!)
    const known = before[at]
    if (known === undefined || compareKeys(known, sum) !== 0) {
      sums.push(sum)
      continue
    }
    sums.push({ ...sum, calls: known.calls + sum.calls, amount: ledgerUnits(known.amount + sum.amount) })
    at++
  }
  while (at < before.length) sums.push(before[at++]!)
  return sums
}

type KeyOfSum = Pick<KeySum, 'asset' | 'version' | 'currency'>

/** All three are ASCII. */
export function compareKeys(left: KeyOfSum, right: KeyOfSum): number {
  for (const name of ['asset', 'version', 'currency'] as const) {
    if (left[name] !== right[name]) return left[name] < right[name] ? -1 : 1
  }
  return 0
}

/** What the epoch leaves, as its manifest names it. */
export interface LeftCheckpoint {
  readonly callSums: string
  readonly waitingBatches: RevisionRuns
}

/** @param waiting the calls that wait for a later epoch, by currency */
export async function leaveCheckpoint(
  usage: UsageReader,
  window: SettlementWindow,
  waiting: Readonly<Record<'pending' | 'suspense', ReadonlyMap<string, unknown>>>,
  lines: Iterable<CallSumLine>,
): Promise<LeftCheckpoint> {
  const someWait = waiting.pending.size > 0 || waiting.suspense.size > 0
  return {
    callSums: callSumsDigest().addAll(lines).hex(),
    // To find the batches, the engine reads every call.
    waitingBatches: packBatches(someWait ? await usage.waitingBatches(window) : []),
  }
}
