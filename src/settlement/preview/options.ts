/** What a preview is asked for. */
import type { CloseProgress } from '../progress.ts'

export interface PreviewOptions {
  /** RFC 3339; default: now. */
  readonly until?: string
  /** How many lines each list of the answer may have; default: `previewItemsDefault`. */
  readonly limit?: number
  readonly onProgress?: (progress: CloseProgress) => void
}

export const previewItemsDefault = 100
export const previewItemsMax = 1_000_000
