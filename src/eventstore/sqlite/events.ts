/**
 * Rows of the embedded event store. Positions and revisions are assigned here, in memory: no other process has the file
 * open. At opening, what the file says about its streams is compared with their events, so that nothing is appended
 * behind a removed end.
 */
import type { DatabaseSync } from 'node:sqlite'
import { fail } from '../../errors.ts'
import { jsonText } from '../jsonText.ts'
import type { AppendResult, EventTexts, Position, RecordedEvent, Revision, StreamAppend } from '../port.ts'
import { reading, transact } from './database.ts'
import { type EventRow, readEvent } from './eventRow.ts'
import { InsertedRows } from './insertedRows.ts'
import { hasSums } from './tables.ts'
import { lineSql, readLines } from './texts.ts'

/**
 * A page ends at whichever limit comes first, so that neither many small events nor a few large ones fill the memory.
 */
export const pageEventsMax = 1_000
export const pageTextMax = 4 * 1024 * 1024

export type EventPage = RecordedEvent[]

interface Stream {
  readonly key: number
  readonly name: string
  last: Revision
}

/** An append that is committed. */
export interface WrittenAppend extends AppendResult {
  readonly streams: readonly Stream[]
}

export class StoredEvents {
  readonly #database: DatabaseSync
  readonly #statements: ReturnType<typeof prepareStatements>
  readonly #byName = new Map<string, Stream>()
  readonly #byKey = new Map<number, Stream>()
  readonly #rows: InsertedRows
  #head: Position

  /** @throws HeadwaterError `data.damaged` where the last events of a stream, or a whole stream, are gone */
  constructor(database: DatabaseSync) {
    this.#database = database
    this.#statements = reading(database, () => prepareStatements(database))
    this.#rows = reading(database, () => new InsertedRows(database))
    const { allStreams, head } = this.#statements
    this.#head = reading(database, () => {
      for (const row of allStreams.iterate()) {
        const { stream, name, last } = row as { stream: number; name: string; last: number }
        this.#remember({ key: stream, name, last })
      }
      return Number(head.get()!.head)
    })
    reading(database, () => this.#requireEnds())
  }

  head(): Position {
    return this.#head
  }

  /** −1 where the stream does not exist. */
  lastRevision(stream: string): number {
    return this.#byName.get(stream)?.last ?? -1
  }

  placeOf(
    name: string,
    revision: Revision,
  ): { readonly id: string; readonly position: Position } | undefined {
    const stream = this.#byName.get(name)
    if (!stream) return undefined
    return reading(this.#database, () => this.#statements.place.get(stream.key, revision)) as
      | { id: string; position: number }
      | undefined
  }

  /** One transaction, which no reader sees before `show`. The caller has checked the expected revisions. */
  write(appends: readonly StreamAppend[], now: Date): WrittenAppend {
    const texts = appends.map((append) => append.events.map((event) => jsonText(event.data)))
    const streams = this.#streamsOf(appends)
    const revisions = new Map<string, Revision>()
    const recordedMs = now.getTime()
    let position = this.#head
    transact(this.#database, () => {
      for (const [index, { events }] of appends.entries()) {
        const stream = streams[index]!
        const first = { position: position + 1, revision: stream.last + 1 }
        this.#rows.insert({ stream, ...first, recordedMs, events, texts: texts[index]! })
        position += events.length
        const last = stream.last + events.length
        this.#statements.putStream.run(stream.key, stream.name, last)
        revisions.set(stream.name, last)
      }
    })
    return { position, revisions, streams }
  }

  /** Call it when what was written is on disk. Only that changes what is in memory. */
  show({ position, revisions, streams }: WrittenAppend): void {
    this.#head = position
    for (const stream of streams) {
      stream.last = revisions.get(stream.name)!
      this.#remember(stream)
    }
  }

  /** Everything that was committed is in the database file, on disk, when it returns. */
  moveLog(): void {
    const path = this.#database.location() ?? ''
    const { busy } = reading(this.#database, () =>
      this.#database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get(),
    )!
    if (busy !== 0)
      fail('eventstore.unavailable', `The event store ${path} could not be written: it is busy.`)
  }

  streamFrom(name: string, from: Revision, upTo: Revision, limit: number): EventPage {
    const stream = this.#byName.get(name)
    if (!stream) return []
    return this.#page(() => this.#statements.forwards.iterate(stream.key, from, upTo, rowsMax(limit)))
  }

  /**
   * A page from the event `from` on as bytes.
   * @returns undefined where it has to be read row by row: an event is missing, damaged or of a form of its own
   */
  textsFrom(name: string, from: Revision, upTo: Revision): EventTexts | undefined {
    const stream = this.#byName.get(name)
    if (!stream) return undefined
    const { textBytes, lines } = this.#statements
    return reading(this.#database, () => {
      let count = Math.min(upTo - from + 1, pageEventsMax)
      for (;;) {
        const found = textBytes.get(stream.key, from, from + count - 1)!
        if (found.events !== count) return undefined
        if (Number(found.bytes) <= pageTextMax || count === 1) break
        count = Math.max(1, Math.floor((count * pageTextMax) / Number(found.bytes) / 2))
      }
      const page = lines.get(name, stream.key, from, from + count - 1)!.lines
      return page instanceof Uint8Array ? readLines(page, { stream: name, revision: from, count }) : undefined
    })
  }

  /** Descending from `from`, inclusive. */
  streamBefore(name: string, from: Revision, limit: number): EventPage {
    const stream = this.#byName.get(name)
    if (!stream) return []
    return this.#page(() => this.#statements.backwards.iterate(stream.key, from, rowsMax(limit)))
  }

  /** @param streamPrefix only events of streams whose names begin with it */
  allAfter(after: Position, upTo: Position, limit: number, streamPrefix?: string): EventPage {
    const { all, allOfStreams } = this.#statements
    return this.#page(() =>
      streamPrefix === undefined
        ? all.iterate(after, upTo, rowsMax(limit))
        : allOfStreams.iterate(after, upTo, this.#keysWith(streamPrefix), rowsMax(limit)),
    )
  }

  /** Events that a version without checksums recorded. */
  unsummed(): number {
    const database = this.#database
    if (!hasSums(database)) return this.#head
    const sums = 'SELECT count(*) AS count FROM sums WHERE position <= ?'
    const { count } = reading(database, () => database.prepare(sums).get(this.#head)!)
    return this.#head - Number(count)
  }

  #remember(stream: Stream): void {
    this.#byName.set(stream.name, stream)
    this.#byKey.set(stream.key, stream)
  }

  /** New streams get the next keys, from 1 on; keys are never removed. */
  #streamsOf(appends: readonly StreamAppend[]): Stream[] {
    let nextKey = this.#byName.size + 1
    return appends.map(({ stream: name }) => this.#byName.get(name) ?? { key: nextKey++, name, last: -1 })
  }

  #keysWith(prefix: string): string {
    const streams = [...this.#byKey.values()].filter(({ name }) => name.startsWith(prefix))
    return JSON.stringify(streams.map(({ key }) => key))
  }

  #page(read: () => Iterable<unknown>): EventPage {
    return reading(this.#database, () => {
      const page: EventPage = []
      let text = 0
      for (const row of read() as Iterable<EventRow>) {
        page.push(readEvent(row, this.#byKey.get(row.stream)?.name))
        text += row.data.length
        if (text >= pageTextMax) break
      }
      return page
    })
  }

  /**
   * Reads the last event of each stream, whose checksum has the name of the stream. Positions have no gaps in this
   * store, so the last one counts all events.
   */
  #requireEnds(): void {
    for (const { key, name, last } of this.#byKey.values()) {
      const end = this.#statements.backwards.get(key, Number.MAX_SAFE_INTEGER, 1) as EventRow | undefined
      const found = end === undefined ? -1 : readEvent(end, name).revision
      if (found === last) continue
      fail(
        'data.damaged',
        `The stream ${name} had ${last + 1} events and now ends after ${found + 1}: its end was removed.`,
        { data: { stream: name, last, found } },
      )
    }
    const events = [...this.#byKey.values()].reduce((sum, { last }) => sum + last + 1, 0)
    if (events === this.#head) return
    fail('data.damaged', `The log ends at position ${this.#head}, and its streams have ${events} events.`, {
      data: { head: this.#head, events },
    })
  }
}

function prepareStatements(database: DatabaseSync) {
  // A file that can only be read may be older than the checksums.
  const [sum, sums] = hasSums(database) ? ['sum', 'LEFT JOIN sums USING (position)'] : ['NULL', '']
  const select = (rest: string) =>
    database.prepare(
      `SELECT position, stream, revision, id, type, data, recorded_ms, ${sum} AS sum FROM events ${sums} WHERE ${rest}`,
    )
  return {
    allStreams: database.prepare('SELECT stream, name, last FROM streams'),
    head: database.prepare('SELECT coalesce(max(position), 0) AS head FROM events'),
    putStream: database.prepare(
      'INSERT INTO streams VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET last = excluded.last',
    ),
    place: database.prepare('SELECT id, position FROM events WHERE stream = ? AND revision = ?'),
    forwards: select('stream = ? AND revision BETWEEN ? AND ? ORDER BY revision LIMIT ?'),
    backwards: select('stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?'),
    textBytes: database.prepare(
      'SELECT count(*) AS events, sum(octet_length(data)) AS bytes FROM events WHERE stream = ? AND revision BETWEEN ? AND ?',
    ),
    lines: database.prepare(
      `SELECT CAST(group_concat(${lineSql(sum)}, '') AS BLOB) AS lines FROM
        (SELECT * FROM events ${sums} WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision)`,
    ),
    all: select('position > ? AND position <= ? ORDER BY position LIMIT ?'),
    allOfStreams: select(
      'position > ? AND position <= ? AND stream IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?',
    ),
  }
}

function rowsMax(limit: number): number {
  return Math.min(limit, pageEventsMax)
}
