/** Joins the parts on a data folder: the one place that knows which engines they are. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Config } from './config.ts'
import { HeadwaterError } from './errors.ts'
import type { EventStore } from './eventstore/port.ts'
import { openSqliteEventStore } from './eventstore/sqlite.ts'
import { type DataFolder, explainHeld, openDataFolder } from './local/dataFolder.ts'
import { deferred } from './local/deferred.ts'
import { doctorReport, examineEngines, examineSurroundings, failing } from './local/doctor.ts'
import type { Engines, IdentityEngine } from './local/engines.ts'
import { createLocalHeadwater, type LocalHeadwater } from './local/localHeadwater.ts'
import { assertOwnEvents, shareEvents } from './local/sharedEvents.ts'
import type { DoctorReport, RebuildReport } from './service.ts'
import type { RebuildOptions } from './settlement/rebuild/rebuild.ts'

export interface OpenOptions {
  /** The command that works on the folder, for those who find it held. */
  readonly command: string
  /** Whether to make a missing folder. */
  readonly make: boolean
}

/**
 * Opens the data folder for this process alone. `shutdown` lets go of it.
 * @throws HeadwaterError `data.missing`, `data.foreign`, `data.newer`, `data.held`, `data.unwritable`, `data.damaged`,
 * `eventstore.other`, `eventstore.unavailable`, `eventstore.refused`
 */
export async function openHeadwater(config: Config, options: OpenOptions): Promise<LocalHeadwater> {
  const folder = openDataFolder(config.data, options.make)
  const engines = await openEngines(config, folder)
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

/**
 * Works out anew what is worked out from the logs, compares it with what is stored, and swaps what differs.
 * @throws HeadwaterError as `openHeadwater`; `rebuild.overtaken`, and what the engines throw
 */
export async function rebuildProjections(config: Config, options: RebuildOptions): Promise<RebuildReport> {
  const { rebuild } = await import('./local/rebuild/rebuild.ts')
  const folder = openDataFolder(config.data, false)
  const engines = await openEngines(config, folder)
  try {
    folder.hold({ command: 'rebuild', since: engines.clock().toISOString() })
    const openIdentities = (path: string) => openIdentitiesIn(path, config)
    const alone = config.clickhouse === undefined
    return await rebuild({ ...engines, newEventId: randomUUID, openIdentities, alone }, options)
  } finally {
    await closeEngines(engines)
  }
}

/** The lock of the folder's own event store comes first: who has it has the folder, wherever the events are. */
async function openEngines(config: Config, folder: DataFolder): Promise<Engines> {
  const clock = () => new Date()
  return {
    folder,
    clock,
    randomBytes: (length) => randomBytes(length),
    events: await openEvents(config, folder, clock),
    usage: deferred(async () => {
      const { openUsage } = await import('./projections/index.ts')
      return config.clickhouse === undefined
        ? openUsage({ path: folder.usageInside() })
        : openUsage({ server: { ...config.clickhouse, ledger: folder.ledger() } })
    }),
    identities: deferred(() => openIdentitiesIn(folder.identities, config)),
  }
}

async function openIdentitiesIn(folder: string, { identityMemoryBytesMax }: Config): Promise<IdentityEngine> {
  const { openIdentityIndex } = await import('./ingest/identity/index.ts')
  return openIdentityIndex({ folder, memoryBytesMax: identityMemoryBytesMax })
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
