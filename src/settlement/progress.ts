/** What a close is asked for, and what it reports while it runs. */

import type { Actor } from '../base/actor.ts'

/**
 * The stages of a close, in order, as progress reports and metrics name them. A stage is in the file of close/ that has
 * its name; `books` and `check` are in record.ts. totals.ts runs before `trees`, and composeManifest.ts runs that stage.
 */
export const closeStages = [
  'scope',
  'reconcile',
  'duplicates',
  'sums',
  'flow',
  'allocation',
  'payments',
  'trees',
  'books',
  'check',
  'record',
] as const

type CloseStage = (typeof closeStages)[number]

export type OnProgress = (progress: CloseProgress & { readonly stage: CloseStage }) => void

export interface CloseOptions {
  /** RFC 3339; default: now. */
  readonly until?: string
  /** What a preview gave to confirm: closes exactly that epoch, or fails. */
  readonly confirm?: string
  /** The number that the epoch must get. */
  readonly epoch?: number
  /** Closes although `until` is far after everything that is recorded, where the ledger has a limit for it. */
  readonly ahead?: boolean
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
}
