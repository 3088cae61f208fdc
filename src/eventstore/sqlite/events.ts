/**
 * Rows of the embedded event store. Positions and revisions are given here, in memory: the file is ours alone. What the
 * file says of its streams is held against their events at opening, so that nothing is appended behind a removed end.
 */
import type { DatabaseSync } from 'node:sqlite'
import { fail } from '../../errors.ts'
import { invariant } from '../../invariant.ts'
import type { AppendResult, Position, RecordedEvent, Revision, StreamAppend } from '../port.ts'
import { reading, transact } from './database.ts'

/** A page ends at whichever comes first, so that neither many small events nor few large ones fill the memory. */
export const pageEventsMax = 1_000
export const pageTextMax = 4 * 1024 * 1024

export type EventPage = RecordedEvent[]

export interface StoredEvents {
  head(): Position
  /** −1 where the stream does not exist. */
  lastRevision(stream: string): number
  placeOf(
    stream: string,
    revision: Revision,
  ): { readonly id: string; readonly position: Position } | undefined
  /** One transaction; the caller has checked the expected revisions. */
  insert(appends: readonly StreamAppend[], now: Date): AppendResult
  streamFrom(stream: string, from: Revision, upTo: Revision, limit: number): EventPage
  /** Descending from `from`, inclusive. */
  streamBefore(stream: string, from: Revision, limit: number): EventPage
  /** @param streamPrefix only events of streams whose names begin with it */
  allAfter(after: Position, upTo: Position, limit: number, streamPrefix?: string): EventPage
}

interface Stream {
  readonly key: number
  readonly name: string
  last: number
}

type EventRow = {
  position: number
  stream: number
  revision: number
  id: string
  type: string
  data: string
  recorded_ms: number
}

/** @throws HeadwaterError `data.damaged` where the last events of a stream, or a whole stream, are gone */
export function prepareEvents(database: DatabaseSync): StoredEvents {
  const byName = new Map<string, Stream>()
  const byKey = new Map<number, Stream>()
  const remember = (stream: Stream): void => {
    byName.set(stream.name, stream)
    byKey.set(stream.key, stream)
  }
  let head = reading(database, () => {
    for (const row of database.prepare('SELECT stream, name, last FROM streams').iterate()) {
      const { stream, name, last } = row as { stream: number; name: string; last: number }
      remember({ key: stream, name, last })
    }
    return Number(database.prepare('SELECT coalesce(max(position), 0) AS head FROM events').get()!.head)
  })

  reading(database, () => requireEnds(database, [...byKey.values()], head))

  const insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)')
  const putStream = database.prepare(
    'INSERT INTO streams VALUES (?, ?, ?) ON CONFLICT (stream) DO UPDATE SET last = excluded.last',
  )
  const place = database.prepare('SELECT id, position FROM events WHERE stream = ? AND revision = ?')
  const forwards = database.prepare(
    'SELECT * FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision LIMIT ?',
  )
  const backwards = database.prepare(
    'SELECT * FROM events WHERE stream = ? AND revision <= ? ORDER BY revision DESC LIMIT ?',
  )
  const all = database.prepare(
    'SELECT * FROM events WHERE position > ? AND position <= ? ORDER BY position LIMIT ?',
  )
  const allOfStreams = database.prepare(
    'SELECT * FROM events WHERE position > ? AND position <= ? AND stream IN (SELECT value FROM json_each(?)) ORDER BY position LIMIT ?',
  )
  const keysWith = (prefix: string): string =>
    JSON.stringify([...byKey.values()].filter(({ name }) => name.startsWith(prefix)).map(({ key }) => key))

  const takePage = (rows: Iterable<unknown>): EventPage => {
    const page: EventPage = []
    let text = 0
    for (const row of rows as Iterable<EventRow>) {
      page.push(toEvent(row, byKey.get(row.stream)!.name))
      text += row.data.length
      if (text >= pageTextMax) break
    }
    return page
  }
  const rowsMax = (limit: number): number => Math.min(limit, pageEventsMax)

  return {
    head: () => head,
    lastRevision: (stream) => byName.get(stream)?.last ?? -1,
    placeOf(name, revision) {
      const stream = byName.get(name)
      if (!stream) return undefined
      return reading(database, () => place.get(stream.key, revision)) as
        | { id: string; position: number }
        | undefined
    },
    insert(appends, now) {
      const texts = appends.map((append) => append.events.map((event) => toText(event.data)))
      // Keys of streams are given from 1 on and never removed.
      let nextKey = byKey.size + 1
      const streams = appends.map(
        (append) => byName.get(append.stream) ?? { key: nextKey++, name: append.stream, last: -1 },
      )
      const revisions = new Map<string, Revision>()
      let position = head
      transact(database, () => {
        for (const [index, append] of appends.entries()) {
          const stream = streams[index]!
          let revision = stream.last
          for (const [offset, event] of append.events.entries()) {
            insertEvent.run(
              ++position,
              stream.key,
              ++revision,
              event.id,
              event.type,
              texts[index]![offset]!,
              now.getTime(),
            )
          }
          putStream.run(stream.key, stream.name, revision)
          revisions.set(stream.name, revision)
        }
      })
      // Only a committed append moves what is in memory.
      head = position
      for (const stream of streams) {
        stream.last = revisions.get(stream.name)!
        remember(stream)
      }
      return { position, revisions }
    },
    streamFrom(name, from, upTo, limit) {
      const stream = byName.get(name)
      if (!stream) return []
      return reading(database, () => takePage(forwards.iterate(stream.key, from, upTo, rowsMax(limit))))
    },
    streamBefore(name, from, limit) {
      const stream = byName.get(name)
      if (!stream) return []
      return reading(database, () => takePage(backwards.iterate(stream.key, from, rowsMax(limit))))
    },
    allAfter: (after, upTo, limit, streamPrefix) =>
      reading(database, () =>
        takePage(
          streamPrefix === undefined
            ? all.iterate(after, upTo, rowsMax(limit))
            : allOfStreams.iterate(after, upTo, keysWith(streamPrefix), rowsMax(limit)),
        ),
      ),
  }
}

/** One step in an index a stream. Positions are given without gaps here, so that the last one counts all events. */
function requireEnds(database: DatabaseSync, known: readonly Stream[], head: Position): void {
  const end = database.prepare('SELECT coalesce(max(revision), -1) AS last FROM events WHERE stream = ?')
  for (const { key, name, last } of known) {
    const found = Number(end.get(key)!.last)
    if (found === last) continue
    fail(
      'data.damaged',
      `The stream ${name} had ${last + 1} events and now ends after ${found + 1}: its end was removed.`,
      { data: { stream: name, last, found } },
    )
  }
  const events = known.reduce((sum, { last }) => sum + last + 1, 0)
  if (events !== head) {
    fail('data.damaged', `The log ends at position ${head}, and its streams have ${events} events.`, {
      data: { head, events },
    })
  }
}

function toText(data: unknown): string {
  const text = JSON.stringify(data)
  invariant(typeof text === 'string', 'event data is a JSON document')
  return text
}

function toEvent(row: EventRow, stream: string): RecordedEvent {
  return {
    id: row.id,
    type: row.type,
    data: JSON.parse(row.data),
    stream,
    revision: row.revision,
    position: row.position,
    recordedAt: new Date(row.recorded_ms).toISOString(),
  }
}
