/** The file of the registry store: opening, and what is said of SQLite's errors. */
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { fileLimitMessage, isFileLimit } from '../base/fileLimit.ts'
import { fail, HeadwaterError } from '../errors.ts'
import { digestOfNothing } from '../registry/index.ts'
import { checkOf } from './checksums.ts'
import { contractsText, noContracts } from './contractsHead.ts'
import { schema, storeFormat } from './schema.ts'

/** KiB of pages that SQLite keeps. Most commands read a few, and the system keeps the file in its own memory. */
const cacheKiB = 8_192
/** The same of a connection that writes: random inserts of payees need many pages of their index. */
const writeCacheKiB = 65_536
const walBytesKept = 64 << 20
const checkpointPages = 16_384
/** A connection waits so long for another one that writes. */
const waitMsMax = 10_000

/**
 * Opens the store to write; makes an empty one where there is none, or one that this Headwater can't read. It is derived
 * from the log, so a write does not wait for the disk: after a power failure it is behind the log and catches up.
 * @throws HeadwaterError `data.diskFull`, `data.fileLimit`, `data.unwritable`, `data.damaged`
 */
export function openStoreFile(path: string): DatabaseSync {
  return asked(path, () => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    return openReadable(path) ?? makeAnew(path)
  })
}

/** A second connection to write, to a store that another one has open. @throws HeadwaterError as `openStoreFile` */
export function openStoreAgain(path: string): DatabaseSync {
  return asked(path, () => openReadable(path)) ?? failDamaged(path, 'it is no store any more')
}

/** The store of a folder in which nothing may be written, or undefined where it can't be read there. */
export function openStoreUnwritten(path: string): DatabaseSync | undefined {
  const ahead = `${path}-wal`
  // What is in a write-ahead log is not seen.
  if (!existsSync(path) || (existsSync(ahead) && statSync(ahead).size > 0)) return undefined
  const url = pathToFileURL(path)
  url.searchParams.set('immutable', '1')
  try {
    return usable(() => new DatabaseSync(url, { readOnly: true }))
  } catch (error) {
    // The log has all of it, and nothing can be fixed there.
    if (isOfSqlite(error)) return undefined
    throw error
  }
}

/** A connection that sees the store of this moment for ever. */
export function openMoment(path: string): DatabaseSync {
  return asked(path, () => {
    const database = new DatabaseSync(path, { readOnly: true })
    database.exec('BEGIN; SELECT count FROM head')
    return database
  })
}

/** Call it before a connection writes. */
export function keepMorePages(database: DatabaseSync): void {
  database.exec(`PRAGMA cache_size = -${writeCacheKiB}`)
}

/** Copies the database into a new file. */
export async function copyStore(database: DatabaseSync, to: string): Promise<void> {
  asked(to, () => mkdirSync(dirname(to), { recursive: true, mode: 0o700 }))
  try {
    await backup(database, to)
  } catch (error) {
    throw translate(error, to)
  }
}

/** Removes the store, whose database is closed. */
export function removeStore(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
}

/** Runs `work`, and translates what SQLite and the file system say. */
export function asked<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw error instanceof HeadwaterError ? error : translate(error, path)
  }
}

/** @throws HeadwaterError `data.damaged` */
export function failDamaged(path: string, what: string): never {
  fail('data.damaged', `The registry store ${path} is damaged: ${what}.`, {
    data: { path },
    fix: `Stop Headwater and delete the file: it has nothing that the log does not have, and the next start makes it again.`,
  })
}

function openReadable(path: string): DatabaseSync | undefined {
  if (!existsSync(path) || statSync(path).size === 0) return undefined
  return usable(() => prepared(new DatabaseSync(path, { timeout: waitMsMax })))
}

/** A file that is none of SQLite's, or of another format, or was left half made, is as good as none. */
function usable(open: () => DatabaseSync): DatabaseSync | undefined {
  let database: DatabaseSync | undefined
  try {
    database = open()
    const head = database.prepare('SELECT format FROM head').get()
    if (head?.format === storeFormat) return database
  } catch (error) {
    if (!isDamage(error)) throw error
  }
  database?.close()
  return undefined
}

function makeAnew(path: string): DatabaseSync {
  removeStore(path)
  // Only the owner may read it. SQLite gives its write-ahead log the mode of the file.
  closeSync(openSync(path, 'a', 0o600))
  const database = prepared(new DatabaseSync(path, { timeout: waitMsMax }))
  const empty = [0, digestOfNothing, '', 0, 0, 0, '[]', '[]', contractsText(noContracts)] as const
  database.exec(`BEGIN; ${schema}`)
  database
    .prepare(`INSERT INTO head VALUES (1, ${storeFormat}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    .run(...empty, checkOf(...empty))
  database.exec('COMMIT')
  return database
}

function prepared(database: DatabaseSync): DatabaseSync {
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -${cacheKiB}; PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA journal_size_limit = ${walBytesKept}`,
  )
  return database
}

/** Low byte of SQLite's extended result codes: https://www.sqlite.org/rescode.html */
const full = 13
const damages: ReadonlySet<number> = new Set([1, 11, 17, 20, 26])

function isOfSqlite(error: unknown): boolean {
  return typeof (error as { errcode?: unknown }).errcode === 'number'
}

function isDamage(error: unknown): boolean {
  const { errcode, code } = error as NodeJS.ErrnoException & { errcode?: unknown }
  return code === 'ERR_OUT_OF_RANGE' || (typeof errcode === 'number' && damages.has(errcode & 0xff))
}

function translate(error: unknown, path: string): unknown {
  const { errcode, syscall, code, message } = error as NodeJS.ErrnoException & { errcode?: unknown }
  if (isFileLimit(error))
    return new HeadwaterError({ code: 'data.fileLimit', message: fileLimitMessage(path) })
  if (isDamage(error)) {
    try {
      failDamaged(path, message)
    } catch (damaged) {
      return damaged
    }
  }
  if (typeof errcode !== 'number' && typeof syscall !== 'string') return error
  if (code === 'ENOSPC' || (typeof errcode === 'number' && (errcode & 0xff) === full)) {
    return new HeadwaterError({
      code: 'data.diskFull',
      message: `No space is left on the disk of ${path}.`,
      data: { path },
    })
  }
  return new HeadwaterError(
    {
      code: 'data.unwritable',
      message: `The registry store ${path} can't be used: ${message}.`,
      data: { path },
    },
    { cause: error },
  )
}
