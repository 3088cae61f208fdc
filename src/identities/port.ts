/** What ingestion needs of an index of identities. Adapter: src/identities/index.ts. */
import type { Position } from '../eventstore/port.ts'

/** Bytes of an identity, and of a content. */
export const identitySize = 16

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
