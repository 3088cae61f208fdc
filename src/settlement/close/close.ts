/** `close --until T`: settles what is due. progress.ts lists the stages in order, and the file of each. */

import type { LineageGraph } from '../../attribution/index.ts'
import { hex } from '../../base/hex.ts'
import { uuidV4 } from '../../base/uuid.ts'
import { fail } from '../../errors.ts'
import type { Micros } from '../../events/time.ts'
import { formatTime } from '../../events/time.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { invariant } from '../../invariant.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import type { EpochKey } from '../../log/keys.ts'
import type { Registry } from '../../registry/index.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { RefusedStore } from '../../usage/refused.ts'
import type { BooksStore } from '../books.ts'
import { requireLogAhead } from '../inStep.ts'
import type { OnProgress } from '../progress.ts'
import { type Exclusively, type RegistryAt, readHead } from '../registryAt.ts'
import { findRepeated, type Repeated, refuseConflicts } from './duplicates.ts'
import { emptyStanding } from './payments.ts'
import { batchesNamed, newBatches, requireReconciled } from './reconcile.ts'
import { readStanding, recordEpoch, sealAll } from './record.ts'
import { type EpochScope, readScope, requireAllBatches, usageScope } from './scope.ts'
import { settle, settlementWindow } from './settle.ts'
import { countAccepted } from './totals.ts'

interface CloseDeps {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly books: BooksStore
  readonly refused: RefusedStore
  readonly registry: Registry
  readonly exclusively: Exclusively
  /** Whether no other process writes books. */
  readonly alone: boolean
  readonly epochs: EpochLog
  readonly batches: BatchLog
  readonly graph: () => LineageGraph
  readonly randomBytes: (length: number) => Uint8Array
  readonly clock: () => Date
}

/**
 * Settles every accepted call with time < `until` that no epoch settled and that resolves.
 * @param until default: now
 * @throws HeadwaterError `data.outOfStep`, `close.untilInFuture`, `close.untilNotLater`, `close.batchDiffers`, `close.batchMissing`,
 * `close.booksDiffer`, `close.anotherClosed`, `close.registryMoving`
 */
export async function closeEpoch(
  deps: CloseDeps,
  until: Micros | undefined,
  onProgress: OnProgress,
): Promise<ClosedEpoch> {
  const { killedBooks } = await requireLogAhead(deps)
  const epochs = await deps.epochs.list()
  const previous = epochs.at(-1)
  const epoch = epochs.length + 1
  // Another process may be writing books of the next epoch now.
  if (deps.alone) await deps.books.moveAside(killedBooks)
  await sealAll(deps.books, epochs)
  const due = judgeUntil(until, deps.clock(), previous)
  const closed = epochs.map(({ key }) => key)
  const before = previous
    ? await readStanding(deps.books, closed, previous.manifest.digests, `epoch ${previous.epoch}'s books`)
    : emptyStanding

  onProgress({ stage: 'scope' })
  const { position, registry } = await readHead(deps.events, deps.registry, deps.exclusively)
  const scope = await readScope(deps.usage, deps.batches, position)
  requireAllBatches(scope)

  const fresh = newBatches(scope.batches, previous?.watermarks)
  onProgress({ stage: 'reconcile', total: fresh.length })
  await requireReconciled(deps.usage, fresh)
  onProgress({ stage: 'duplicates' })
  const { window, repeated } = await chooseCalls(deps, scope, { registry, until: due, epochs })

  const accepted = countAccepted(fresh, repeated.excluded, previous?.manifest)
  const graph = deps.graph()
  const input = { epoch, until: due, position, window, registry, graph, accepted, before, previous }
  const settled = await settle(deps.usage, input, onProgress)
  if (settled.problems.length > 0) await explainProblems(deps.usage, scope, settled.problems)

  const decimals = new Map<string, number>(
    registry.currencies.map((currency) => [currency.code, currency.decimals]),
  )
  await deps.refused.add(
    await refuseConflicts(
      deps.usage,
      repeated.conflicts,
      (currency) => decimals.get(currency)!,
      deps.clock(),
    ),
  )
  const key: EpochKey = { epoch, attempt: hex(deps.randomBytes(16)) }
  const { events, books } = deps
  const eventId = uuidV4(deps.randomBytes(16))
  const recording = { events, books, key, closed, excluded: repeated.excluded, eventId }
  await recordEpoch(recording, input, settled, onProgress)
  const recorded = await deps.epochs.get(epoch)
  await sealAll(books, [recorded])
  return recorded
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

/**
 * Which rows the epoch settles. Older batches are reconciled again where their rows settle now, and where one of their
 * rows excludes a newer row: a changed identity could move money that way.
 */
async function chooseCalls(
  deps: CloseDeps,
  scope: EpochScope,
  {
    registry,
    until,
    epochs,
  }: {
    readonly registry: RegistryAt
    readonly until: Micros
    /** All closed epochs, in order. */
    readonly epochs: readonly ClosedEpoch[]
  },
): Promise<{ window: SettlementWindow; repeated: Repeated }> {
  const previous = epochs.at(-1)
  const excludedBefore = epochs.flatMap((epoch) => epoch.excludedRows)
  const known = usageScope(scope, excludedBefore)
  const repeated = await findRepeated(deps.usage, known, scope.batches, previous?.watermarks)
  const excluded = [...excludedBefore, ...repeated.excluded]
  const window = settlementWindow(usageScope(scope, excluded), until, registry, previous)
  const settling = previous ? await deps.usage.settlingBatches(window) : []
  await requireReconciled(
    deps.usage,
    batchesNamed(scope.batches, [...settling, ...repeated.standing, ...repeated.excluded]),
  )
  return { window, repeated }
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
