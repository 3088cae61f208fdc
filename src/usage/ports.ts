/** What ingestion needs of the engines below it. Adapters: src/projections (ClickHouse), src/identities (index). */
import type { Position, Revision } from '../eventstore/port.ts'
import type { BatchKey } from '../log/keys.ts'

/** Arrow's layout of a text column: row i is bytes[offsets[i] .. offsets[i+1]). UTF-8. */
export interface TextColumn {
  readonly offsets: Int32Array
  readonly bytes: Uint8Array
}

/** Which columns a row has; '' stands for an optional text left out, -1 for a token count left out. */
export interface CallColumns {
  readonly length: number
  /** 16 bytes a row: first half of Keccak-256 over the length-prefixed (space, source, id). */
  readonly identity: Uint8Array
  /** 16 bytes a row: first half of Keccak-256 over the event's content. */
  readonly content: Uint8Array
  readonly source: TextColumn
  readonly id: TextColumn
  /** Microseconds since 1970, UTC. */
  readonly time: BigInt64Array
  readonly asset: TextColumn
  readonly version: TextColumn
  readonly currency: TextColumn
  /** 32 bytes a row, little-endian: the price in ledger units. */
  readonly amount: Uint8Array
  /** 1 where the rate card priced the call, 0 where the event carried its amount. */
  readonly priced: Uint8Array
  readonly inputTokens: BigInt64Array
  readonly outputTokens: BigInt64Array
  readonly cacheReadTokens: BigInt64Array
  readonly cacheWriteTokens: BigInt64Array
  readonly caller: TextColumn
  readonly agent: TextColumn
  readonly traceId: TextColumn
  readonly providerCallId: TextColumn
}

export interface UsageWriter {
  /** Durable when it returns; repeating it with the same key and rows adds nothing. */
  insert(key: BatchKey, columns: CallColumns): Promise<void>
  /**
   * Removes rows of the partition, of batches from revision `from` on, that no recorded batch names: what a killed
   * ingester left. Returns how many.
   */
  removeUnrecorded(partition: string, from: Revision, recorded: (key: BatchKey) => boolean): Promise<number>
  /** Identities and contents of recorded batches, each in row order, to bring an index up to the log. */
  readIdentities(keys: readonly BatchKey[]): Promise<{ identity: Uint8Array; content: Uint8Array }>
}

/** An event that was not taken, as it came. Conflicts (`event.conflict`) are kept here too. */
export interface RefusedEvent {
  /** 32 hex digits: of the bytes, the code and the format. The same line refused again for the same reason is the same entry. */
  readonly id: string
  readonly origin: string
  readonly format: string
  readonly line: number
  readonly code: string
  readonly path: string
  readonly message: string
  /** The event's bytes as text; at most 1 MiB, longer ones are cut and say so in `message`. */
  readonly raw: string
  /** RFC 3339. */
  readonly refusedAt: string
}

export interface RefusedStore {
  /** Durable when it returns; an id that is there already is kept once. */
  add(events: readonly RefusedEvent[]): Promise<void>
  /** Open entries (not resolved), oldest first. `after` is the id of the last one of the page before. */
  list(options: {
    readonly limit: number
    readonly after?: string
    readonly code?: string
  }): Promise<RefusedEvent[]>
  /** Of open entries; with `code`, of those refused with it. */
  count(code?: string): Promise<number>
  /** Marks entries as taken in the meantime. */
  resolve(ids: readonly string[]): Promise<void>
}

export const identitySeen = { new: 0, duplicate: 1, conflict: 2 } as const

/** Every identity ever accepted, with its content. Derived from the logs: rebuilt where it is behind. */
export interface IdentityIndex {
  /** Last log position whose identities are all in. */
  readonly position: Position
  readonly size: number
  /**
   * Looks up `length` identities (16 bytes each) and compares contents. `out[i]` is 0 new, 1 duplicate, 2 conflict.
   * Identities repeated within the call are judged against their first occurrence.
   */
  check(identity: Uint8Array, content: Uint8Array, length: number, out: Uint8Array): void
  /** Adds those that were new (out[i] = 0 in `check`, or `accepted[i]` = 1). Call it when they are durable. */
  add(identity: Uint8Array, content: Uint8Array, length: number): void
  /** All identities up to `position` are in; may write a run to disk. Several calls may be under way at once. */
  advance(position: Position): Promise<void>
  /** Makes what is in memory durable, so that the next start has nothing to load. */
  close(): Promise<void>
}
