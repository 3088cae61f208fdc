/**
 * Rows and books that no event of the log names: what a kill left. They were moved aside when a process found them, and
 * are kept until the quarantine is emptied. Adapter: src/projections (ClickHouse).
 */
import type { CurrencyCode } from '../events/ids.ts'
import type { BatchKey, EpochKey } from '../log/keys.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'

/** Rows of one attempt to write a batch. */
export interface QuarantinedBatch extends BatchKey {
  /** Of all kinds. */
  readonly rows: number
  /** Of calls. */
  readonly sums: ReadonlyMap<CurrencyCode, LedgerUnits>
  /** RFC 3339. */
  readonly quarantinedAt: string
}

/** Lines of one attempt to close an epoch. */
export interface QuarantinedBooks extends EpochKey {
  readonly lines: number
  /** RFC 3339. */
  readonly quarantinedAt: string
}

export interface QuarantineContents {
  readonly batches: readonly QuarantinedBatch[]
  readonly books: readonly QuarantinedBooks[]
}

export interface Quarantine {
  list(): Promise<QuarantineContents>
  /** Deletes these for ever. What moves aside meanwhile stays. */
  remove(contents: QuarantineContents): Promise<void>
}
