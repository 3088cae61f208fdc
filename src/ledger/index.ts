/** A ledger opened in one's own process: docs/library.md shows it. */
import { loadConfig } from '../config.ts'
import type { Headwater } from '../service/headwater.ts'
import { openHeadwater } from './open.ts'

export { HeadwaterError } from '../errors.ts'
export type * from '../service/headwater.ts'

export interface LedgerOptions {
  /** The data folder. One process at a time has it. */
  readonly folder: string
  /** Whether to make a folder that is missing; default: true. */
  readonly create?: boolean
  /** Calls, refused events and books on a ClickHouse server instead of in the folder. */
  readonly clickhouse?: {
    /** `http(s)://host:port/database` */
    readonly url: string
    readonly user?: string
    readonly password?: string
    /** The cluster that the server is part of; tables are then replicated and sharded over it. */
    readonly cluster?: string
  }
  /** The log on a KurrentDB instead of in the folder. */
  readonly eventstore?: {
    /** `kurrentdb://host:port?tls=true` */
    readonly url: string
  }
  /** Memory that the index of event identities may take, in bytes; default 256 MiB. */
  readonly identityBytesMax?: number
  /** Registry events after which a snapshot is kept; default 10,000. */
  readonly snapshotEvents?: number
}

/**
 * Opens a ledger for this process alone. The environment has no part in it: what is not given has its default.
 * Call `shutdown` at the end: it makes everything durable and closes the folder.
 * @throws HeadwaterError `config.invalid`, `data.missing`, `data.foreign`, `data.newer`, `data.held`,
 * `data.unwritable`, `data.damaged`, `eventstore.other`, `eventstore.unavailable`, `eventstore.refused`,
 * `eventstore.clientMissing`
 */
export async function openLedger(options: LedgerOptions): Promise<Headwater> {
  const { folder, create = true, clickhouse, eventstore, identityBytesMax, snapshotEvents } = options
  const config = loadConfig(
    {},
    {
      HEADWATER_DATA: folder,
      HEADWATER_CLICKHOUSE_URL: clickhouse?.url,
      HEADWATER_CLICKHOUSE_USER: clickhouse?.user,
      HEADWATER_CLICKHOUSE_PASSWORD: clickhouse?.password,
      HEADWATER_CLICKHOUSE_CLUSTER: clickhouse?.cluster,
      HEADWATER_EVENTSTORE_URL: eventstore?.url,
      HEADWATER_IDENTITY_MEMORY_BYTES_MAX: identityBytesMax?.toString(),
      HEADWATER_SNAPSHOT_EVENTS: snapshotEvents?.toString(),
    },
  )
  return openHeadwater(config, { command: 'library', make: create })
}
