/** What is wrong with a set-up, and how to mend it: one check a question, each answered whatever the others say. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import { HeadwaterError } from '../../errors.ts'
import { createBatchLog, rowsOf, watermarksOf } from '../../log/batchLog.ts'
import { batchName } from '../../log/keys.ts'
import { lastEvent } from '../../log/lastEvent.ts'
import { streams } from '../../log/streams.ts'
import type { DoctorCheck, DoctorReport } from '../../service/headwater.ts'
import { isAlive, openDataFolder, readHolder } from '../dataFolder.ts'
import type { Engines } from '../engines.ts'

const nodeMajorMin = 22
const nodeMinorMin = 18
const diskBytesLow = 2 * 2 ** 30
const diskBytesMin = 256 * 2 ** 20
/** Clocks of one machine may be set back a little. */
const clockSlackMs = 5_000

export function doctorReport(checks: readonly DoctorCheck[]): DoctorReport {
  return { ok: checks.every(({ status }) => status !== 'fail'), checks }
}

/** What needs nothing open: Node, configuration, folder, disk, holder. */
export function examineSurroundings(config: Config): DoctorCheck[] {
  return [
    examineNode(process.versions.node),
    examineConfiguration(config),
    examineFolder(config.data.folder),
    examineDisk(config.data.folder),
    examineHolder(config.data.folder),
  ]
}

export function examineNode(version: string): DoctorCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const enough = major > nodeMajorMin || (major === nodeMajorMin && minor >= nodeMinorMin)
  return enough
    ? fine('node', `Node ${version}`)
    : wrong('node', `Node ${version} is too old`, `Install Node ${nodeMajorMin}.${nodeMinorMin} or newer.`)
}

function examineConfiguration({ unknownVariables, api: { keys, host } }: Config): DoctorCheck {
  if (unknownVariables.length > 0) {
    const names = unknownVariables.join(', ')
    return doubtful(
      'configuration',
      `These variables mean nothing: ${names}`,
      'Check their spelling against .env.example.',
    )
  }
  return fine(
    'configuration',
    keys.length === 0 ? `no API keys: serve answers loopback only (${host})` : `${keys.length} API keys`,
  )
}

function examineFolder(path: string): DoctorCheck {
  try {
    const folder = openDataFolder(path, false)
    accessSync(folder.path, constants.R_OK | constants.W_OK | constants.X_OK)
    return fine('data folder', `${folder.path} has a format that this version knows and can be written`)
  } catch (error) {
    if (!(error instanceof HeadwaterError)) {
      return wrong(
        'data folder',
        `${resolve(path)}: ${(error as Error).message}`,
        'Give the user that runs Headwater the right to read and write there.',
      )
    }
    const check = error.code === 'data.missing' ? doubtful : wrong
    return check('data folder', error.message, error.fix)
  }
}

function examineDisk(path: string): DoctorCheck {
  let existing = resolve(path)
  while (!existsSync(existing)) existing = dirname(existing)
  const { bavail, bsize } = statfsSync(existing)
  const free = bavail * bsize
  const detail = `${(free / 2 ** 30).toFixed(1)} GiB free`
  const mend = 'Free space: ingestion stops, without loss, where the disk is full.'
  if (free < diskBytesMin) return wrong('disk', detail, mend)
  return free < diskBytesLow ? doubtful('disk', detail, mend) : fine('disk', detail)
}

function examineHolder(path: string): DoctorCheck {
  const holder = readHolder(resolve(path))
  if (holder === undefined) return fine('holder', 'nobody works on the folder')
  const who = `process ${holder.pid} (headwater ${holder.command}, since ${holder.since})`
  if (holder.pid === process.pid) return fine('holder', 'this process works on the folder')
  if (!isAlive(holder.pid))
    return fine('holder', `${who} ended without letting go; the folder is free all the same`)
  const mend = holder.url === undefined ? 'Wait until it ends.' : `Work through it: --url ${holder.url}`
  return doubtful('holder', `${who} works on the folder; what is inside can't be looked at now`, mend)
}

/** What the open engines say. */
export async function examineEngines(engines: Engines): Promise<DoctorCheck[]> {
  return [
    await attempt('event store', () => examineEvents(engines)),
    await attempt('clock', () => examineClock(engines)),
    await attempt('usage store', () => examineUsage(engines)),
    await attempt('identity index', () => examineIdentities(engines)),
  ]
}

async function examineEvents({ events }: Engines): Promise<DoctorCheck> {
  const registry = await lastEvent(events, streams.registry)
  const epochs = await lastEvent(events, streams.epochs)
  return fine(
    'event store',
    `opens; ${(registry?.revision ?? -1) + 1} registry events, ${(epochs?.revision ?? -1) + 1} epochs, position ${await events.head()}`,
  )
}

async function examineClock({ events, clock, partition }: Engines): Promise<DoctorCheck> {
  const now = clock()
  for (const stream of [streams.registry, streams.ingest(partition), streams.epochs]) {
    const last = await lastEvent(events, stream)
    if (last === undefined || Date.parse(last.recordedAt) <= now.getTime() + clockSlackMs) continue
    return wrong(
      'clock',
      `it is ${now.toISOString()} here, but something was recorded at ${last.recordedAt}`,
      'Set the clock: a close takes its default moment from it, and refuses moments to come.',
    )
  }
  return fine('clock', `${now.toISOString()}, after everything recorded`)
}

async function examineUsage({ usage, events }: Engines): Promise<DoctorCheck> {
  const { refused: store, reader } = await usage.get()
  const recorded = (await createBatchLog(events).upTo(await events.head())).filter(
    (batch) => rowsOf(batch) > 0,
  )
  const present = new Set((await reader.listAttempts(watermarksOf(recorded))).map(batchName))
  const lost = recorded.filter((batch) => !present.has(batchName(batch)))
  if (lost.length > 0) {
    return wrong(
      'usage store',
      `${lost.length} of ${recorded.length} recorded batches have no rows; the first is batch ${lost[0]!.revision} of partition ${lost[0]!.partition}`,
      'Restore the data folder from a backup: no epoch is closed without these rows.',
    )
  }
  const refused = await store.count()
  const detail = `it opens, its tables are up to date; ${refused} refused events are open`
  return refused === 0
    ? fine('usage store', detail)
    : doubtful(
        'usage store',
        detail,
        'Look at them: headwater refused list; after a fix: headwater refused replay',
      )
}

async function examineIdentities({ identities, events }: Engines): Promise<DoctorCheck> {
  const index = await identities.get()
  const head = await events.head()
  if (index.rebuilt !== undefined) {
    return doubtful(
      'identity index',
      `it was damaged (${index.rebuilt})`,
      'Nothing to do: the next ingest rebuilds it from the logs.',
    )
  }
  if (index.position > head) {
    return wrong(
      'identity index',
      `it knows the log up to position ${index.position}, and the log ends at ${head}: its end was removed`,
      'Restore the data folder from a backup.',
    )
  }
  const behind = index.position < head ? '; the next ingest brings it up to the log' : ''
  return fine(
    'identity index',
    `opens; ${index.size} identities up to position ${index.position} of ${head}${behind}`,
  )
}

async function attempt(name: string, check: () => Promise<DoctorCheck>): Promise<DoctorCheck> {
  try {
    return await check()
  } catch (error) {
    return failing(name, error)
  }
}

export function failing(name: string, error: unknown): DoctorCheck {
  if (error instanceof HeadwaterError) return wrong(name, error.message, error.fix)
  return wrong(
    name,
    (error as Error).message,
    'Install the dependencies anew with npm ci; if that does not help, report it.',
  )
}

function fine(name: string, detail: string): DoctorCheck {
  return { name, status: 'ok', detail, mend: null }
}

function doubtful(name: string, detail: string, mend: string): DoctorCheck {
  return { name, status: 'warn', detail, mend }
}

function wrong(name: string, detail: string, mend: string): DoctorCheck {
  return { name, status: 'fail', detail, mend }
}
