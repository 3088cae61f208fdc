/**
 * The runs that make up the index, on disk and in memory. Everything here can be killed at any moment: the manifest
 * names only runs that are durable, and a run's file is removed only after a manifest without it.
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
  /** Path of the next run file; no two are the same. */
  nextPath(): string
  /** A run with everything up to `position` that no other run has. */
  add(run: Run, position: Position): void
  /** `merged` takes the place of `inputs`; their files go with the next manifest. */
  replace(inputs: readonly Run[], merged: Run): void
  /** Nothing is in memory alone: all up to `position` is in runs. */
  advance(position: Position): void
  /** Makes the state durable, as it is when the turn comes. */
  publish(): Promise<void>
  /** Filter size for a new run of `count` entries, and room for it. */
  filterBlocksFor(count: number): number
  /** Publishes what is not yet, and closes the files. */
  close(): Promise<void>
  /** Closes the files and writes nothing any more. */
  abandon(): Promise<void>
}

interface RunListOptions {
  readonly folder: string
  readonly manifest: RunManifest
  readonly runs: readonly Run[]
  /** For directories and filters of all runs. */
  readonly runMemoryMax: number
}

/** Beyond this a filter hardly gets better: about 7 in 1,000 unknown identities pass it. */
const bitsPerEntryMax = 12
/** Bits of directory an entry has at most: see `directoryBitsFor`. */
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

/** Folds the largest structures, one after the other, until all fit. */
function makeRoom(runs: readonly Run[], bytesMax: number): void {
  let used = runs.reduce((sum, run) => sum + run.memoryBytes, 0)
  while (used > bytesMax && runs.length > 0) {
    const largest = runs.reduce((a, b) => (a.memoryBytes >= b.memoryBytes ? a : b))
    const before = largest.memoryBytes
    if (!largest.fold()) return
    used -= before - largest.memoryBytes
  }
}
