/** The database file of the embedded event store: opening, lock, format version, and translation of SQLite's errors. */
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type ErrorCode, HeadwaterError } from '../../errors.ts'

/** Version of the tables below. A newer one is refused; an older one would be upgraded here. */
const storeFormat = 1

const schema = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE streams (stream INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, last INTEGER NOT NULL) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    recorded_ms INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX events_of_stream ON events (stream, revision);
  CREATE TABLE snapshots (
    name TEXT PRIMARY KEY, revision INTEGER NOT NULL, payload BLOB NOT NULL, sha256 BLOB NOT NULL
  ) STRICT;
  INSERT INTO meta VALUES ('format', '${storeFormat}');
`

/** The write-ahead log shrinks to this size after a large transaction. */
const walBytesKept = 64 * 1024 * 1024

/** @throws HeadwaterError `data.held`, `data.newer`, `data.damaged`, `data.diskFull`, `eventstore.unavailable` */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(dirname(path), { recursive: true })
    database = new DatabaseSync(path, { timeout: 0 })
    // The order matters. Exclusive mode is set before the first access, so the lock is taken once and kept, and the
    // write-ahead log needs no shared memory.
    database.exec('PRAGMA locking_mode = EXCLUSIVE')
    database.exec('PRAGMA journal_mode = WAL')
    database.exec(`PRAGMA synchronous = FULL; PRAGMA journal_size_limit = ${walBytesKept}`)
    prepareSchema(database, path)
    return database
  } catch (error) {
    database?.close()
    throw error instanceof HeadwaterError ? error : translate(error, path)
  }
}

/** Runs `work` as one transaction: all of it is on disk when it returns, or nothing. */
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

function prepareSchema(database: DatabaseSync, path: string): void {
  const made = database.prepare("SELECT count(*) AS tables FROM sqlite_schema WHERE name = 'meta'").get()
  if (made?.tables === 0) {
    // One transaction, so that a kill leaves an empty file or a complete one. It also takes the exclusive lock, which
    // is kept.
    transact(database, () => database.exec(schema))
    return
  }
  const format = Number(database.prepare("SELECT value FROM meta WHERE key = 'format'").get()?.value)
  if (!(format <= storeFormat)) {
    throw new HeadwaterError({
      code: 'data.newer',
      message: `The event store ${path} has format ${format}; this Headwater knows formats up to ${storeFormat}.`,
      data: { path, format, known: storeFormat },
    })
  }
  // This takes the write lock even where nothing is written yet.
  transact(database, () => undefined)
}

/** Low byte of SQLite's extended result codes: https://www.sqlite.org/rescode.html */
const busy = 5
const locked = 6
const corrupt = 11
const full = 13
const notADatabase = 26

function translate(error: unknown, path: string): unknown {
  const { errcode, syscall, code: systemCode } = error as NodeJS.ErrnoException & { errcode?: unknown }
  if (typeof errcode !== 'number' && typeof syscall !== 'string') return error
  const ownCode = typeof errcode === 'number' ? errcode & 0xff : systemCode === 'ENOSPC' ? full : -1
  const [code, message] = describe(ownCode, path, (error as Error).message)
  return new HeadwaterError({ code, message, data: { path } }, { cause: error })
}

function describe(errcode: number, path: string, reason: string): [ErrorCode, string] {
  if (errcode === busy || errcode === locked) {
    return ['data.held', `Another process holds ${path}: a data folder belongs to one process at a time.`]
  }
  if (errcode === corrupt || errcode === notADatabase) {
    return ['data.damaged', `${path} is damaged or is not an event store: ${reason}.`]
  }
  if (errcode === full) return ['data.diskFull', `The event store's disk is full: ${path}.`]
  return ['eventstore.unavailable', `The event store ${path} could not be read or written: ${reason}.`]
}
