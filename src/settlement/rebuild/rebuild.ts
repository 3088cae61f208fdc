/**
 * Computes the books of every closed epoch again from the logs. It takes nothing from the stored books: the balances
 * before an epoch are those computed for the epoch before. Where the computed manifest equals the recorded one and the
 * stored books differ, the rebuild writes new books beside the stored ones, under an attempt of its own, and reads them
 * back. When all epochs are done, one event makes these books count (see log/booksRebuilt.ts). A kill before the event
 * changes nothing; a kill after it leaves only rows that count nowhere. An epoch that another process closes meanwhile
 * has books under its own attempt, and the rebuild does not touch them.
 */
import { hex } from '../../base/hex.ts'
import type { BooksStore } from '../../books/port.ts'
import { fail } from '../../errors.ts'
import { isWrongRevision } from '../../eventstore/appends.ts'
import type { EventStore, RecordedEvent } from '../../eventstore/port.ts'
import { createBatchLog } from '../../log/batchLog.ts'
import {
  type BooksRebuilt,
  booksRebuilt,
  createRebuiltLog,
  type RebuiltBooks,
  withBooks,
} from '../../log/booksRebuilt.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochKey } from '../../log/keys.ts'
import { streams } from '../../log/streams.ts'
import type { UsageReader } from '../../usage/reader.ts'
import { emptyStanding, type Standing } from '../close/payments.ts'
import { newBatches, reconcile } from '../close/reconcile.ts'
import { readScope } from '../close/scope.ts'
import type { SettledEpoch } from '../close/settle.ts'
import type { CloseProgress } from '../progress.ts'
import { replayRegistry } from '../replay/replayRegistry.ts'
import { checkLines } from '../verify/books.ts'
import { checkEvent, readClosedEvents } from '../verify/event.ts'
import { Findings } from '../verify/findings.ts'
import type { Verification } from '../verify/inputs.ts'
import { checkLog } from '../verify/log.ts'
import { VerifyProgress, workOf } from '../verify/progress.ts'
import { recompute } from '../verify/recompute.ts'
import { Differences } from './differences.ts'

export interface RebuildDeps {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly books: BooksStore
  readonly randomBytes: (length: number) => Uint8Array
  readonly newEventId: () => string
  /** Whether no other process reads the books: then replaced books move aside at once, else at the next rebuild. */
  readonly alone: boolean
}

/** The time left is that of the part under way: the books, the registry, or the identities. */
export type OnRebuild = (progress: CloseProgress) => void

export interface RebuildOptions {
  /** Compares, and changes nothing. */
  readonly dryRun: boolean
  readonly onProgress: OnRebuild
}

interface BooksRebuild {
  /** Closed epochs that were computed again. */
  readonly epochs: number
  /** What in log, rows and manifests does not agree. With any difference here, nothing is swapped. */
  readonly refused: Differences
  /** Stored books that differ from the computed ones. */
  readonly differences: Differences
  /** Epochs whose books were swapped, or would be. */
  readonly replaced: readonly number[]
  /** Attempts that no event names, whose lines were moved to the quarantine. */
  readonly removedAttempts: number
}

/** @throws HeadwaterError `rebuild.overtaken`, and what the engines throw */
export async function rebuildBooks(deps: RebuildDeps, options: RebuildOptions): Promise<BooksRebuild> {
  await deps.books.prepare()
  const fence = await createRebuiltLog(deps.events).read()
  const attempt = hex(deps.randomBytes(16))
  // Read before anything is computed: it does not include what another rebuild writes from now on.
  const closedBefore = (await readClosedEvents(deps.events)).size
  const stored = await deps.books.attempts(closedBefore)
  const work = new Work(deps, options, { rebuilt: fence, attempt, progress: await progressOf(deps, options) })
  await work.everyEpoch()
  if (work.refused.count === 0) await work.restOfLog()
  const { refused, differences, replaced, closed } = work
  const report = { epochs: closed.size, refused, differences, replaced }
  if (options.dryRun) return { ...report, removedAttempts: 0 }
  if (refused.count > 0) {
    await deps.books.remove(replaced.map((epoch) => ({ epoch, attempt })))
    return { ...report, replaced: [], removedAttempts: 0 }
  }
  const strays = stored.filter((key) => closed.get(key.epoch)?.key.attempt !== key.attempt)
  if (replaced.length === 0 && strays.length === 0) return { ...report, removedAttempts: 0 }
  options.onProgress({ stage: 'swap' })
  await swap(deps, fence, { attempt, epochs: [...replaced] })
  const outdated = deps.alone ? replaced.map((epoch) => closed.get(epoch)!.key) : []
  options.onProgress({ stage: 'move aside' })
  await deps.books.moveAside([...strays, ...outdated])
  return { ...report, removedAttempts: strays.length + outdated.length }
}

/** Damage is found by the checks of each epoch. Then it is not known how much there is to do. */
async function progressOf(
  { events }: Pick<RebuildDeps, 'events'>,
  { onProgress }: RebuildOptions,
): Promise<VerifyProgress> {
  const closed: ClosedEpoch[] = []
  for (const [epoch, event] of await readClosedEvents(events)) {
    const readable = await checkEvent({ events }, new Findings(epoch), epoch, event)
    if (readable) closed.push(readable)
  }
  const batches = createBatchLog(events)
  const recorded = await batches.upTo(await events.head()).catch(() => [])
  return new VerifyProgress(onProgress, workOf(closed, recorded))
}

/** Also where there is nothing to swap: only the process that has the fence may remove what another rebuild wrote. */
async function swap({ events, newEventId }: RebuildDeps, fence: RebuiltBooks, data: BooksRebuilt) {
  const event = booksRebuilt.create(newEventId(), data)
  const expectedRevision = fence.revision < 0 ? ('none' as const) : fence.revision
  try {
    await events.append([{ stream: streams.books, expectedRevision, events: [event] }])
  } catch (error) {
    if (!isWrongRevision(error)) throw error
    failOvertaken()
  }
}

function failOvertaken(): never {
  fail('rebuild.overtaken', 'Another process rebuilt the books in the meantime.')
}

interface Started {
  /** The books that counted at the start. */
  readonly rebuilt: RebuiltBooks
  readonly attempt: string
  readonly progress: VerifyProgress
}

class Work {
  readonly refused = new Differences()
  readonly differences = new Differences()
  readonly replaced: number[] = []
  /** With the books that counted at the start. */
  readonly closed = new Map<number, ClosedEpoch>()
  private readonly verification: Verification
  private readonly deps: RebuildDeps
  private readonly options: RebuildOptions
  private readonly rebuilt: RebuiltBooks
  private readonly attempt: string

  constructor(deps: RebuildDeps, options: RebuildOptions, { rebuilt, attempt, progress }: Started) {
    this.deps = deps
    this.options = options
    this.rebuilt = rebuilt
    this.attempt = attempt
    this.verification = {
      ...deps,
      batches: createBatchLog(deps.events),
      replay: replayRegistry(deps.events, (count) => progress.applied(count)),
      closed: this.closed,
      single: false,
      full: true,
      progress,
    }
  }

  /** In order, with epochs that are closed meanwhile; stops at the first that differs from its manifest. */
  async everyEpoch(): Promise<void> {
    let events = new Map<number, RecordedEvent>()
    let before: Standing | undefined = emptyStanding
    for (let epoch = 1; before !== undefined; epoch++) {
      if (epoch > Math.max(0, ...events.keys())) events = await readClosedEvents(this.deps.events)
      const total = Math.max(0, ...events.keys())
      if (epoch > total) return
      this.verification.progress.at(`epoch ${epoch}`)
      before = await this.oneEpoch(epoch, events.get(epoch), before)
    }
  }

  /** @returns balances and payouts after it; undefined where it is refused */
  private async oneEpoch(
    epoch: number,
    event: RecordedEvent | undefined,
    before: Standing,
  ): Promise<Standing | undefined> {
    const findings = new Findings(epoch)
    const readable = await checkEvent(this.deps, findings, epoch, event)
    if (readable) this.closed.set(epoch, withBooks(readable, this.rebuilt))
    const settled = readable && (await recompute(this.verification, findings, readable, async () => before))
    if (!findings.ok || !settled) {
      this.refused.take(epoch, findings)
      return undefined
    }
    await this.compare(this.closed.get(epoch)!, settled)
    this.verification.progress.finished(epoch, 'books')
    return settled.payments.after
  }

  private async compare({ epoch, key }: ClosedEpoch, settled: SettledEpoch): Promise<void> {
    const { books } = this.deps
    const live = new Findings(epoch)
    await checkLines(live, books, key, settled)
    if (live.ok) return
    this.differences.take(epoch, live)
    this.replaced.push(epoch)
    if (this.options.dryRun) return
    const beside: EpochKey = { epoch, attempt: this.attempt }
    this.verification.progress.at(`books of epoch ${epoch}`)
    await books.write(beside, settled.lines)
    const written = new Findings(epoch)
    await checkLines(written, books, beside, settled)
    if (!written.ok) {
      // Another rebuild would take what no event names for leftovers.
      const { revision } = await createRebuiltLog(this.deps.events).read()
      if (revision !== this.rebuilt.revision) failOvertaken()
      fail('close.booksDiffer', `The books of epoch ${epoch} just written differ from the computed ones.`)
    }
  }

  /** Batches after the last epoch belong to no books yet; identities are read from them. */
  async restOfLog(): Promise<void> {
    this.verification.progress.at('rest of the log')
    const { events, usage } = this.deps
    const last = this.closed.get(this.closed.size)
    const findings = new Findings(this.closed.size)
    await findings.check('batches', 'Every recorded batch has its rows, sums and digest.', async () => {
      const scope = await readScope(usage, this.verification.batches, await events.head())
      for await (const { message } of reconcile(usage, newBatches(scope.batches, last?.watermarks)))
        findings.differs('batches', message)
    })
    const { replay } = this.verification
    await checkLog(this.verification, findings, async () => replay.to(await events.head()))
    this.refused.take(this.closed.size, findings)
  }
}
