/** Computes the epoch that a close would record. It writes nothing, so a preview runs it too. */

import { beside } from '../../base/beside.ts'
import { defined } from '../../base/defined.ts'
import type { BooksStore, EpochLines } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import type { Micros } from '../../events/time.ts'
import { formatTime } from '../../events/time.ts'
import type { EventStore, Position } from '../../eventstore/port.ts'
import { invariant } from '../../invariant.ts'
import { type BatchLog, rowsOf } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { BatchKey, EpochKey, RowKey } from '../../log/keys.ts'
import { checkpointOf, standingDigestsOf } from '../../log/manifest.ts'
import type { BuiltTreeFile } from '../../merkle/treeFile/write.ts'
import type { Registry } from '../../registry/index.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { Lineage } from '../lineage.ts'
import { counter, type OnProgress } from '../progress.ts'
import type { Exclusively, RegistryAt } from '../registryAt.ts'
import { type LedgerAt, readLedgerAt } from '../registryThen.ts'
import { type Ahead, measureAhead, requireNotAhead } from '../request/ahead.ts'
import { type AskedFormats, nextTreeFormats } from '../treeFormats.ts'
import { type CheckpointBefore, checkpointCallsMin, leavesCheckpoint, readCheckpoint } from './checkpoint.ts'
import { hasCorrections } from './corrections.ts'
import { findRepeated, type Repeated } from './duplicates.ts'
import { emptyStanding, type Standing } from './payments.ts'
import {
  batchesNamed,
  batchesUpTo,
  newBatches,
  requireMoneyReconciled,
  requireOthersReconciled,
  requireReconciled,
} from './reconcile.ts'
import { readStanding } from './record.ts'
import { type EpochScope, readScope, requireAllBatches, usageScope } from './scope.ts'
import { type SettledEpoch, type SettleInput, settle, settlementWindow } from './settle.ts'
import { countAccepted } from './totals.ts'

export interface PrepareDeps {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly books: BooksStore
  readonly registry: Registry
  readonly exclusively: Exclusively
  readonly epochs: EpochLog
  readonly batches: BatchLog
  readonly lineage: Lineage
  readonly clock: () => Date
  /** Calls from which on an epoch leaves a checkpoint; default: that of checkpoint.ts. */
  readonly checkpointCallsMin?: number | undefined
}

/** An epoch that is computed and not recorded. */
export interface PreparedEpoch {
  readonly input: SettleInput
  readonly settled: SettledEpoch
  readonly scope: EpochScope
  readonly repeated: Repeated
  /** Keys of the earlier epochs, in order. */
  readonly closed: readonly EpochKey[]
  readonly ahead: Ahead | undefined
}

/** Which epoch is asked for. */
interface EpochTarget {
  /** Default: now. */
  readonly until: Micros | undefined
  /** Up to which the log counts; default: its end. */
  readonly position?: Position | undefined
  /** How many hours `until` may be after everything that is recorded; default: any number. */
  readonly aheadHoursMax?: number | undefined
  /** Tree formats that are chosen with this close; all other chains keep theirs. */
  readonly treeFormats?: AskedFormats | undefined
  /** Receives lines of the epoch, as `SettleInput` says, before its rows are known to be right, and before its manifest. */
  readonly onLines?: ((lines: Partial<EpochLines>) => void) | undefined
  /** Receives the files of trees, as `SettleInput` says. */
  readonly onTree?: ((file: BuiltTreeFile) => void) | undefined
  /** What the epoch is computed from instead of the end of the log. Then it leaves no checkpoint. */
  readonly given?: Given | undefined
}

/** For an epoch that is never recorded, after events that are not. */
interface Given {
  readonly ledger: LedgerAt
  /** The rows, which are known to be right, and those of them that are repeated. Left out: they are examined. */
  readonly found?: Pick<PreparedEpoch, 'scope' | 'repeated'> | undefined
  /** What stands before the epoch, where no books have it. */
  readonly before?: Standing | undefined
}

/**
 * @param epochs all closed epochs, in order
 * @throws HeadwaterError `close.untilInFuture`, `close.untilNotLater`, `close.batchDiffers`, `close.batchMissing`,
 * `close.booksDiffer`, `close.checkpointDiffers`, `close.registryMoving`, `close.tooFarAhead`
 */
export async function prepareEpoch(
  deps: PrepareDeps,
  epochs: readonly ClosedEpoch[],
  { until, position: wanted, aheadHoursMax, treeFormats, onLines, onTree, given }: EpochTarget,
  onProgress: OnProgress,
): Promise<PreparedEpoch> {
  const previous = epochs.at(-1)
  const epoch = epochs.length + 1
  const due = judgeUntil(until, deps.clock(), previous)
  const closed = epochs.map(({ key }) => key)
  // Read while the engine reconciles.
  const before = given?.before ?? beside(standingAfter(deps.books, previous, closed))

  onProgress({ stage: 'scope' })
  const { position, registry, graph } = given?.ledger ?? (await readLedgerAt(deps, wanted))
  const left = previous && checkpointOf(previous.manifest)
  const scope =
    given?.found?.scope ?? (await readScope(deps.usage, deps.batches, position, left && previous.watermarks))
  requireAllBatches(scope)
  const checkpoint = await readCheckpoint(deps.books, previous, scope.batches)
  const measured = {
    until: due,
    scope: usageScope(scope, []),
    registryRevision: registry.revision,
    checkpoint,
  }
  const ahead = given ? undefined : await measureAhead(deps, measured)
  requireNotAhead(ahead, aheadHoursMax)

  const fresh = newBatches(scope.batches, previous?.watermarks)
  const rows = fresh.reduce((sum, batch) => sum + rowsOf(batch), 0)
  const repeated =
    given?.found?.repeated ?? (await findFresh(deps.usage, { scope, rows, epochs }, onProgress))
  const window = chooseCalls(scope, { registry, until: due, epochs, checkpoint, repeated })
  // The engine reads all rows for it, so it goes on beside what is computed here from their sums.
  const reconciling = new Reconciling(rows, onProgress, async (onRows) => {
    if (given?.found) return
    await requireReconciled(deps.usage, fresh, onRows)
    await reconcileAgain(deps.usage, scope, window, repeated)
  })

  const accepted = countAccepted(fresh, repeated, previous?.manifest)
  const leaves = !given && leavesCheckpoint(accepted, previous, deps.checkpointCallsMin ?? checkpointCallsMin)
  const standing = await before
  const input = {
    ...{
      epoch,
      until: due,
      position,
      window,
      registry,
      graph,
      accepted,
      before: standing,
      previous,
      checkpoint,
    },
    closed: hasCorrections(scope.batches) ? epochs : undefined,
    leavesCheckpoint: leaves,
    treeFormats: nextTreeFormats(previous?.manifest, treeFormats, standing.payouts),
    // The manifest of a small ledger stays version 1, whose digest costs little there.
    settledAlgorithm: leaves ? ('sha256-calls' as const) : undefined,
  }
  const examined = given?.found !== undefined
  let corrected: Promise<void> | undefined
  const onCorrected = (keys: readonly BatchKey[]) => {
    if (examined) return
    const batches = batchesNamed(scope.batches, keys)
    corrected = beside(requireMoneyReconciled(deps.usage, batches, window.costs !== undefined))
  }
  const onEngineFree = () => void reconciling.begun()
  const callbacks = { onCorrected, onEngineFree, ...defined({ onLines, onTree }) }
  const settling = beside(settle(deps.usage, { ...input, ...callbacks }, onProgress))
  await settling.catch(() => {})
  // A batch that was changed explains everything else that is wrong.
  await reconciling.finished()
  await corrected
  const settled = await settling
  if (settled.problems.length > 0) await explainProblems(deps.usage, scope, settled.problems)
  return { input, settled, scope, repeated, closed, ahead }
}

function judgeUntil(until: Micros | undefined, now: Date, previous: ClosedEpoch | undefined): Micros {
  const nowMicros = now.getTime() * 1_000
  const due = until ?? nowMicros
  if (due > nowMicros) {
    fail('close.untilInFuture', `${formatTime(due)} is not past; it is ${formatTime(nowMicros)} now.`)
  }
  if (previous && due <= previous.until) {
    fail(
      'close.untilNotLater',
      `${formatTime(due)} is not after ${formatTime(previous.until)}, where epoch ${previous.epoch} ends.`,
    )
  }
  return due
}

/** What stands after the last of the closed epochs. */
async function standingAfter(
  books: BooksStore,
  last: ClosedEpoch | undefined,
  closed: readonly EpochKey[],
): Promise<Standing> {
  if (last === undefined) return emptyStanding
  return readStanding(books, closed, standingDigestsOf(last.manifest), `epoch ${last.epoch}'s books`)
}

/** Finds the rows of batches that no epoch has seen which repeat an identity. */
async function findFresh(
  usage: UsageReader,
  { scope, rows, epochs }: { scope: EpochScope; rows: number; epochs: readonly ClosedEpoch[] },
  onProgress: OnProgress,
): Promise<Repeated> {
  onProgress({ stage: 'duplicates', total: rows, expected: { sums: rows, reconcile: rows } })
  const known = usageScope(scope, excludedBy(epochs))
  return findRepeated(usage, known, scope.batches, epochs.at(-1)?.watermarks)
}

/**
 * The engine reads all rows to reconcile them, so that goes on beside what is computed here from their sums. It is reported
 * where the close waits for it.
 */
class Reconciling {
  readonly #work: () => Promise<void>
  readonly #report: () => void
  #isAwaited = false
  #running: Promise<void> | undefined

  constructor(rows: number, onProgress: OnProgress, work: (onRows: (rows: number) => void) => Promise<void>) {
    const counted = counter((progress) => this.#isAwaited && onProgress(progress), 'reconcile', rows)
    this.#work = () => work(counted)
    this.#report = () => onProgress({ stage: 'reconcile' })
  }

  begun(): Promise<void> {
    this.#running ??= beside(this.#work())
    return this.#running
  }

  finished(): Promise<void> {
    this.#isAwaited = true
    this.#report()
    return this.begun()
  }
}

function excludedBy(epochs: readonly ClosedEpoch[]): RowKey[] {
  return epochs.flatMap((epoch) => epoch.excludedRows.keys())
}

interface Choice {
  readonly registry: RegistryAt
  readonly until: Micros
  /** All closed epochs, in order. */
  readonly epochs: readonly ClosedEpoch[]
  readonly checkpoint: CheckpointBefore | undefined
  readonly repeated: Repeated
}

/** Which rows the epoch settles. */
function chooseCalls(
  scope: EpochScope,
  { registry, until, epochs, checkpoint, repeated }: Choice,
): SettlementWindow {
  const previous = epochs.at(-1)
  const excluded = [...excludedBy(epochs), ...repeated.excluded]
  const ended = previous && { ...previous, ...(checkpoint && { waiting: checkpoint.waiting }) }
  return settlementWindow(usageScope(scope, excluded), until, registry, ended)
}

/**
 * Older batches are reconciled again where their rows settle now, and where one of their rows excludes a newer row: a
 * changed identity could move money that way. Those with calls that are corrected now follow when they are known.
 */
async function reconcileAgain(
  usage: UsageReader,
  { batches }: EpochScope,
  window: SettlementWindow,
  { standing, excluded }: Repeated,
): Promise<void> {
  const again: BatchKey[] = [...standing, ...excluded]
  if (window.previous) {
    again.push(...(await usage.settlingBatches(window)))
    if (hasCorrections(batches))
      await requireOthersReconciled(usage, batchesUpTo(batches, window.previous.watermarks))
  }
  await requireReconciled(usage, batchesNamed(batches, again))
}

/** Rows and log disagree although the batches of this epoch are right: an older batch was changed. Finds it. */
async function explainProblems(
  usage: UsageReader,
  scope: EpochScope,
  problems: readonly string[],
): Promise<never> {
  await requireReconciled(usage, scope.batches)
  invariant(false, problems.join(' '))
}
