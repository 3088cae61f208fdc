/** What a close is asked for, and what it reports while it runs. */

/** The stages of a close, in order; what progress reports name. */
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
  readonly onProgress?: (progress: CloseProgress) => void
}

/** Which stage of a close runs, and how much of it is done where that is known. */
export interface CloseProgress {
  readonly stage: string
  readonly done?: number
  readonly total?: number
}
