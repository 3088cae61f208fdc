/**
 * Makes a data folder from a backup. It is made beside its place and renamed once every file is as it was backed up, so
 * a folder with its name is whole.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fail, HeadwaterError } from '../../errors.ts'
import { syncFolder } from '../../identities/syncFolder.ts'
import type { RestoreReport } from '../../service/headwater.ts'
import { backupListing, isAlive } from '../dataFolder.ts'
import { CopyFault, copyFile, findFiles, forEach, syncFolders } from './files.ts'
import { type Listing, readListing } from './listing.ts'

/**
 * @param from the backup; @param to the data folder, which must be missing or empty
 * @throws HeadwaterError `backup.missing`, `backup.damaged`, `backup.newer`, `data.notEmpty`, `data.unwritable`,
 * `data.diskFull`, `data.newer`
 */
export async function restoreBackup(from: string, to: string): Promise<RestoreReport> {
  const [backup, folder] = [resolve(from), resolve(to)]
  const listing = readListing(backup)
  requireSameFiles(backup, listing)
  requireEmpty(folder)
  const beside = `${folder}.restoring-${process.pid}`
  try {
    removeLeft(folder)
    mkdirSync(dirname(folder), { recursive: true, mode: 0o700 })
    mkdirSync(beside, { mode: 0o700 })
    await copyAll(backup, beside, listing)
    renameSync(beside, folder)
    await syncFolder(dirname(folder))
  } catch (error) {
    rmSync(beside, { recursive: true, force: true })
    throw explain(error, folder)
  }
  const { files, log, takenAt, elsewhere } = listing
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return { data: folder, files: files.length, bytes, position: log.position, takenAt, elsewhere }
}

async function copyAll(backup: string, beside: string, { files, links }: Listing): Promise<void> {
  await forEach(files, async ({ path, bytes, sha256 }) => {
    const copied = await copyFile(join(backup, path), join(beside, path))
    if (copied.bytes !== bytes || copied.sha256 !== sha256)
      failDamaged(join(backup, path), 'is not as it was backed up')
  })
  for (const { path, target } of links) {
    mkdirSync(dirname(join(beside, path)), { recursive: true, mode: 0o700 })
    symlinkSync(target, join(beside, path))
  }
  await syncFolders(beside)
}

/** A file that is not listed would become a part of the ledger. A copy of the backup may consist of links. */
function requireSameFiles(backup: string, { files }: Listing): void {
  const found = findFiles(backup)
  const there = new Set([...found.files, ...found.links.map(({ path }) => path)])
  there.delete(backupListing)
  for (const { path, bytes } of files) {
    if (!there.delete(path)) failDamaged(join(backup, path), 'is missing')
    const { size } = statSync(join(backup, path), { throwIfNoEntry: false }) ?? {}
    if (size !== bytes) failDamaged(join(backup, path), `has ${size} bytes and not ${bytes}`)
  }
  for (const path of there) failDamaged(join(backup, path), `is not in ${backupListing}`)
}

function failDamaged(path: string, what: string): never {
  fail('backup.damaged', `${path} ${what}.`, { data: { path } })
}

function requireEmpty(folder: string): void {
  if (entriesOf(folder).length > 0) fail('data.notEmpty', `${folder} has files in it.`, { data: { folder } })
}

/** What restores into the same folder left when they were killed. */
function removeLeft(folder: string): void {
  const prefix = `${basename(folder)}.restoring-`
  for (const name of entriesOf(dirname(folder))) {
    const pid = name.startsWith(prefix) ? /^\d+$/.exec(name.slice(prefix.length))?.[0] : undefined
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(dirname(folder), name), { recursive: true, force: true })
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    return fail('data.unwritable', `${folder} can't be used as a data folder: ${(error as Error).message}.`)
  }
}

function explain(error: unknown, folder: string): unknown {
  if (error instanceof HeadwaterError) return error
  const { message } = error as Error
  if (error instanceof CopyFault && error.side === 'source') {
    const said = `${error.path} can't be read: ${message}.`
    return new HeadwaterError(
      { code: 'backup.damaged', message: said, data: { path: error.path } },
      { cause: error },
    )
  }
  const { code, syscall } = error as NodeJS.ErrnoException
  if (error instanceof CopyFault ? error.full : code === 'ENOSPC') {
    return new HeadwaterError(
      { code: 'data.diskFull', message: `No space is left on the disk of ${folder}.` },
      { cause: error },
    )
  }
  if (!(error instanceof CopyFault) && syscall === undefined) return error
  // A folder that another disk is mounted at can't be replaced by a new one.
  const mounted = ['EBUSY', 'EXDEV'].includes(code ?? '')
  const reason = mounted ? 'it is a mount point; name a folder in it' : message
  return new HeadwaterError(
    { code: 'data.unwritable', message: `${folder} can't be made: ${reason}.` },
    { cause: error },
  )
}
