import type { CloseProgress } from '../service/headwater.ts'

/** The stages of a close, in order; what progress reports name. */
const closeStages = [
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
