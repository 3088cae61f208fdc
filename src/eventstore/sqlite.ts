/**
 * The embedded event store, on node:sqlite. One process uses one file: SQLite's exclusive lock on the file is the lock
 * of the whole data folder. The operating system releases it when the process ends, however it ends.
 *
 * An append is one transaction: all of it is on disk when it resolves, or none of it counts. After
 * `eventstore.unavailable` the outcome is not known, because a sync may fail after the bytes arrived. Append again with
 * the same ids and expected revisions: this changes nothing if the first append did arrive.
 */
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fail } from '../errors.ts'
import { invariant } from '../invariant.ts'
import type {
  AppendResult,
  EventFile,
  EventStore,
  EventTexts,
  Position,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
  Revision,
  SnapshotStore,
  StreamAppend,
} from './port.ts'
import { Appending } from './sqlite/appending.ts'
import {
  closeDatabase,
  copyDatabase,
  examineDatabase,
  openDatabase,
  openUnwritten,
  reading,
} from './sqlite/database.ts'
import { type EventPage, StoredEvents } from './sqlite/events.ts'
import { LogFile } from './sqlite/logFile.ts'
import { prepareSnapshots } from './sqlite/snapshots.ts'
import { textsOf } from './texts.ts'

interface SqliteEventStoreOptions {
  /** The database file; a missing folder is created. SQLite's `-wal` file is beside it. */
  readonly path: string
  /** Read once for each append, for `recordedAt`. */
  readonly clock: () => Date
  /** Whether the file is only read, e.g. because its folder is read-only. No process may write to it meanwhile. */
  readonly readOnly?: boolean
}

/**
 * Opens the store, or creates it where the file is missing. The caller must close it.
 * @throws HeadwaterError `data.held` (another process, or this one, has it open), `data.newer`, `data.damaged`,
 * `eventstore.unavailable`
 */
export function openSqliteEventStore(
  options: SqliteEventStoreOptions,
): EventStore & SnapshotStore & EventFile {
  const { readOnly = false } = options
  const database = readOnly ? openUnwritten(options.path) : openDatabase(options.path)
  const events = opened(database, () => new StoredEvents(database))
  const snapshots = opened(database, () => prepareSnapshots(database))
  const log = readOnly
    ? undefined
    : opened(database, () => reading(database, () => new LogFile(options.path)))
  const appending = log && new Appending(events, log, options.clock)
  let open = true
  const assertOpen = (): void => invariant(open, 'a closed event store is not used')

  return {
    async append(appends: readonly StreamAppend[]): Promise<AppendResult> {
      assertOpen()
      if (appending === undefined) fail('data.unwritable', `${options.path} is open for reading only.`)
      return appending.append(appends)
    },
    readStream(stream: string, read: ReadStreamOptions = {}): AsyncIterable<RecordedEvent> {
      assertOpen()
      return readStreamPages(events, stream, read, () => open)
    },
    readTexts(stream: string, from: Revision): AsyncIterable<EventTexts> {
      assertOpen()
      return readTextPages(events, stream, from, () => open)
    },
    readAll(read: ReadAllOptions = {}): AsyncIterable<RecordedEvent> {
      assertOpen()
      const upTo = Math.min(read.upTo ?? events.head(), events.head())
      return readAllPages(events, { ...read, upTo }, () => open)
    },
    async head(): Promise<Position> {
      assertOpen()
      return events.head()
    },
    headNow(): Position {
      assertOpen()
      return events.head()
    },
    async close(): Promise<void> {
      if (!open) return
      open = false
      await appending?.settled()
      log?.close()
      closeDatabase(database)
    },
    async load(name) {
      assertOpen()
      return snapshots.load(name)
    },
    async save(name, snapshot) {
      assertOpen()
      // A snapshot only saves time.
      if (!readOnly) snapshots.save(name, snapshot)
    },
    async copyTo(path) {
      assertOpen()
      await appending?.settled()
      await copyDatabase(database, path)
    },
    examine() {
      assertOpen()
      return examineDatabase(database)
    },
    unsummed() {
      assertOpen()
      return events.unsummed()
    },
  }
}

/** Leaves nothing open where it fails. */
function opened<Part>(database: DatabaseSync, open: () => Part): Part {
  try {
    return open()
  } catch (error) {
    closeDatabase(database)
    throw error
  }
}

/**
 * Reads page by page, and lets the event loop turn between pages. So a long read needs no more memory than a page and
 * does not delay requests. The end is fixed when the read starts.
 */
async function* readStreamPages(
  events: StoredEvents,
  stream: string,
  read: ReadStreamOptions,
  isOpen: () => boolean,
): AsyncGenerator<RecordedEvent> {
  const backwards = read.direction === 'backwards'
  const last = events.lastRevision(stream)
  let next = backwards ? Math.min(read.from ?? last, last) : (read.from ?? 0)
  let left = read.limit ?? Number.POSITIVE_INFINITY
  while (left > 0 && next >= 0 && next <= last) {
    const page: EventPage = backwards
      ? events.streamBefore(stream, next, left)
      : events.streamFrom(stream, next, last, left)
    if (page.length === 0) return
    yield* page
    left -= page.length
    next = page.at(-1)!.revision + (backwards ? -1 : 1)
    await nextTurn()
    if (!isOpen()) return
  }
}

/** Likewise. A page that cannot be read as bytes is read row by row. */
async function* readTextPages(
  events: StoredEvents,
  stream: string,
  from: Revision,
  isOpen: () => boolean,
): AsyncGenerator<EventTexts> {
  const last = events.lastRevision(stream)
  let next = from
  while (next <= last) {
    const texts = events.textsFrom(stream, next, last)
    if (texts === undefined) {
      const page = events.streamFrom(stream, next, last, Number.POSITIVE_INFINITY)
      if (page.length === 0) return
      yield* textsOf(page)
      next = page.at(-1)!.revision + 1
    } else {
      yield texts
      next += texts.positions.length
    }
    await nextTurn()
    if (!isOpen()) return
  }
}

/** Positions that one page searches at most, since a filter may skip nearly all of them. */
const pagePositionsMax = 100_000

async function* readAllPages(
  events: StoredEvents,
  { after = 0, upTo, limit = Number.POSITIVE_INFINITY, streamPrefix }: ReadAllOptions & { upTo: Position },
  isOpen: () => boolean,
): AsyncGenerator<RecordedEvent> {
  let position = after
  let left = limit
  while (left > 0 && position < upTo) {
    const end = Math.min(upTo, position + pagePositionsMax)
    const page = events.allAfter(position, end, left, streamPrefix)
    yield* page
    left -= page.length
    position = page.at(-1)?.position ?? end
    await nextTurn()
    if (!isOpen()) return
  }
}
