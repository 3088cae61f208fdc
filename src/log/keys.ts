/** Keys of what the log refers to: batches of usage rows, single rows, and books of epochs. */
import type { Revision } from '../eventstore/port.ts'

/** Names one attempt to write one batch. Rows of an attempt that no `BatchRecorded` names do not count. */
export interface BatchKey {
  readonly partition: string
  /** The revision that the batch's `BatchRecorded` will have in the partition's stream. */
  readonly revision: Revision
  /** 16 random bytes as 32 hex digits. */
  readonly attempt: string
}

/** The key as one text. Two keys never give the same text, because the parts of fixed form come first. */
export function batchName({ partition, revision, attempt }: BatchKey): string {
  return `${revision}:${attempt}:${partition}`
}

/** The kinds of usage rows: see src/usage/kinds.ts. A batch has control totals for each kind. */
export const rowKinds = ['call', 'correction', 'posting', 'description'] as const
export type RowKind = (typeof rowKinds)[number]

/** The kinds beside calls. Most batches have no such rows, and say nothing of them. */
export const otherKinds = ['correction', 'posting', 'description'] as const satisfies readonly RowKind[]
export type OtherKind = (typeof otherKinds)[number]

/**
 * A row's place among the usage rows. Rows of a batch are numbered from 0 over all kinds, in the order of `rowKinds`: so
 * a key names one row, whatever its kind.
 */
export interface RowKey extends BatchKey {
  readonly row: number
}

/** The last batch revision that counts, by ingest partition. */
export type Watermarks = ReadonlyMap<string, Revision>

/** Names one attempt to close one epoch; books of other attempts do not count. */
export interface EpochKey {
  readonly epoch: number
  readonly attempt: string
}
