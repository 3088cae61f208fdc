/** How much of a verification is done, over all its epochs, and how long the rest takes. */
import { timeLeft } from '../../base/timeLeft.ts'
import { type RecordedBatch, rowsOf } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { newBatches } from '../close/reconcile.ts'
import type { CloseProgress } from '../progress.ts'

/** What a call takes in the check of its batch and in its settlement, and a leaf in the books, beside a registry event. */
const callWork = 0.5
const leafWork = 10

/** The work of each part of an epoch, in registry events. */
interface EpochWork {
  readonly batches: number
  readonly calls: number
  readonly books: number
}

interface VerifyWork {
  readonly registryEvents: number
  readonly epochs: ReadonlyMap<number, EpochWork>
}

const noWork: VerifyWork = { registryEvents: 0, epochs: new Map() }

export class VerifyProgress {
  readonly #onProgress: (progress: CloseProgress) => void
  readonly #work: VerifyWork
  readonly #total: number
  readonly #now: () => number
  readonly #begun: number
  #done = 0

  constructor(
    onProgress: (progress: CloseProgress) => void,
    work = noWork,
    now: () => number = () => performance.now(),
  ) {
    this.#onProgress = onProgress
    this.#work = work
    this.#now = now
    this.#begun = now()
    this.#total = work.registryEvents
    for (const { batches, calls, books } of work.epochs.values()) this.#total += batches + calls + books
  }

  /** Something begins that is not counted. */
  at(stage: string): void {
    this.#report(stage, 0)
  }

  /** Registry events were read and applied. */
  applied(count: number): void {
    this.#report('registry', count)
  }

  /** A part of an epoch is finished. */
  finished(epoch: number, part: keyof EpochWork): void {
    this.#report(`epoch ${epoch}, ${part}`, this.#work.epochs.get(epoch)?.[part] ?? 0)
  }

  #report(stage: string, work: number): void {
    if (this.#total === 0) {
      this.#onProgress({ stage })
      return
    }
    this.#done = Math.min(this.#total, this.#done + work)
    const [done, total] = [this.#done, this.#total]
    const left = timeLeft(this.#now() - this.#begun, { done, left: total - done })
    this.#onProgress({ stage, done, total, ...(left !== undefined && { millisecondsLeft: Math.ceil(left) }) })
  }
}

/**
 * @param epochs those that are verified, in order; each checks the batches that came since the one before
 * @param batches all that are recorded
 */
export function workOf(epochs: readonly ClosedEpoch[], batches: readonly RecordedBatch[]): VerifyWork {
  const works = new Map<number, EpochWork>()
  for (const [index, { epoch, manifest, watermarks }] of epochs.entries()) {
    let rows = 0
    for (const batch of newBatches(batches, epochs[index - 1]?.watermarks))
      if (batch.revision <= (watermarks.get(batch.partition) ?? -1)) rows += rowsOf(batch)
    const leaves = manifest.trees.reduce((sum, tree) => sum + tree.leaves, 0)
    works.set(epoch, { batches: rows * callWork, calls: rows * callWork, books: leaves * leafWork })
  }
  return { registryEvents: (epochs.at(-1)?.registryRevision ?? -1) + 1, epochs: works }
}
