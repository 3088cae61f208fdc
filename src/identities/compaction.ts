/** The work in the background of look-ups: writes memtables as runs, and merges runs. */
import type { Position } from '../eventstore/port.ts'
import { createCompactionPace } from './compactionPace.ts'
import { chooseMerge, isOverfull } from './levels.ts'
import type { Memtable } from './memtable.ts'
import type { Run } from './run.ts'
import { memtableInput, runInput } from './runInputs.ts'
import type { RunList } from './runList.ts'
import { partitionBitsFor, type RunInput, writeRun } from './writeRun.ts'

/** Ends a merge whose result is not needed any more. */
class Stopped extends Error {}

/** Entries in memory can be cut by any number of prefix bits; those of a run by no more than its directory has. */
const anyBits = 32

/** What to write as one run. */
interface RunPlan {
  /** The inputs, cut by this number of prefix bits. */
  readonly inputs: (partitionBits: number) => readonly RunInput[]
  readonly count: number
  /** The most prefix bits that the inputs can be cut by. */
  readonly bitsMax: number
  /** Whether it may be stopped in the middle. */
  readonly mayStop: boolean
}

export class Compaction {
  readonly #runList: RunList
  readonly #pace = createCompactionPace()
  readonly #merging = new Set<Run>()
  readonly #jobs = new Set<Promise<void>>()
  #flushing: Promise<void> | undefined
  /** Starts a failed flush again. */
  #retryFlush: (() => void) | undefined
  #failure: unknown
  #stopping = false

  constructor(runList: RunList) {
    this.#runList = runList
    this.#startMerges()
  }

  /** Writes a memtable as a run; `placed` is called at the moment when the run takes its place. */
  flush(table: Memtable, position: Position, placed: () => void): void {
    const work = async (): Promise<void> => {
      const inputs = (bits: number): RunInput[] => [memtableInput(table, bits)]
      const run = await this.#write({ inputs, count: table.count, bitsMax: anyBits, mayStop: false })
      this.#retryFlush = undefined
      this.#runList.add(run, position)
      placed()
      await this.#runList.publish()
    }
    this.#retryFlush = () => this.flush(table, position, placed)
    this.#flushing = this.#track(work()).finally(() => {
      this.#flushing = undefined
    })
  }

  /** Resolves when no flush is under way; it may have failed. */
  async flushed(): Promise<void> {
    await this.#flushing
  }

  /** Waits until merging has kept up with `added` more entries. */
  pace(added: number): Promise<void> {
    return this.#pace.wait(added, () => isOverfull(this.#runList.runs))
  }

  /** The first failure since the last call. */
  takeFailure(): unknown {
    const taken = this.#failure
    this.#failure = undefined
    return taken
  }

  /** Tries failed work again. */
  resume(): void {
    if (!this.#flushing) this.#retryFlush?.()
    this.#startMerges()
  }

  /** Finishes the flush, and finishes or stops merges. */
  async stop(): Promise<void> {
    await this.#flushing
    // A process that runs only briefly must not leave its merges to the next one, again and again.
    while (isOverfull(this.#runList.runs) && this.#jobs.size > 0) await Promise.race(this.#jobs)
    this.#stopping = true
    while (this.#jobs.size > 0) await Promise.all(this.#jobs)
  }

  #startMerges(): void {
    while (!this.#stopping) {
      const runs = chooseMerge(this.#runList.runs.filter((run) => !this.#merging.has(run)))
      if (!runs) return
      this.#track(this.#merge(runs))
    }
  }

  async #merge(runs: readonly Run[]): Promise<void> {
    const count = runs.reduce((sum, run) => sum + run.count, 0)
    const bitsMax = Math.min(...runs.map((run) => run.directoryBits))
    for (const run of runs) this.#merging.add(run)
    try {
      const inputs = (bits: number): RunInput[] => runs.map((run) => runInput(run, bits))
      this.#runList.replace(runs, await this.#write({ inputs, count, bitsMax, mayStop: true }))
      await this.#runList.publish()
    } finally {
      for (const run of runs) this.#merging.delete(run)
    }
  }

  #track(work: Promise<void>): Promise<void> {
    const job = work
      .then(() => this.#startMerges())
      .catch((error) => {
        if (!(error instanceof Stopped)) this.#failure ??= error
      })
      .finally(() => this.#jobs.delete(job))
    this.#jobs.add(job)
    return job
  }

  async #write({ inputs: inputsOf, count, bitsMax, mayStop }: RunPlan): Promise<Run> {
    const partitionBits = Math.min(partitionBitsFor(count), bitsMax)
    // The inputs are cut before room is made for the filter, because that may make a run's directory coarser than the
    // cut.
    const inputs = inputsOf(partitionBits)
    let left = count
    this.#pace.begin(count)
    const onProgress = (entries: number): void => {
      left -= entries
      this.#pace.worked(entries)
      if (this.#stopping && mayStop) throw new Stopped()
    }
    try {
      const filterBlocks = this.#runList.filterBlocksFor(count)
      return await writeRun({
        path: this.#runList.nextPath(),
        inputs,
        partitionBits,
        filterBlocks,
        onProgress,
      })
    } finally {
      this.#pace.worked(left)
    }
  }
}
