/** What a writer works with. */
import type { EventStore } from '../eventstore/port.ts'
import type { StoredBatch } from '../log/inStep.ts'
import type { RegistryState } from '../registry/index.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { UsageWriter } from '../usage/writer.ts'
import type { LookBack } from './backdating/lookBack.ts'
import type { KnownIdentities } from './catchUp/takenPartitions.ts'
import type { IngestObserver } from './observer.ts'
import type { RegistryAudit } from './registryAudit.ts'
import type { RegistryRules } from './rules.ts'
import type { ReaderThreads } from './threads/readerThreads.ts'

export interface WriterDependencies extends KnownIdentities {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly refused: RefusedStore
  /** What the calls have rows of before anything is written, where it was read already. */
  readonly stored?: readonly StoredBatch[]
  /** Whether other processes may write to the same log, an earlier run of this one included. Default: no. */
  readonly shared?: boolean
  /** As the log has it. From now on only the writer changes it. */
  readonly registry: RegistryState
  /** Begins to write registry events that are only in memory into a store. Called while memory is as the log has it. */
  readonly saveRegistry?: () => Promise<void>
  /**
   * Takes the registry events that are only in memory, up to the one with the id `last`, to be written into the store once
   * they are recorded. Undefined while those before are being written. Default: `saveRegistry` writes all.
   */
  readonly holdRegistry?: (last: string) => HeldEvents | undefined
  /** Registry events that may be only in memory; twice as many while those before are written. Default: any number. */
  readonly registryEventsMax?: number
  readonly randomBytes: (count: number) => Uint8Array
  readonly clock: () => Date
  /** What the settings ask of registry events. Default: nothing. */
  readonly rules?: RegistryRules
  /** Where backdating is reported or refused: finds the calls that registry events reach back over. */
  readonly lookBack?: LookBack
  /** Calls of one batch at most. Default: `batchRowsMax`. Answers do not depend on it. */
  readonly rowsMax?: number
  /** Called once, when the writer stops. */
  readonly onStopped?: (cause: Error) => void
  readonly observer?: IngestObserver
  /** Threads that read ahead of this one; default: this one reads everything itself. */
  readonly readers?: ReaderThreads | undefined
  /** Keeps who sent registry events; default: nothing does. */
  readonly audit?: RegistryAudit | undefined
}

/** Registry events on their way into a store. One of both is called. */
export interface HeldEvents {
  /** They are recorded. */
  write(): void
  /** They may never be. */
  drop(): void
}
