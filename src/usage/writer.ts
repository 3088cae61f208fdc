/** What ingestion needs of the store of usage rows. Adapter: src/projections (ClickHouse). */
import type { Revision } from '../eventstore/port.ts'
import type { BatchKey } from '../log/keys.ts'
import type { BatchRows } from './kinds.ts'

export interface UsageWriter {
  /** Durable when it returns. Repeated with the same key and rows it adds nothing. */
  insert(key: BatchKey, rows: BatchRows): Promise<void>
  /**
   * Removes rows of the partition that no recorded batch names, of batches from revision `from` on: what a killed
   * process left. Returns the number of rows.
   */
  removeUnrecorded(partition: string, from: Revision, recorded: (key: BatchKey) => boolean): Promise<number>
  /** Identities and contents of recorded batches, of each batch in row order. An index is updated from them. */
  readIdentities(keys: readonly BatchKey[]): Promise<{ identity: Uint8Array; content: Uint8Array }>
}
