/**
 * What operators want to know about ingestion. It is reported once for each batch or fetch, never for each event. The
 * adapters, to Prometheus and to OpenTelemetry, are in src/telemetry. An observer never throws.
 */
import type { Revision } from '../eventstore/port.ts'
import type { BatchRecorded } from '../log/batchRecorded.ts'
import type { BatchKey } from '../log/keys.ts'
import type { Refusal } from './batch/openBatch.ts'

/** A batch whose commit begins, with the key that its rows will have. */
export interface BatchBegun extends BatchKey {
  readonly revision: Revision
  /** The senders of its events, each with its trace as W3C `traceparent`. */
  readonly senders: Iterable<{ readonly traceparent?: string | undefined }>
  /** Where the source continues after it; for sources that are read from a checkpoint. */
  readonly checkpoint?: number | undefined
}

/** In order. In `judge` the batch is hashed and identities are looked up; `append` makes the batch count. */
export const batchPhases = ['judge', 'insert', 'append', 'index'] as const
export type BatchPhase = (typeof batchPhases)[number]

export interface BatchOutcome {
  readonly counts: BatchRecorded['counts']
  readonly refusals: readonly Pick<Refusal, 'fault'>[]
  /** Rows of all kinds. */
  readonly rows: number
  /** Microseconds since 1970 of each call. Valid during the call only. */
  readonly times: BigInt64Array
  /** Rows that may have been sent before under other names. */
  readonly suspected: number
}

export interface BatchWatch {
  /** The phase begins, and the one before it ends. */
  enters(phase: BatchPhase): void
  durable(outcome: BatchOutcome): void
  failed(error: unknown): void
}

/** The state of a partition that this process reads. */
export interface PartitionStanding {
  /** The name of the partition in the log. */
  readonly name: string
  readonly topic: string
  readonly partition: number
  /** The first offset that is not durable; undefined where nothing is durable. */
  readonly checkpoint: number | undefined
  /** The oldest offset that the brokers have, and the offset of the next message, as far as is known. */
  readonly low: number
  readonly high: number
  /** Bytes that were fetched and are not in a batch yet. */
  readonly waitingBytes: number
}

export interface IngestObserver {
  /** Bytes of input arrived, from any kind of source. */
  received(bytes: number): void
  batch(begun: BatchBegun): BatchWatch
  /** Messages of a partition were fetched, in order. */
  fetched(partition: string, messages: readonly FetchedMessage[]): void
  /** All partitions that this process reads now; one that is missing was released. */
  standing(partitions: readonly PartitionStanding[]): void
  /** Whether the brokers answer. */
  connected(yes: boolean): void
  /** The source starts again from the log, because of this failure. */
  restarted(cause: unknown): void
}

/** The fields of a message that an observer reads; a message of kafkajs has them. */
interface FetchedMessage {
  readonly offset: string
  readonly headers?: { readonly traceparent?: Buffer | string | (Buffer | string)[] | undefined } | undefined
}

const silentWatch: BatchWatch = { enters() {}, durable() {}, failed() {} }

/** Reports nothing. */
export const silentObserver: IngestObserver = {
  received() {},
  batch: () => silentWatch,
  fetched() {},
  standing() {},
  connected() {},
  restarted() {},
}
