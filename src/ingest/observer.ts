/**
 * What those who run Headwater want to know of ingestion: told a batch or a fetch at a time, never an event at a time.
 * The adapters, to Prometheus and to OpenTelemetry, are in src/telemetry. An observer never throws.
 */
import type { Revision } from '../eventstore/port.ts'
import type { BatchRecorded } from '../log/batchRecorded.ts'
import type { BatchKey } from '../log/keys.ts'
import type { Refusal } from './batch/openBatch.ts'

/** A batch on its way, as its rows will name it. */
export interface BatchBegun extends BatchKey {
  readonly revision: Revision
  /** Who sent its events, with the trace that each is part of, as W3C `traceparent`. */
  readonly senders: Iterable<{ readonly traceparent?: string | undefined }>
  /** Where the source goes on after it; of sources that are read from a checkpoint. */
  readonly checkpoint?: number | undefined
}

/** In order. `judge` is hashing and looking identities up, `append` what makes the batch count. */
export const batchPhases = ['judge', 'insert', 'append', 'index'] as const
export type BatchPhase = (typeof batchPhases)[number]

export interface BatchOutcome {
  readonly counts: BatchRecorded['counts']
  readonly refusals: readonly Pick<Refusal, 'fault'>[]
  /** Microseconds since 1970 of each row; its length is the number of rows. Good during the call only. */
  readonly times: BigInt64Array
}

export interface BatchWatch {
  /** The phase begins; the one before is over. */
  enters(phase: BatchPhase): void
  durable(outcome: BatchOutcome): void
  failed(error: unknown): void
}

/** A partition of a source that this process has, as it stands. */
export interface PartitionStanding {
  /** What the partition is called in the log. */
  readonly name: string
  readonly topic: string
  readonly partition: number
  /** The first offset that is not durable; undefined where nothing is. */
  readonly checkpoint: number | undefined
  /** The oldest offset that the brokers hold, and the one that the next message will have, as far as is known. */
  readonly low: number
  readonly high: number
  /** Bytes that were fetched and are in no batch yet. */
  readonly waitingBytes: number
}

export interface IngestObserver {
  /** Input came, by whichever way; bytes. */
  received(bytes: number): void
  batch(begun: BatchBegun): BatchWatch
  /** Messages of a partition were fetched, in order. */
  fetched(partition: string, messages: readonly FetchedMessage[]): void
  /** All partitions that this process has now: one that is missing was let go. */
  standing(partitions: readonly PartitionStanding[]): void
  /** Whether the brokers are reached. */
  connected(yes: boolean): void
  /** The source begins anew from the log, after this. */
  restarted(cause: unknown): void
}

/** What is looked at of a message; kafkajs's has these fields. */
interface FetchedMessage {
  readonly offset: string
  readonly headers?: { readonly traceparent?: Buffer | string | (Buffer | string)[] | undefined } | undefined
}

const silentWatch: BatchWatch = { enters() {}, durable() {}, failed() {} }

/** Nobody looks. */
export const silentObserver: IngestObserver = {
  received() {},
  batch: () => silentWatch,
  fetched() {},
  standing() {},
  connected() {},
  restarted() {},
}
