import type { ReadRecords } from './readRecords.ts'

/** A block that was read. */
export interface ReadBlock {
  readonly records: ReadRecords
  /** Gives its memory back, once. Nothing of `records` may be used after it. */
  release(): void
}
