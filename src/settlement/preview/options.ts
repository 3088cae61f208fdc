/** What a preview is asked for. */
import type { CloseProgress } from '../progress.ts'
import type { AskedFormats } from '../treeFormats.ts'

export interface PreviewOptions {
  /** RFC 3339; default: now. */
  readonly until?: string
  /** As of a close. */
  readonly treeFormats?: AskedFormats
  /** How many lines each list of the answer may have; default: `previewItemsDefault`. */
  readonly limit?: number
  readonly onProgress?: (progress: CloseProgress) => void
}

export const previewItemsDefault = 100
export const previewItemsMax = 1_000_000
