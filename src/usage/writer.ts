/** What ingestion needs of the store of usage rows. Adapter: src/projections (ClickHouse). */
import type { Revision } from '../eventstore/port.ts'
import type { BatchKey } from '../log/keys.ts'
import type { BatchRows } from './kinds.ts'

export interface UsageWriter {
  /** Durable when it returns; repeating it with the same key and rows adds nothing. */
  insert(key: BatchKey, rows: BatchRows): Promise<void>
  /**
   * Removes rows of the partition, of batches from revision `from` on, that no recorded batch names: what a killed
   * ingester left. Returns how many.
   */
  removeUnrecorded(partition: string, from: Revision, recorded: (key: BatchKey) => boolean): Promise<number>
  /** Identities and contents of recorded batches, each in row order, to bring an index up to the log. */
  readIdentities(keys: readonly BatchKey[]): Promise<{ identity: Uint8Array; content: Uint8Array }>
}
