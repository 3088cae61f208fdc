/** Joins the parts on a data folder: the one place that knows which engines they are. */
import { randomBytes } from 'node:crypto'
import type { Config } from './config.ts'
import { HeadwaterError } from './errors.ts'
import type { EventStore } from './eventstore/port.ts'
import { openSqliteEventStore } from './eventstore/sqlite.ts'
import { type IngestObserver, silentObserver } from './ingest/observer.ts'
import { type DataFolder, explainHeld, openDataFolder } from './local/dataFolder.ts'
import { deferred } from './local/deferred.ts'
import { doctorReport, examineEngines, examineSurroundings, failing } from './local/doctor.ts'
import type { Engines } from './local/engines.ts'
import { createLocalHeadwater, type LocalHeadwater } from './local/localHeadwater.ts'
import { assertOwnEvents, shareEvents } from './local/sharedEvents.ts'
import type { DoctorReport } from './service.ts'

export interface OpenOptions {
  /** The command that works on the folder, for those who find it held. */
  readonly command: string
  /** Whether to make a missing folder. */
  readonly make: boolean
  /** Who watches ingestion; default: nobody. */
  readonly observer?: IngestObserver
}

/**
 * Opens the data folder for this process alone. `shutdown` lets go of it.
 * @throws HeadwaterError `data.missing`, `data.foreign`, `data.newer`, `data.held`, `data.unwritable`, `data.damaged`,
 * `eventstore.other`, `eventstore.unavailable`, `eventstore.refused`
 */
export async function openHeadwater(config: Config, options: OpenOptions): Promise<LocalHeadwater> {
  const folder = openDataFolder(config.data, options.make)
  const engines = await openEngines(config, folder, options.observer)
  try {
    folder.hold({ command: options.command, since: engines.clock().toISOString() })
    return await createLocalHeadwater(engines, config, options.command)
  } catch (error) {
    await closeEngines(engines)
    throw error
  }
}

/** Looks at everything that can go wrong, in and around the folder, and never throws for what it finds. */
export async function examineSetup(config: Config): Promise<DoctorReport> {
  const checks = examineSurroundings(config)
  const closed = checks.some(
    ({ name, status }) => ['data folder', 'holder'].includes(name) && status !== 'ok',
  )
  if (closed) return doctorReport(checks)
  let engines: Engines | undefined
  try {
    engines = await openEngines(config, openDataFolder(config.data, false))
    checks.push(...(await examineEngines(engines)))
  } catch (error) {
    checks.push(failing('event store', error))
  }
  if (engines !== undefined) await closeEngines(engines)
  return doctorReport(checks)
}

/** The lock of the folder's own event store comes first: who has it has the folder, wherever the events are. */
async function openEngines(
  config: Config,
  folder: DataFolder,
  observer: IngestObserver = silentObserver,
): Promise<Engines> {
  const clock = () => new Date()
  return {
    folder,
    clock,
    randomBytes: (length) => randomBytes(length),
    observer,
    events: await openEvents(config, folder, clock),
    usage: deferred(async () => {
      const { openUsage } = await import('./projections/index.ts')
      return config.clickhouse === undefined
        ? openUsage({ path: folder.usageInside() })
        : openUsage({ server: { ...config.clickhouse, ledger: folder.ledger() } })
    }),
    identities: deferred(async () => {
      const { openIdentityIndex } = await import('./ingest/identity/index.ts')
      return openIdentityIndex({ folder: folder.identities, memoryBytesMax: config.identityMemoryBytesMax })
    }),
  }
}

async function openEvents(
  { eventstore }: Config,
  folder: DataFolder,
  clock: () => Date,
): Promise<Engines['events']> {
  const local = openLocalEvents(folder, clock)
  let shared: EventStore | undefined
  try {
    if (eventstore === undefined) {
      await assertOwnEvents(local)
      return local
    }
    const { openKurrentEventStore } = await import('./eventstore/kurrent.ts')
    shared = openKurrentEventStore({ url: eventstore })
    return await shareEvents(local, shared)
  } catch (error) {
    await shared?.close()
    await local.close()
    throw error
  }
}

function openLocalEvents(folder: DataFolder, clock: () => Date): Engines['events'] {
  try {
    return openSqliteEventStore({ path: folder.events, clock })
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'data.held') throw explainHeld(error, folder.path)
    throw error
  }
}

async function closeEngines({ events, usage, identities, folder }: Engines): Promise<void> {
  await (await identities.opened())?.close()
  await (await usage.opened())?.close()
  folder.release()
  await events.close()
}
