/**
 * A backup of one moment, while the ledger goes on working. Only the log and links to the parts are made while ingestion
 * waits; the parts never change, so they are copied after that. The log comes first: what the rows may have beyond it is
 * what a kill would leave too. The registry store is of that moment too. The index of identities is not in a backup,
 * because the next ingest builds it again.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fail, HeadwaterError } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import { syncFolder } from '../../identities/syncFolder.ts'
import type { BackupReport } from '../../service/headwater.ts'
import { packageVersion } from '../../version.ts'
import { backupListing, type DataFolder, folderFiles, folderFormat, registryFile } from '../dataFolder.ts'
import type { Engines } from '../engines.ts'
import { CopyFault, copyFile, findFiles, forEach, sealFile, syncFolders } from './files.ts'
import { type ListedFile, type Listing, renderListing } from './listing.ts'

export interface BackupDeps
  extends Pick<Engines, 'folder' | 'events' | 'sharedLog' | 'usage' | 'clock' | 'logFile'> {
  readonly registry: Pick<Engines['registry'], 'moment'>
  /** Runs `work` while this process records nothing. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result>
}

/**
 * @param place a folder that is missing or empty
 * @throws HeadwaterError `backup.notEmpty`, `backup.unwritable`, `backup.elsewhere`, `data.unwritable`, and as the
 * engines throw
 */
export async function takeBackup(deps: BackupDeps, place: string): Promise<BackupReport> {
  const target = resolve(place)
  const { folder } = deps
  if (folder.unwritten)
    fail('data.unwritable', `A backup needs links in ${folder.path}, which can't be written.`)
  const usage = await deps.usage.get()
  if (usage.freeze === undefined && deps.sharedLog) {
    fail(
      'backup.elsewhere',
      'The events and the calls of this ledger are on servers. Its data folder has only copies.',
    )
  }
  const made = makeTarget(target, folder)
  try {
    const listing = await fill(deps, target, usage.freeze)
    return await complete(target, listing)
  } catch (error) {
    // A folder that was there before stays, empty as it was.
    for (const name of readdirSync(target)) rmSync(join(target, name), { recursive: true, force: true })
    if (made) rmSync(target, { recursive: true, force: true })
    throw explain(error, target)
  }
}

/** Returns whether it was missing. */
function makeTarget(target: string, folder: DataFolder): boolean {
  const within = relative(folder.path, target)
  if (within === '' || !within.startsWith('..')) {
    fail('backup.notEmpty', `${target} is in the data folder: a backup needs a place of its own.`)
  }
  try {
    const missing = !existsSync(target)
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    // Of two backups that begin at the same moment, one makes the folder.
    if (missing) mkdirSync(target, { mode: 0o700 })
    if (readdirSync(target).length > 0) fail('backup.notEmpty', `${target} has files in it.`)
    return missing
  } catch (error) {
    throw explain(error, target)
  }
}

type Freeze = Awaited<ReturnType<Engines['usage']['get']>>['freeze']

async function fill(deps: BackupDeps, target: string, freeze: Freeze): Promise<Listing> {
  const { folder, events, sharedLog } = deps
  const takenAt = deps.clock().toISOString()
  const first = await firstEventId(events)
  const copier = new Copier(target)
  let links: Listing['links'] = []
  const { position, frozen, registry } = await deps.exclusively(async () => {
    // A close may append while this runs. So what was noted of the log is copied before it, and the tables after it.
    await copier.copy(folder.path, '', findFiles(folder.path, () => false).files.filter(isKept))
    if (freeze !== undefined) links = await copyDefinitions(folder.usageInside(), copier)
    const head = await events.head()
    await deps.logFile.copyTo(join(target, folderFiles.events))
    const registry = await deps.registry.moment()
    return { position: head, frozen: await freeze?.(), registry }
  })
  try {
    await copier.seal(folderFiles.events)
    if (registry !== undefined) {
      await registry.copyTo(join(target, registryFile))
      await copier.seal(registryFile)
    }
    if (frozen !== undefined)
      await copier.copy(frozen.folder, folderFiles.usage, findFiles(frozen.folder).files)
  } finally {
    registry?.close()
    frozen?.release()
  }
  return {
    format: 1,
    folderFormat,
    version: packageVersion,
    takenAt,
    log: { first, position },
    elsewhere: [
      ...(sharedLog ? (['events'] as const) : []),
      ...(freeze === undefined ? (['calls'] as const) : []),
    ],
    links,
    files: copier.sorted(),
  }
}

/** Returns the links among them. */
async function copyDefinitions(usage: string, copier: Copier): Promise<Listing['links']> {
  const { files, links } = findFiles(usage, isNoPart)
  await copier.copy(usage, folderFiles.usage, files)
  return links.map(({ path, target }) => ({ path: `${folderFiles.usage}/${path}`, target }))
}

/** Files beside the engines' own. Not the note of who works on the folder, and not what a killed start left. */
function isKept(name: string): boolean {
  return !name.startsWith(folderFiles.events) && name !== folderFiles.holder && !/\.\d+$/.test(name)
}

/** Folders of the usage store outside of parts. What chDB needs besides parts is small: definitions and formats. */
function isNoPart(path: string): boolean {
  const names = path.split('/')
  if (names.length === 1) return !['shadow', 'tmp'].includes(names[0]!)
  // store/PREFIX/TABLE/PART
  return names[0] !== 'store' || names.length <= 3
}

class Copier {
  readonly #target: string
  readonly #files: ListedFile[] = []

  constructor(target: string) {
    this.#target = target
  }

  /** Copies files of `from` to the same paths below `to`. */
  copy(from: string, to: string, paths: readonly string[]): Promise<void> {
    return forEach(paths, async (path) => {
      const listed = to === '' ? path : `${to}/${path}`
      this.#files.push({ path: listed, ...(await copyFile(join(from, path), join(this.#target, listed))) })
    })
  }

  /** Lists a file that is there already. */
  async seal(path: string): Promise<void> {
    this.#files.push({ path, ...(await sealFile(join(this.#target, path))) })
  }

  sorted(): ListedFile[] {
    return this.#files.sort((a, b) => (a.path < b.path ? -1 : 1))
  }
}

/** Everything is on disk before backup.json says so. */
async function complete(target: string, listing: Listing): Promise<BackupReport> {
  await syncFolders(target)
  const { text, sha256 } = renderListing(listing)
  writeFileSync(join(target, backupListing), text, { mode: 0o600, flag: 'wx', flush: true })
  await syncFolder(target)
  await syncFolder(dirname(target))
  const { files, log, elsewhere } = listing
  return {
    folder: target,
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    position: log.position,
    sha256,
    elsewhere,
  }
}

async function firstEventId(events: EventStore): Promise<string | null> {
  for await (const { id } of events.readAll({ limit: 1 })) return id
  return null
}

/** A fault of the place that the backup is written to, by its name. Faults of the ledger stay as they are. */
function explain(error: unknown, target: string): unknown {
  if (error instanceof CopyFault && error.side === 'source') {
    const message = `${error.path} can't be read: ${error.message}.`
    return new HeadwaterError({ code: 'data.damaged', message, data: { path: error.path } }, { cause: error })
  }
  const { code, path, data } = error as NodeJS.ErrnoException & { data?: { path?: unknown } }
  const named = [path, data?.path].some((at) => typeof at === 'string' && at.startsWith(target))
  if (!(error instanceof CopyFault) && (!named || code === 'backup.notEmpty')) return error
  const full = error instanceof CopyFault ? error.full : ['ENOSPC', 'data.diskFull'].includes(code ?? '')
  const reason = full ? 'no space is left there' : (error as Error).message.replace(/\.$/, '')
  const message = `The backup in ${target} can't be written: ${reason}.`
  return new HeadwaterError({ code: 'backup.unwritable', message }, { cause: error })
}
