/** Opens a ledger: the one place that chooses the engines, by the configuration, and joins them to the ports. */
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defined } from '../base/defined.ts'
import { lazy } from '../base/lazy.ts'
import type { Config } from '../config.ts'
import { fail, HeadwaterError } from '../errors.ts'
import { loadKurrent } from '../eventstore/loadKurrent.ts'
import type { EventFile, EventStore } from '../eventstore/port.ts'
import { openSqliteEventStore } from '../eventstore/sqlite.ts'
import { type IngestObserver, silentObserver } from '../ingest/observer.ts'
import type { DoctorReport, RebuildReport, RestoreReport } from '../service/headwater.ts'
import type { RebuildOptions } from '../settlement/rebuild/rebuild.ts'
import { openAudit } from './audit/auditLog.ts'
import { type Checkpoint, checkpointsOf } from './checkpoints.ts'
import { type DataFolder, explainHeld, openDataFolder } from './dataFolder.ts'
import { closeEngines, type Engines, type IdentityEngine } from './engines.ts'
import { createLedgerHeadwater, type LedgerHeadwater } from './headwater.ts'
import { createKeptFiles } from './keptFiles.ts'
import { openSigner } from './manifestSigner.ts'
import { isOnlyRead, openFolderToRead, openFolderToWrite } from './openFolder.ts'
import { OwnIdentities } from './ownIdentities.ts'
import { registryEngine } from './registryEngine.ts'
import { assertOwnEvents, shareEvents } from './shared/events.ts'
import { folderName, nameLedger } from './shared/names.ts'
import { noteEnd, requireWitnessed, witnessed } from './witness.ts'

export { noteInAudit } from './audit/noteInAudit.ts'

export interface OpenOptions {
  /** The command that opens the folder, for processes that find it locked. */
  readonly command: string
  /** Whether to create a missing folder. */
  readonly make: boolean
  /** Whether the command only reads, so that the folder may be one in which nothing can be written. Default: no. */
  readonly reads?: boolean
  /**
   * Which identities a process that takes in partitions of a streaming source knows: those of all processes, or those of
   * its own partitions. Default: all.
   */
  readonly identities?: 'all' | 'own'
  /** Receives what ingestion does; default: nothing does. */
  readonly observer?: IngestObserver
  /** Called with the number of registry events that the store has, while a start makes it from many of them. */
  readonly onRegistry?: (events: number) => void
}

/**
 * Opens the data folder for this process alone. `shutdown` closes it.
 * @throws HeadwaterError `data.missing`, `data.foreign`, `data.newer`, `data.held`, `data.unwritable`, `data.damaged`,
 * `data.outOfStep`, `eventstore.other`, `eventstore.unavailable`, `eventstore.refused`, `eventstore.clientMissing`,
 * `usage.invalid` where identities of its own are asked for and the ledger is not shared
 */
export async function openHeadwater(config: Config, options: OpenOptions): Promise<LedgerHeadwater> {
  // Where the ledger is on servers the folder is only a cache, so any command may create it.
  const make = options.make || isShared(config)
  const { observer, identities, onRegistry } = options
  if (identities === 'own' && !isShared(config)) failAlone()
  const folder = await (options.reads ? openFolderToRead : openFolderToWrite)(config.data.folder, make)
  const engines = await openEngines(config, folder, { observer, identities, onRegistry })
  try {
    folder.hold({ command: options.command, since: engines.clock().toISOString() })
    return await createLedgerHeadwater(engines, config, options.command)
  } catch (error) {
    await closeEngines(engines)
    throw error
  }
}

/**
 * The places from which sources continue, by the log. A log on a server is read without a folder, while other processes
 * work on it.
 * @returns an entry for each of `partitions` that the log knows
 * @throws HeadwaterError as `openHeadwater`
 */
export async function readCheckpoints(
  config: Config,
  partitions: readonly string[],
): Promise<Map<string, Checkpoint>> {
  const alone = config.eventstore === undefined
  return withEvents(config, (events) => checkpointsOf(events, partitions, { alone }))
}

/**
 * Reads the log and nothing else.
 * @throws HeadwaterError as `openHeadwater`
 */
export async function withEvents<Result>(
  config: Config,
  use: (events: EventStore) => Promise<Result>,
): Promise<Result> {
  const { eventstore } = config
  let events: EventStore
  if (eventstore !== undefined) events = (await loadKurrent()).openKurrentEventStore(eventstore)
  else {
    const folder = await openFolderToRead(config.data.folder, false)
    events = (await openEvents(config, folder, () => new Date())).events
  }
  try {
    return await use(events)
  } finally {
    await events.close()
  }
}

/**
 * Checks everything that can be wrong in the folder and around it. Reports what it finds and throws nothing.
 * @param options `deep` reads everything that the folder has
 */
export async function examineSetup(
  config: Config,
  { deep = false }: { readonly deep?: boolean } = {},
): Promise<DoctorReport> {
  const { doctorReport, examineEngines, examineSurroundings, failing } = await import('./doctor/index.ts')
  const checks = examineSurroundings(config)
  const closed = checks.some(
    ({ name, status }) => ['data folder', 'holder'].includes(name) && status !== 'ok',
  )
  if (closed && !isReadable(config.data.folder)) return doctorReport(checks)
  let engines: Engines | undefined
  try {
    const folder = await openFolderToRead(config.data.folder, isShared(config))
    // A deep examination lists all that is damaged, not the first place.
    engines = await openEngines(config, folder, { tolerant: deep })
    checks.push(...(await examineEngines(engines, deep)))
  } catch (error) {
    checks.push(failing('event store', error))
  }
  if (engines !== undefined) await closeEngines(engines)
  return doctorReport(checks)
}

/**
 * Computes everything that is derived from the logs again, compares it with what is stored, and swaps what differs.
 * @throws HeadwaterError as `openHeadwater`, `rebuild.overtaken`, and as the engines throw
 */
export async function rebuildProjections(config: Config, options: RebuildOptions): Promise<RebuildReport> {
  const { rebuild } = await import('./rebuild/rebuild.ts')
  const shared = isShared(config)
  const folder = openFolderToWrite(config.data.folder, shared)
  const engines = await openEngines(config, folder, { tolerant: true })
  try {
    folder.hold({ command: 'rebuild', since: engines.clock().toISOString() })
    const openIdentities = (path: string) => openIdentitiesIn(path, config)
    return await rebuild({ ...engines, newEventId: randomUUID, openIdentities, alone: !shared }, options)
  } finally {
    await closeEngines(engines)
  }
}

/**
 * Makes the data folder from a backup.
 * @throws HeadwaterError `backup.missing`, `backup.damaged`, `backup.newer`, `data.notEmpty`, `data.unwritable`,
 * `data.diskFull`, `data.newer`
 */
export async function restoreFolder({ data }: Config, backup: string): Promise<RestoreReport> {
  const { restoreBackup } = await import('./backup/restore.ts')
  return restoreBackup(backup, data.folder)
}

/** Whether it is a data folder that can be read although nothing can be written there. */
function isReadable(path: string): boolean {
  try {
    return isOnlyRead(openDataFolder(path, false))
  } catch {
    return false
  }
}

/** What decides about registry events and closes, for the audit. */
function settingsInForce({ registry, settlement }: Config): Record<string, string | number> {
  return defined({ ...registry, ...settlement }) as Record<string, string | number>
}

/** Whether events and calls are on servers. Then several processes can work on them, each with a folder of its own. */
function isShared({ eventstore, clickhouse }: Config): boolean {
  return eventstore !== undefined && clickhouse !== undefined
}

function failAlone(): never {
  fail(
    'usage.invalid',
    '`--identities own` is for workers that share a ledger: name its servers with --eventstore and --clickhouse, or leave it out. A worker with engines of its own has recorded every identity itself.',
  )
}

interface EngineOptions {
  readonly onRegistry?: OpenOptions['onRegistry'] | undefined
  readonly observer?: IngestObserver | undefined
  readonly identities?: OpenOptions['identities']
  /** Whether a usage store with damaged parts is opened, in order to list or replace them. */
  readonly tolerant?: boolean
}

/** Opens the folder's own event store first: its lock is the folder's lock, wherever the events are. */
async function openEngines(
  config: Config,
  folder: DataFolder,
  { observer = silentObserver, onRegistry, tolerant = false, identities = 'all' }: EngineOptions = {},
): Promise<Engines> {
  const clock = () => new Date()
  const { events, logFile, ledger } = await openEvents(config, folder, clock)
  const own = new OwnIdentities(folder.ownIdentities, (path, share) => openIdentitiesIn(path, config, share))
  const engines: Engines = {
    folder,
    clock,
    rules: config.registry,
    closeAheadHoursMax: config.settlement.closeAheadHoursMax,
    signer: openSigner(config.settlement.signingKeyFile),
    sharedLog: config.eventstore !== undefined,
    // A ledger of one process has one name for its partition, so that it stays the same when the folder is replaced.
    audit: openAudit({
      path: folder.audit,
      clock,
      sharedLog: config.eventstore !== undefined,
      settings: settingsInForce(config),
    }),
    partition: ledger && isShared(config) ? `local-${ledger.folder}` : 'local',
    randomBytes: (length) => randomBytes(length),
    observer,
    events: witnessed(events, folder),
    logFile,
    usage: lazy(async () => {
      const { openUsage } = await import('../projections/index.ts')
      const { refusedEntriesMax, refusedBytesMax, refusedDaysMax } = config.data
      const refused = {
        entriesMax: refusedEntriesMax,
        bytesMax: refusedBytesMax,
        daysMax: refusedDaysMax,
      }
      return config.clickhouse === undefined
        ? openUsage({ refused, path: folder.usageInside(), passive: folder.unwritten, tolerant })
        : openUsage({ refused, server: { ...config.clickhouse, ledger: folder.ledger(ledger?.name) } })
    }),
    hasUsage: () => config.clickhouse !== undefined || existsSync(folder.usage),
    readers: lazy(async () => {
      const { threads: wanted } = config.data
      const threads = wanted ?? availableParallelism()
      if (threads === 1) return undefined
      const { ReaderThreads } = await import('../ingest/index.ts')
      // Who sets a number gets it from the first block on.
      return new ReaderThreads({ count: threads - 1, ...(wanted !== undefined && { startBytes: 0 }) })
    }),
    identities: lazy(() =>
      identities === 'own' ? own.registry() : openIdentitiesIn(folder.identities, config),
    ),
    ownIdentities: own,
    knows: identities,
    treeFiles: createKeptFiles({ folder: folder.trees, ending: 'tree', writes: !folder.unwritten }),
    flowFiles: createKeptFiles({ folder: folder.flows, ending: 'flow', writes: !folder.unwritten }),
    registry: registryEngine(events, folder, {
      saveEvents: config.data.snapshotEvents,
      onProgress: onRegistry,
    }),
    registryEventsMax: config.data.snapshotEvents,
    openIdentities: (path) => openIdentitiesIn(path, config),
  }
  try {
    await requireWhole(engines)
    return engines
  } catch (error) {
    await closeEngines(engines)
    throw error
  }
}

/** @throws HeadwaterError `data.outOfStep` where the log lacks events that another part of the folder knows */
async function requireWhole(engines: Engines): Promise<void> {
  const { events, folder } = engines
  if ((await requireWitnessed(events, folder)) || !existsSync(folder.usage)) return
  // An older version made no note, or it was lost. Calls and books are asked once, and the next start is fast.
  const { examineLedger } = await import('./inStep.ts')
  const { failOutOfStep } = await import('../settlement/inStep.ts')
  if (!folder.unwritten) await (await engines.usage.get()).books.prepare()
  failOutOfStep((await examineLedger(engines)).logBehind)
  if (!folder.unwritten) await noteEnd(events, folder)
}

/** @param share of the memory that identities may use */
async function openIdentitiesIn(folder: string, { data }: Config, share = 1): Promise<IdentityEngine> {
  const { openIdentityIndex } = await import('../identities/index.ts')
  return openIdentityIndex({ folder, memoryBytesMax: Math.floor(data.identityBytesMax * share) })
}

interface OpenEvents {
  readonly events: Engines['events']
  readonly logFile: Engines['logFile']
  /** The ledger's name by its log, and this folder's name among all folders of it. Undefined where the folder has the log. */
  readonly ledger?: { readonly name: string; readonly folder: string }
}

async function openEvents(config: Config, folder: DataFolder, clock: () => Date): Promise<OpenEvents> {
  const local = openLocalEvents(folder, clock)
  const logFile = local
  let kurrent: EventStore | undefined
  try {
    if (config.eventstore === undefined) {
      await assertOwnEvents(local)
      return { events: local, logFile }
    }
    const { openKurrentEventStore } = await loadKurrent()
    kurrent = openKurrentEventStore(config.eventstore)
    const events = await shareEvents(local, kurrent)
    const own = await folderName(local, randomBytes)
    const name = await nameLedger(events, {
      ledger: randomBytes(16).toString('hex'),
      ...(config.clickhouse === undefined && { folder: own }),
    })
    return { events, logFile, ledger: { name, folder: own } }
  } catch (error) {
    await kurrent?.close()
    await local.close()
    throw error
  }
}

function openLocalEvents(folder: DataFolder, clock: () => Date): Engines['events'] & EventFile {
  try {
    return openSqliteEventStore({ path: folder.events, clock, readOnly: folder.unwritten })
  } catch (error) {
    if (folder.unwritten) folder.release()
    if (error instanceof HeadwaterError && error.code === 'data.held') throw explainHeld(error, folder.path)
    throw error
  }
}
