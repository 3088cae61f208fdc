import type { Micros } from '../events/time.ts'
import type { Watermarks } from '../log/keys.ts'

/** Where an epoch ended: the batches that it had, and its time. */
export interface EpochEnd {
  readonly watermarks: Watermarks
  readonly until: Micros
}
