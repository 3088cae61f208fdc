/** The engines of one open ledger, as open.ts joins them. The service works on these alone. */

import type { Lazy } from '../base/lazy.ts'
import type { BooksStore } from '../books/port.ts'
import type { EventFile, EventStore, SnapshotStore } from '../eventstore/port.ts'
import type { IdentityIndex } from '../identities/port.ts'
import type { ReaderThreads } from '../ingest/index.ts'
import type { IngestObserver } from '../ingest/observer.ts'
import type { RegistryRules } from '../ingest/rules.ts'
import type { ManifestSigner } from '../log/manifestSignature.ts'
import type { FrozenTables } from '../projections/engine/frozen.ts'
import type { StoredFiles } from '../projections/files.ts'
import type { StoredLedgerRegistry, StoreMoment } from '../registrystore/open.ts'
import type { KeptFiles } from '../settlement/keptFiles.ts'
import type { KeptRows } from '../usage/keptRows.ts'
import type { CallLists } from '../usage/lists.ts'
import type { Quarantine } from '../usage/quarantine.ts'
import type { UsageQuery } from '../usage/query.ts'
import type { UsageReader } from '../usage/reader.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { SpanStore } from '../usage/spans.ts'
import type { UsageWriter } from '../usage/writer.ts'
import type { Audit } from './audit/auditLog.ts'
import type { DataFolder } from './dataFolder.ts'
import type { OwnIdentities } from './ownIdentities.ts'

interface UsageEngines {
  readonly writer: UsageWriter
  readonly reader: UsageReader
  /** A reader of the stored rows and of these, of which nothing is stored. */
  readonly readerBeside: (rows: readonly KeptRows[]) => UsageReader
  readonly lists: CallLists
  readonly query: UsageQuery
  readonly books: BooksStore
  readonly refused: RefusedStore
  readonly spans: SpanStore
  /** Keeps the tables of this moment as files; undefined where the tables are on a server. */
  readonly freeze: (() => Promise<FrozenTables>) | undefined
  readonly quarantine: Quarantine
  /** The files of an embedded store; undefined where the tables are on a server. */
  readonly files: StoredFiles | undefined
  version(): Promise<string>
  close(): Promise<void>
}

export type IdentityEngine = IdentityIndex & {
  /** Why the index was emptied when it was opened, if it was. */
  readonly rebuilt: string | undefined
  /** Compares every entry on disk with its checksum. @throws HeadwaterError `identities.damaged` */
  verify(): Promise<void>
}

/** The registry of the log, in a store of the folder. */
interface RegistryEngine {
  /** Opens it at the end of the log. @throws HeadwaterError `data.*` and as the event store throws */
  open(): Promise<StoredLedgerRegistry>
  /** What was opened last; opens it where nothing was. Only to be read: memory may be ahead of the log. */
  opened(): Promise<Pick<StoredLedgerRegistry, 'state' | 'contents'>>
  /** The store of this moment; undefined where there is none. Call it while nothing is recorded. */
  moment(): Promise<StoreMoment | undefined>
  /** Makes another store at the path, of the first `upTo` events of the log or of all. */
  rebuilt(path: string, upTo?: number): Promise<StoredLedgerRegistry>
  /** Closes everything that was opened. */
  close(): Promise<void>
}

export interface Engines {
  readonly folder: DataFolder
  /**
   * Whether the log is on a server, where others may append to it: processes with folders of their own, and an earlier
   * run of this process, whose last append may arrive late.
   */
  readonly sharedLog: boolean
  /** The partition for files and requests that this folder takes in. A partition has one writer. */
  readonly partition: string
  readonly events: EventStore & SnapshotStore
  /** Who did what. It is in the folder, wherever the log is. */
  readonly audit: Audit
  /** The file of the folder's own event store, which has the log unless that is on a server. */
  readonly logFile: EventFile
  readonly usage: Lazy<UsageEngines>
  /** Whether there is a usage store: false in a folder that never took in a call. */
  readonly hasUsage: () => boolean
  /** Where the trees of epochs are read from, for proofs. */
  readonly treeFiles: KeptFiles
  /** Where the flows of epochs are read from. */
  readonly flowFiles: KeptFiles
  readonly identities: Lazy<IdentityEngine>
  /**
   * Whether this process knows the identities of all, or of its own partitions alone: `identities` has registry events
   * then, and `ownIdentities` the rest.
   */
  readonly knows: 'all' | 'own'
  readonly ownIdentities: OwnIdentities<IdentityEngine>
  readonly registry: RegistryEngine
  /** Registry events that are kept in memory before they are written into its store. */
  readonly registryEventsMax: number
  /** Opens an index of identities of its own in another folder. */
  readonly openIdentities: (folder: string) => Promise<IdentityEngine>
  /** Threads that read events ahead; undefined where this one does all. */
  readonly readers: Lazy<ReaderThreads | undefined>
  readonly clock: () => Date
  /** What the settings ask of registry events. */
  readonly rules: RegistryRules
  /** How many hours after everything recorded a close may end; undefined for any number. */
  readonly closeAheadHoursMax: number | undefined
  readonly signer?: ManifestSigner | undefined
  readonly randomBytes: (length: number) => Uint8Array
  /** Receives what ingestion does, for metrics and traces. */
  readonly observer: IngestObserver
}

/** Closes what is open. The log comes last: its lock is the folder's. */
export async function closeEngines(engines: Engines): Promise<void> {
  const { events, usage, identities, ownIdentities, readers, registry, folder } = engines
  await (await readers.opened())?.close()
  await (await identities.opened())?.close()
  await ownIdentities.close()
  await (await usage.opened())?.close()
  await registry.close()
  folder.release()
  await events.close()
}
