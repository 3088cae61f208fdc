/** What fills the batches of a writer, and where they are recorded. */
import type { Revision } from '../eventstore/port.ts'
import type { Reached } from '../log/partitionEvent.ts'
import type { RefusedKeeper } from './batch/keepRefused.ts'
import type { Recovery } from './catchUp/recover.ts'

/** What fills batches. A batch has events of one source. */
export interface WriterSource {
  readonly partition: Partition
  /**
   * Gets refused events too, before their batch counts.
   * @throws an error that makes the batch fail
   */
  readonly alsoRefused?: RefusedKeeper['add'] | undefined
  /** Called when a batch of the source is durable or has failed. */
  settled?(): void
  /**
   * Called when another process has taken over the partition; nothing of the last batch counts. For a source without
   * this method the writer stops instead.
   */
  lost?(): void
}

/** A stream of the log for the batches of one source. */
export interface Partition {
  /** The name of the partition in the log. */
  readonly name: string
  /** Of the last event in the stream; -1 for none. The next batch expects it, and fails if another process appended. */
  revision: Revision
  /** Where its source continues after everything durable; undefined where the log has no checkpoint. */
  checkpoint: number | undefined
}

/** Where a source continues after a batch. */
export interface Resume {
  readonly checkpoint: number
  readonly reached?: Reached | undefined
}

export type TakenPartition = Partition & Pick<Recovery, 'movedRows' | 'indexedIdentities'>
