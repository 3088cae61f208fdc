/** The database file of the embedded event store: opening, lock, format version, and translation of SQLite's errors. */
import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { fileLimitMessage, isFileLimit } from '../../base/fileLimit.ts'
import { type ErrorCode, fail, HeadwaterError } from '../../errors.ts'
import { shapeFault } from './fileShape.ts'
import { alteredTable, missingTables, schema, storeFormat } from './tables.ts'

/**
 * Pages in the write-ahead log before they go to the file, 32 MiB. Each time costs a sync of both, and a large append has
 * more pages than SQLite's own limit.
 */
const checkpointPages = 8_192
/** The write-ahead log shrinks to this size after a large transaction. */
const walBytesKept = 64 * 1024 * 1024

/** @throws HeadwaterError `data.held`, `data.newer`, `data.damaged`, `data.diskFull`, `eventstore.unavailable` */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // Only the owner may read it. SQLite gives its write-ahead log the mode of the file.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    requireShape(path)
    database = new DatabaseSync(path, { timeout: 0 })
    // The order matters. Exclusive mode is set before the first access, so the lock is taken once and kept, and the
    // write-ahead log needs no shared memory.
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.exec('PRAGMA journal_mode = WAL')
    // The log is synced after each append (logFile.ts); SQLite syncs it before it moves pages.
    database.exec(
      `PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA journal_size_limit = ${walBytesKept}`,
    )
    prepareSchema(database, path)
    openFiles.set(database, fileKey(path))
    return database
  } catch (error) {
    database?.close()
    throw error instanceof HeadwaterError ? error : translate(error, path)
  }
}

/**
 * Opens a file that no process writes to, without a lock and without a trace: its folder may be read-only. The file must be
 * whole: what is in a `-wal` file beside it is not seen.
 * @throws HeadwaterError `data.newer`, `data.damaged`, `eventstore.unavailable`
 */
export function openUnwritten(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    requireShape(path)
    const url = pathToFileURL(path)
    url.searchParams.set('immutable', '1')
    database = new DatabaseSync(url, { readOnly: true })
    checkFormat(database, path)
    return database
  } catch (error) {
    database?.close()
    throw error instanceof HeadwaterError ? error : translate(error, path)
  }
}

/** Whether a process has the file open for writing. Only reads, and leaves nothing where the folder is read-only. */
export function isLocked(path: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 0 })
    database.prepare('SELECT 1 FROM sqlite_schema').get()
    return false
  } catch (error) {
    // SQLite asks for the lock first. Everything else is a matter of the one that opens the file.
    return [busy, locked].includes(Number((error as { errcode?: unknown }).errcode) & 0xff)
  } finally {
    database?.close()
  }
}

/** Pages that are copied at a time. Other queries run between. */
const copiedPages = 2_000

/** Copies the database, with what its write-ahead log has, into a new file. */
export async function copyDatabase(database: DatabaseSync, to: string): Promise<void> {
  try {
    await backup(database, to, { rate: copiedPages })
  } catch (error) {
    throw translate(error, to)
  }
}

const faultsMax = 20

/** SQLite's own check of every page, and of the indexes against the tables. */
export function examineDatabase(database: DatabaseSync): string[] {
  const rows = reading(database, () => database.prepare(`PRAGMA integrity_check(${faultsMax})`).all())
  return rows.map((row) => String(row.integrity_check)).filter((text) => text !== 'ok')
}

/** Runs `work` as one transaction: all of it is committed when it returns, or nothing. */
export function transact<Result>(database: DatabaseSync, work: () => Result): Result {
  try {
    // IMMEDIATE takes the write lock now. No other process has the file open, so there is no wait.
    database.exec('BEGIN IMMEDIATE')
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(database)
    throw error instanceof HeadwaterError ? error : translate(error, database.location() ?? '')
  }
}

/** Runs a read, and translates its errors. */
export function reading<Result>(database: DatabaseSync, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw error instanceof HeadwaterError ? error : translate(error, database.location() ?? '')
  }
}

function rollBack(database: DatabaseSync): void {
  if (!database.isTransaction) return
  try {
    database.exec('ROLLBACK')
  } catch {
    // SQLite has rolled back by itself. The first error is the one to report.
  }
}

/** Files that this process has open, by device and number. */
const openFiles = new Map<DatabaseSync, string>()

export function closeDatabase(database: DatabaseSync): void {
  database.close()
  openFiles.delete(database)
}

function fileKey(path: string): string {
  const { dev, ino } = statSync(path)
  return `${dev}:${ino}`
}

/** @throws HeadwaterError `data.damaged` */
function requireShape(path: string): void {
  if (!existsSync(path) || [...openFiles.values()].includes(fileKey(path))) return
  const fault = shapeFault(path)
  // The process that has the file open may be writing to it: then opening says so.
  if (fault !== undefined && !isLocked(path)) fail('data.damaged', `${fault}.`, { data: { path } })
}

function prepareSchema(database: DatabaseSync, path: string): void {
  const made = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()
  if (made?.tables === 0) {
    // One transaction, so that a kill leaves an empty file or a complete one. It also takes the exclusive lock, which
    // is kept.
    transact(database, () => database.exec(schema))
    return
  }
  checkFormat(database, path)
  // This takes the write lock even where nothing is written yet.
  transact(database, () => database.exec(missingTables))
}

function checkFormat(database: DatabaseSync, path: string): void {
  const format = Number(database.prepare("SELECT value FROM meta WHERE key = 'format'").get()?.value)
  if (!(format <= storeFormat)) {
    throw new HeadwaterError({
      code: 'data.newer',
      message: `The event store ${path} has format ${format}; this Headwater knows formats up to ${storeFormat}.`,
      data: { path, format, known: storeFormat },
    })
  }
  const altered = alteredTable(database)
  if (altered !== undefined) {
    fail('data.damaged', `The table ${altered} in ${path} is not as it was made.`, {
      data: { path, table: altered },
    })
  }
}

/** Low byte of SQLite's extended result codes: https://www.sqlite.org/rescode.html */
const busy = 5
const locked = 6
const corrupt = 11
const full = 13
const cannotOpen = 14
const notADatabase = 26
/** What a statement of ours cannot cause: something else is in the file than we wrote. */
const general = 1
const changedSchema = 17
const mismatch = 20
const damages: ReadonlySet<number> = new Set([general, corrupt, changedSchema, mismatch, notADatabase])

function translate(error: unknown, path: string): unknown {
  const { errcode, syscall, code: systemCode } = error as NodeJS.ErrnoException & { errcode?: unknown }
  if (isFileLimit(error)) return tooManyFiles(path, error)
  // A number that does not fit into one of JavaScript's: none of ours does that.
  if (systemCode === 'ERR_OUT_OF_RANGE') return damaged(path, error)
  if (typeof errcode !== 'number' && typeof syscall !== 'string') return error
  const ownCode = typeof errcode === 'number' ? errcode & 0xff : systemCode === 'ENOSPC' ? full : -1
  if (damages.has(ownCode)) return damaged(path, error)
  if (ownCode === cannotOpen) {
    const reason = openingFault(path)
    if (isFileLimit(reason)) return tooManyFiles(path, reason)
  }
  const [code, message] = describe(ownCode, path, (error as Error).message)
  return new HeadwaterError({ code, message, data: { path } }, { cause: error })
}

function describe(errcode: number, path: string, reason: string): [ErrorCode, string] {
  if (errcode === busy || errcode === locked) {
    return ['data.held', `Another process holds ${path}: a data folder belongs to one process at a time.`]
  }
  if (errcode === full) return ['data.diskFull', `The event store's disk is full: ${path}.`]
  return ['eventstore.unavailable', `The event store ${path} could not be read or written: ${reason}.`]
}

function damaged(path: string, error: unknown): HeadwaterError {
  const message = `${path} is damaged or is not an event store: ${(error as Error).message}.`
  return new HeadwaterError({ code: 'data.damaged', message, data: { path } }, { cause: error })
}

function tooManyFiles(path: string, cause: unknown): HeadwaterError {
  return new HeadwaterError({ code: 'data.fileLimit', message: fileLimitMessage(path) }, { cause })
}

/** SQLite does not say why it cannot open a file; the system does. */
function openingFault(path: string): unknown {
  try {
    closeSync(openSync(path, 'r'))
    return undefined
  } catch (error) {
    return error
  }
}
