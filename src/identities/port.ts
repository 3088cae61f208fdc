/** What ingestion needs from an index of identities. Adapter: src/identities/index.ts. */
import type { Position } from '../eventstore/port.ts'

/** Bytes of an identity, and of a content. */
export const identitySize = 16

export const identitySeen = { new: 0, duplicate: 1, conflict: 2 } as const

/** Every identity ever accepted, with its content. Derived from the logs, and brought up to them where it is behind. */
export interface IdentityIndex {
  /** The index has all identities up to this position of the log. */
  readonly position: Position
  readonly size: number
  /**
   * Looks up `length` identities (16 bytes each) and compares contents. Sets `out[i]` to a value of `identitySeen`. An
   * identity that is repeated within the call is compared with its first occurrence.
   */
  check(identity: Uint8Array, content: Uint8Array, length: number, out: Uint8Array): void
  /** Adds identities that `check` found new. Call it when they are durable. */
  add(identity: Uint8Array, content: Uint8Array, length: number): void
  /** Call it when all identities up to `position` were added. It may write a run to disk. Several calls may overlap. */
  advance(position: Position): Promise<void>
  /**
   * Makes the identities in memory durable, so that the next start has nothing to add. Work that is still under way may
   * call `add` and `advance` meanwhile and later: nothing of that is kept, and the next start reads it from the log.
   */
  close(): Promise<void>
}
