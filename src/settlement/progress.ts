/** What a close is asked for, and what it reports while it runs. */

import type { Actor } from '../base/actor.ts'
import type { AskedFormats } from './treeFormats.ts'

/**
 * The stages of a close, in order, as progress reports and metrics name them. A stage is in the file of close/ that has
 * its name; `books` and `check` are in record.ts. totals.ts runs before `trees`, and composeManifest.ts after it. The engine
 * reconciles and the books are written beside the stages before: these two name what the close waits for.
 */
export const closeStages = [
  'scope',
  'duplicates',
  'sums',
  'flow',
  'allocation',
  'payments',
  'trees',
  'reconcile',
  'books',
  'check',
  'record',
] as const

export type CloseStage = (typeof closeStages)[number]

/** Numbers of what the stages work on: rows of calls, payees and currencies, lines of books. */
export type StageUnits = Readonly<Partial<Record<CloseStage, number>>>

/** How far a close is, as its stages report it. */
interface StageProgress {
  readonly stage: CloseStage
  readonly done?: number
  readonly total?: number
  /** What is known by now of the stages that are still to come. */
  readonly expected?: StageUnits
}

export type OnProgress = (progress: StageProgress) => void

export interface CloseOptions {
  /** RFC 3339; default: now. */
  readonly until?: string
  /** What a preview gave to confirm: closes exactly that epoch, or fails. */
  readonly confirm?: string
  /** The number that the epoch must get. */
  readonly epoch?: number
  /** Closes although `until` is far after everything that is recorded, where the ledger has a limit for it. */
  readonly ahead?: boolean
  /** Tree formats by chain, as `{'eip155:8453': 'merkl'}`; chains that are not named keep theirs. */
  readonly treeFormats?: AskedFormats
  /** The same key gives the same answer, and closes no second epoch. */
  readonly key?: string
  readonly onProgress?: (progress: CloseProgress) => void
  /** Who the audit names; default: the user of the process. */
  readonly actor?: Actor
}

/** The stage of a close that runs, and how much of it is done where that is known. */
export interface CloseProgress {
  readonly stage: string
  readonly done?: number
  readonly total?: number
  /** Of the whole close, estimated; left out as long as nothing can be said. */
  readonly millisecondsLeft?: number
}

/** Events of one stage are this far apart. */
const unitsMin = 10_000

/** Counts what a stage has done, and reports it now and then. */
export function counter(onProgress: OnProgress, stage: CloseStage, total?: number): (units: number) => void {
  let done = 0
  let reported = 0
  return (units) => {
    done += units
    if (done - reported < unitsMin) return
    reported = done
    onProgress({ stage, done, ...(total !== undefined && { total }) })
  }
}
