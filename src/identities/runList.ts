/**
 * The runs of the index, on disk and in memory. The process may be killed at any moment: the manifest names only
 * durable runs, and a run's file is removed only after a manifest without it was written.
 */
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Position } from '../eventstore/port.ts'
import { bitsPerEntryMin, blockWords, filterBlocks } from './filter.ts'
import type { Run } from './run.ts'
import { type RunManifest, runName, writeRunManifest } from './runManifest.ts'

export interface RunList {
  /** Older first. */
  readonly runs: readonly Run[]
  readonly position: Position
  /** A new path for a run file, different from all others. */
  nextPath(): string
  /** Adds a run with everything up to `position` that no other run has. */
  add(run: Run, position: Position): void
  /** Puts `merged` in the place of `inputs`. Their files are removed after the next manifest. */
  replace(inputs: readonly Run[], merged: Run): void
  /** Call it when everything up to `position` is in runs, and nothing only in memory. */
  advance(position: Position): void
  /** Writes the manifest. Calls run one after another; each writes the state at its turn. */
  publish(): Promise<void>
  /** The filter size for a new run of `count` entries. Makes room for that filter. */
  filterBlocksFor(count: number): number
  /** Writes the manifest if it has changed, and closes the files. */
  close(): Promise<void>
  /** Closes the files, and writes nothing from now on. */
  abandon(): Promise<void>
}

interface RunListOptions {
  readonly folder: string
  readonly manifest: RunManifest
  readonly runs: readonly Run[]
  /** Bytes for the directories and filters of all runs. */
  readonly runMemoryMax: number
}

/** More bits hardly improve a filter: with this many, about 7 in 1,000 unknown identities pass it. */
const bitsPerEntryMax = 12
/** The most bits of directory for each entry: see `directoryBitsFor`. */
const directoryBitsPerEntry = 2

export function createRunList({ folder, manifest, runs: opened, runMemoryMax }: RunListOptions): RunList {
  const runs = [...opened]
  /** Runs that the last manifest may still name. */
  let retired: Run[] = []
  let { position, nextRun } = manifest
  let publishing: Promise<void> = Promise.resolve()
  let changed = false
  let abandoned = false

  const writeState = async (): Promise<void> => {
    if (abandoned) return
    const dropped = retired
    retired = []
    changed = false
    try {
      await writeRunManifest(folder, { position, nextRun, runs: runs.map((run) => basename(run.path)) })
    } catch (error) {
      retired = [...dropped, ...retired]
      changed = true
      throw error
    }
    for (const run of dropped) {
      await run.close()
      await rm(run.path, { force: true })
    }
  }
  const publish = (): Promise<void> => {
    publishing = publishing.catch(() => undefined).then(writeState)
    return publishing
  }
  const closeRuns = async (): Promise<void> => {
    for (const run of [...runs, ...retired]) await run.close()
  }

  makeRoom(runs, runMemoryMax)
  return {
    runs,
    get position() {
      return position
    },
    nextPath: () => join(folder, runName(nextRun++)),
    add(run, to) {
      runs.push(run)
      position = to
      changed = true
    },
    replace(inputs, merged) {
      runs.splice(runs.indexOf(inputs[0]!), 1, merged)
      for (const run of inputs.slice(1)) runs.splice(runs.indexOf(run), 1)
      retired.push(...inputs)
      changed = true
      makeRoom(runs, runMemoryMax)
    },
    advance(to) {
      changed ||= to !== position
      position = to
    },
    publish,
    filterBlocksFor(count) {
      const stored = runs.reduce((sum, run) => sum + run.count, count)
      const affordable = (runMemoryMax * 8) / stored - directoryBitsPerEntry
      const blocks = filterBlocks(count, Math.min(bitsPerEntryMax, Math.max(affordable, bitsPerEntryMin)))
      makeRoom(runs, runMemoryMax - blocks * blockWords * 4)
      return blocks
    },
    async close() {
      if (changed) await publish()
      await closeRuns()
    },
    async abandon() {
      abandoned = true
      await publishing.catch(() => undefined)
      await closeRuns()
    },
  }
}

/** Folds the run that uses the most memory, again and again, until all fit. */
function makeRoom(runs: readonly Run[], bytesMax: number): void {
  let used = runs.reduce((sum, run) => sum + run.memoryBytes, 0)
  while (used > bytesMax && runs.length > 0) {
    const largest = runs.reduce((a, b) => (a.memoryBytes >= b.memoryBytes ? a : b))
    const before = largest.memoryBytes
    if (!largest.fold()) return
    used -= before - largest.memoryBytes
  }
}
