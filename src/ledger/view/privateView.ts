/**
 * Reads a data folder in which nothing may be written: a read-only copy, another user's folder, a backup. The engines
 * want to write, chDB above all. So they open a private folder, among the temporary ones, that has a link for each file.
 * Nothing is copied except a log that a killed process left in two files.
 */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fail, HeadwaterError } from '../../errors.ts'
import { openDatabase } from '../../eventstore/sqlite/database.ts'
import { readListing } from '../backup/listing.ts'
import { type DataFolder, folderFiles, isAlive, isBackup } from '../dataFolder.ts'

/**
 * The engines' parts of the view are made when they are first needed.
 * @throws HeadwaterError `backup.damaged`, `data.unwritable`
 */
export function viewOf(folder: DataFolder): DataFolder {
  const links = isBackup(folder) ? readListing(folder.path).links : []
  const view = join(tmpdir(), `headwater-view-${process.pid}-${randomBytes(4).toString('hex')}`)
  // Before the folder is there, so that no signal comes between.
  const keep = removedAtTheEnd(view)
  makeViewFolder(view)
  const part = (name: string): string => {
    const to = join(view, name)
    const from = join(folder.path, name)
    if (!existsSync(to) && existsSync(from)) explained(from, () => mirror(from, to))
    return to
  }
  return {
    ...folder,
    unwritten: true,
    events: explained(folder.events, () => wholeEvents(folder.events, view)),
    get identities() {
      return part(folderFiles.identities)
    },
    get ownIdentities() {
      return part(folderFiles.ownIdentities)
    },
    usageInside() {
      folder.usageInside()
      const made = part(folderFiles.usage)
      for (const { path, target } of links) link(target, join(view, path))
      return made
    },
    hold: () => {},
    release() {
      keep()
      rmSync(view, { recursive: true, force: true })
    },
  }
}

function explained<Result>(from: string, make: () => Result): Result {
  try {
    return make()
  } catch (error) {
    if (error instanceof HeadwaterError) throw error
    return fail('data.unwritable', `No private view of ${from} can be made: ${(error as Error).message}.`)
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Removes the folder when the process ends, by a signal too. Returns a function that takes that back. */
function removedAtTheEnd(view: string): () => void {
  const remove = () => rmSync(view, { recursive: true, force: true })
  const onSignal = (signal: NodeJS.Signals) => {
    // Where the process has a listener of its own, it ends as it decides, or goes on.
    if (process.listenerCount(signal) > 1) return
    keep()
    remove()
    process.kill(process.pid, signal)
  }
  const keep = () => {
    process.removeListener('exit', remove)
    for (const signal of signals) process.removeListener(signal, onSignal)
  }
  process.on('exit', remove)
  for (const signal of signals) process.on(signal, onSignal)
  return keep
}

/** Names the process, so that a later one finds what a killed one left. A process of another container may live. */
const viewName = /^headwater-view-(\d+)-[0-9a-f]{8}$/

function makeViewFolder(view: string): void {
  const folder = dirname(view)
  try {
    for (const name of readdirSync(folder)) {
      const pid = viewName.exec(name)?.[1]
      if (pid !== undefined && !isAlive(Number(pid))) removeIfOld(join(folder, name))
    }
    mkdirSync(view, { mode: 0o700 })
  } catch (error) {
    fail(
      'data.unwritable',
      `Reading needs a folder for temporary files, and ${folder} can't be used: ${(error as Error).message}.`,
    )
  }
}

const leftMs = 3_600_000

/** Another user's stays. */
function removeIfOld(view: string): void {
  try {
    if (statSync(view).mtimeMs < Date.now() - leftMs) rmSync(view, { recursive: true, force: true })
  } catch {}
}

/** The file of the log. Where a killed process left a write-ahead log beside it, a copy that has both. */
function wholeEvents(events: string, view: string): string {
  const ahead = `${events}-wal`
  if (!existsSync(ahead) || statSync(ahead).size === 0) return events
  const whole = join(view, folderFiles.events)
  for (const [from, to] of [
    [events, whole],
    [ahead, `${whole}-wal`],
  ] as const) {
    copyFileSync(from, to)
    // A copy has the mode of the original.
    chmodSync(to, 0o600)
  }
  openDatabase(whole).close()
  return whole
}

/** What chDB continues to write where it finds it: its lock, and its lists of inserts. Nothing is inserted here. */
const skipped: ReadonlySet<string> = new Set(['status', 'shadow', 'tmp', 'deduplication_logs'])

/** Folders are made, links stay as they are, and each file is a link to the original. */
function mirror(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue
    const [original, made] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) mirror(original, made)
    else symlinkSync(entry.isSymbolicLink() ? readlinkSync(original) : original, made)
  }
}

function link(target: string, at: string): void {
  if (existsSync(at)) return
  mkdirSync(dirname(at), { recursive: true, mode: 0o700 })
  symlinkSync(target, at)
}
