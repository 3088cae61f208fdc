/** What ingestion needs of the store of usage rows. Adapter: src/projections (ClickHouse). */
import type { Revision } from '../eventstore/port.ts'
import type { BatchKey } from '../log/keys.ts'
import type { BatchRows } from './kinds.ts'

export interface UsageWriter {
  /** Durable when it returns. Repeated with the same key and rows it adds nothing. */
  insert(key: BatchKey, rows: BatchRows): Promise<void>
  /** Attempts with rows in the partition, of batches from revision `from` on. */
  listBatches(partition: string, from: Revision): Promise<(BatchKey & { readonly rows: number })[]>
  /**
   * Moves all rows of these attempts to the quarantine. No recorded batch may name them. Rows are in both places where
   * a kill comes between, and the next call moves them again.
   */
  moveAside(keys: readonly BatchKey[]): Promise<void>
  /**
   * Identities and contents of recorded batches, of each batch in row order, of all its kinds. An index is updated from
   * them.
   */
  readIdentities(keys: readonly BatchKey[]): Promise<{ identity: Uint8Array; content: Uint8Array }>
}
