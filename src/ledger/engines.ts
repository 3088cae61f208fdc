/** The engines of one open data folder, as main.ts joins them; the service works on these alone. */
import type { EventStore, SnapshotStore } from '../eventstore/port.ts'
import type { IdentityIndex } from '../identities/port.ts'
import type { IngestObserver } from '../ingest/observer.ts'
import type { BooksStore } from '../settlement/books.ts'
import type { UsageReader } from '../usage/reader.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { UsageWriter } from '../usage/writer.ts'
import type { DataFolder } from './dataFolder.ts'
import type { Lazy } from './lazy.ts'

interface UsageEngines {
  readonly writer: UsageWriter
  readonly reader: UsageReader
  readonly books: BooksStore
  readonly refused: RefusedStore
  close(): Promise<void>
}

export type IdentityEngine = IdentityIndex & {
  /** Why it was emptied at its opening, if it was. */
  readonly rebuilt: string | undefined
}

export interface Engines {
  readonly folder: DataFolder
  /**
   * Whether the log is on a server, where others may write to it: processes on folders of their own, and an earlier life
   * of this one, whose last append may arrive late.
   */
  readonly sharedLog: boolean
  /** Under which name this folder takes in what comes from files and requests: one writer each. */
  readonly partition: string
  readonly events: EventStore & SnapshotStore
  readonly usage: Lazy<UsageEngines>
  readonly identities: Lazy<IdentityEngine>
  readonly clock: () => Date
  readonly randomBytes: (length: number) => Uint8Array
  /** Who watches ingestion. */
  readonly observer: IngestObserver
}

/** Closes what is open. The log comes last: its lock is the folder's. */
export async function closeEngines({ events, usage, identities, folder }: Engines): Promise<void> {
  await (await identities.opened())?.close()
  await (await usage.opened())?.close()
  folder.release()
  await events.close()
}
