/** A ledger opened in the caller's own process. docs/library.md shows how to use it. */
import { loadConfig } from '../config.ts'
import { fail } from '../errors.ts'
import type { Headwater } from '../service/headwater.ts'
import { openHeadwater } from './open.ts'

export { HeadwaterError } from '../errors.ts'
export type * from '../service/headwater.ts'

export interface LedgerOptions {
  /** The data folder. One process at a time can have it open. */
  readonly folder: string
  /** Whether to create a missing folder; default: true. */
  readonly create?: boolean
  /** A ClickHouse server for calls, refused events and books, instead of the folder. */
  readonly clickhouse?: {
    /** `http(s)://host:port/database` */
    readonly url: string
    readonly user?: string
    readonly password?: string
    /** The cluster of the server. Tables are then replicated and sharded over it. */
    readonly cluster?: string
  }
  /** A KurrentDB for the log, instead of the folder. */
  readonly eventstore?: {
    /** `kurrentdb://host:port?tls=true` */
    readonly url: string
  }
  /** Memory for the index of event identities, in bytes; default 256 MiB. */
  readonly identityBytesMax?: number
  /** Registry events that are kept in memory before they are written into the registry store; default 16,384. */
  readonly snapshotEvents?: number
  /** What becomes of registry events that reach back over recorded calls; default: `report`. */
  readonly backdating?: 'allow' | 'report' | 'refuse'
  /** Hours from the binding of an account to the first close that may pay to it; default: none. */
  readonly accountNoticeHours?: number
  /** Hours that an epoch may end after the newest recorded call or registry event; default: any number. */
  readonly closeAheadHoursMax?: number
}

/**
 * Opens a ledger for this process alone. Options that are left out have their defaults: the environment is not read.
 * Call `shutdown` at the end: it makes everything durable and closes the folder.
 * @throws HeadwaterError `config.invalid`, `data.missing`, `data.foreign`, `data.newer`, `data.held`,
 * `data.unwritable`, `data.damaged`, `eventstore.other`, `eventstore.unavailable`, `eventstore.refused`,
 * `eventstore.clientMissing`
 */
export async function openLedger(options: LedgerOptions): Promise<Headwater> {
  const { folder, create = true, clickhouse, eventstore } = options
  // An empty text counts as not set in the environment; here it would name the default folder silently.
  if (folder === '') fail('config.invalid', 'A ledger needs the name of its data folder.')
  const config = loadConfig(
    {},
    {
      HEADWATER_DATA: folder,
      HEADWATER_CLICKHOUSE_URL: clickhouse?.url,
      HEADWATER_CLICKHOUSE_USER: clickhouse?.user,
      HEADWATER_CLICKHOUSE_PASSWORD: clickhouse?.password,
      HEADWATER_CLICKHOUSE_CLUSTER: clickhouse?.cluster,
      HEADWATER_EVENTSTORE_URL: eventstore?.url,
      HEADWATER_IDENTITY_MEMORY_BYTES_MAX: options.identityBytesMax?.toString(),
      HEADWATER_SNAPSHOT_EVENTS: options.snapshotEvents?.toString(),
      HEADWATER_BACKDATING: options.backdating,
      HEADWATER_ACCOUNT_NOTICE: options.accountNoticeHours?.toString(),
      HEADWATER_CLOSE_AHEAD_MAX: options.closeAheadHoursMax?.toString(),
    },
  )
  return openHeadwater(config, { command: 'library', make: create })
}
