/** What happens behind the look-ups: memtables become runs, and runs are merged. */
import type { Position } from '../eventstore/port.ts'
import { createCompactionPace } from './compactionPace.ts'
import { chooseMerge, isOverfull } from './levels.ts'
import type { Memtable } from './memtable.ts'
import type { Run } from './run.ts'
import { memtableInput, runInput } from './runInputs.ts'
import type { RunList } from './runList.ts'
import { partitionBitsFor, type RunInput, writeRun } from './writeRun.ts'

interface Compaction {
  /** Writes a memtable as a run; `placed` is called in the moment when the run takes its place. */
  flush(table: Memtable, position: Position, placed: () => void): void
  /** Resolves when no flush is under way; it may have failed. */
  flushed(): Promise<void>
  /** Lets merging keep up with `added` more entries. */
  pace(added: number): Promise<void>
  /** The first failure since it was last asked for. */
  takeFailure(): unknown
  /** Tries again what failed. */
  resume(): void
  /** Finishes the flush, and finishes or abandons merges. */
  stop(): Promise<void>
}

/** Ends a merge whose result is not wanted any more. */
class Stopped extends Error {}

/** Prefix bits of entries in memory are as many as wanted; those of a run end with its directory. */
const anyBits = 32

export function createCompaction(runList: RunList): Compaction {
  const pace = createCompactionPace()
  const merging = new Set<Run>()
  const jobs = new Set<Promise<void>>()
  let flushing: Promise<void> | undefined
  /** Starts the flush again that failed. */
  let retryFlush: (() => void) | undefined
  let failure: unknown
  let stopping = false

  const write = async (
    from: (partitionBits: number) => readonly RunInput[],
    count: number,
    { bitsMax, mayStop }: { bitsMax: number; mayStop: boolean },
  ): Promise<Run> => {
    const partitionBits = Math.min(partitionBitsFor(count), bitsMax)
    // Before room is made for the filter: that may leave a run's directory coarser than the partitions.
    const sources = from(partitionBits)
    let left = count
    pace.begin(count)
    const onProgress = (entries: number): void => {
      left -= entries
      pace.worked(entries)
      if (stopping && mayStop) throw new Stopped()
    }
    try {
      const blocks = runList.filterBlocksFor(count)
      return await writeRun({
        path: runList.nextPath(),
        sources,
        partitionBits,
        filterBlocks: blocks,
        onProgress,
      })
    } finally {
      pace.worked(left)
    }
  }

  const merge = async (inputs: readonly Run[]): Promise<void> => {
    const count = inputs.reduce((sum, run) => sum + run.count, 0)
    const bitsMax = Math.min(...inputs.map((run) => run.directoryBits))
    for (const run of inputs) merging.add(run)
    try {
      const sources = (bits: number): RunInput[] => inputs.map((run) => runInput(run, bits))
      runList.replace(inputs, await write(sources, count, { bitsMax, mayStop: true }))
      await runList.publish()
    } finally {
      for (const run of inputs) merging.delete(run)
    }
  }

  const startMerges = (): void => {
    while (!stopping) {
      const inputs = chooseMerge(runList.runs.filter((run) => !merging.has(run)))
      if (!inputs) return
      track(merge(inputs))
    }
  }

  const track = (work: Promise<void>): Promise<void> => {
    const job = work
      .then(startMerges)
      .catch((error) => {
        if (!(error instanceof Stopped)) failure ??= error
      })
      .finally(() => jobs.delete(job))
    jobs.add(job)
    return job
  }

  const startFlush = (table: Memtable, position: Position, placed: () => void): void => {
    const work = async (): Promise<void> => {
      const sources = (bits: number): RunInput[] => [memtableInput(table, bits)]
      const run = await write(sources, table.count, { bitsMax: anyBits, mayStop: false })
      retryFlush = undefined
      runList.add(run, position)
      placed()
      await runList.publish()
    }
    retryFlush = () => startFlush(table, position, placed)
    flushing = track(work()).finally(() => {
      flushing = undefined
    })
  }

  startMerges()
  return {
    flush: startFlush,
    async flushed() {
      await flushing
    },
    pace: (added) => pace.wait(added, () => isOverfull(runList.runs)),
    takeFailure() {
      const taken = failure
      failure = undefined
      return taken
    },
    resume() {
      if (!flushing) retryFlush?.()
      startMerges()
    },
    async stop() {
      await flushing
      // A process that lives shortly must not leave its merges to the next for ever.
      while (isOverfull(runList.runs) && jobs.size > 0) await Promise.race(jobs)
      stopping = true
      while (jobs.size > 0) await Promise.all(jobs)
    },
  }
}
