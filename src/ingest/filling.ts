/** The open batch of the writer, with the source that fills it. */
import { fail } from '../errors.ts'
import type { Reached } from '../log/partitionEvent.ts'
import type { OpenBatch } from './batch/openBatch.ts'
import type { WriterSource } from './source.ts'

/** A batch that a source fills. */
export interface Filling {
  readonly batch: OpenBatch
  source: WriterSource | undefined
  /** Where the source continues after the batch; undefined for a source that is not read from a checkpoint. */
  checkpoint: number | undefined
  /** For a chain: the last block that the batch and those before it have. */
  reached: Reached | undefined
  /** Resolves when the batch is durable, or has failed. */
  readonly done: PromiseWithResolvers<void>
}

/** Whether there is nothing to commit: no event, and no checkpoint that is not in the log. */
export function isEmpty({ batch, source, checkpoint }: Filling): boolean {
  return batch.empty && (checkpoint === undefined || checkpoint === source!.partition.checkpoint)
}

/** @throws HeadwaterError `ingest.stopped` */
export function failStopped(cause: Error): never {
  fail('ingest.stopped', `Ingestion has stopped and must be opened again: ${cause.message}`)
}
