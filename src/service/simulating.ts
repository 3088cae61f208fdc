/** What a simulation is asked for. */
import type { IngestOptions } from '../ingest/answers.ts'
import type { CloseProgress } from '../settlement/progress.ts'

export interface SimulateOptions extends Omit<IngestOptions, 'dryRun' | 'onProgress'> {
  /** RFC 3339, in the past; default: now. */
  readonly until?: string
  /** The first closed epoch that is computed again, with the events just before its close; default: the next close. */
  readonly from?: number
  /** A server reports none. */
  readonly onProgress?: (progress: CloseProgress) => void
}
