import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventStore, NewEvent, SnapshotStore } from '../../src/eventstore/port.ts'
import { openDatabase } from '../../src/eventstore/sqlite/database.ts'
import { pageEventsMax, pageTextMax, StoredEvents } from '../../src/eventstore/sqlite/events.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'
import { describeEventStore } from './contract.ts'

const clock = (): Date => new Date()

describeEventStore('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-events-'))
  const path = join(folder, 'events.sqlite')
  let store = openSqliteEventStore({ path, clock })
  return {
    store,
    async reopen() {
      await store.close()
      store = openSqliteEventStore({ path, clock })
      return store
    },
    async dispose() {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
})

describe('the SQLite event store', () => {
  let folder: string
  let path: string
  let store: EventStore & SnapshotStore
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'headwater-events-'))
    path = join(folder, 'deeper', 'events.sqlite')
    store = openSqliteEventStore({ path, clock })
  })
  afterEach(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })

  /** Changes the file while the store is closed. */
  const tamper = async (sql: string): Promise<void> => {
    await store.close()
    const database = new DatabaseSync(path)
    database.exec(sql)
    database.close()
  }

  it('cannot be opened twice at a time, and can be opened again after it is closed', async () => {
    expect(() => openSqliteEventStore({ path, clock })).toThrowError(
      expect.objectContaining({ code: 'data.held', message: expect.stringContaining(path) }),
    )
    await store.close()
    store = openSqliteEventStore({ path, clock })
    expect(await store.head()).toBe(0)
  })

  it('takes the time of recording from its clock', async () => {
    await store.close()
    store = openSqliteEventStore({ path, clock: () => new Date('2026-01-02T03:04:05.678Z') })
    await store.append([{ stream: 'a', expectedRevision: 'none', events: events(1) }])
    for await (const { recordedAt } of store.readAll()) expect(recordedAt).toBe('2026-01-02T03:04:05.678Z')
  })

  it('reads more events than a page has, both ways', async () => {
    const count = pageEventsMax * 2 + 1
    await store.append([{ stream: 'a', expectedRevision: 'none', events: events(count) }])
    for (const read of [
      store.readAll(),
      store.readStream('a'),
      store.readStream('a', { direction: 'backwards' }),
    ]) {
      const revisions = new Set<number>()
      for await (const { revision } of read) revisions.add(revision)
      expect(revisions.size).toBe(count)
    }
  })

  it('ends a page of large events early', async () => {
    const large = events(5, { text: 'x'.repeat(pageTextMax / 2) })
    await store.append([{ stream: 'a', expectedRevision: 'none', events: large }])
    const seen: string[] = []
    for await (const { id } of store.readAll()) seen.push(id)
    expect(seen).toEqual(large.map(({ id }) => id))
    await store.close()
    const database = openDatabase(path)
    expect(new StoredEvents(database).allAfter(0, 5, 5)).toHaveLength(2)
    database.close()
  })

  it.each(['readAll', 'readStream'] as const)(
    'lets the event loop turn between pages of %s',
    async (method) => {
      await store.append([{ stream: 'a', expectedRevision: 'none', events: events(pageEventsMax * 3) }])
      let turns = 0
      const counting = setInterval(() => turns++, 0)
      for await (const _ of method === 'readAll' ? store.readAll() : store.readStream('a')) {
        // The event itself does not matter.
      }
      clearInterval(counting)
      expect(turns).toBeGreaterThan(0)
    },
  )

  it('gives new streams their own keys beside streams that exist', async () => {
    await store.append([{ stream: 'a', expectedRevision: 'none', events: events(1) }])
    await store.append([
      { stream: 'a', expectedRevision: 0, events: events(1) },
      { stream: 'b', expectedRevision: 'none', events: events(1) },
    ])
    await store.append([{ stream: 'c', expectedRevision: 'none', events: events(1) }])
    const names: string[] = []
    for await (const { stream } of store.readAll()) names.push(stream)
    expect(names).toEqual(['a', 'a', 'b', 'c'])
  })

  it('refuses a folder of a newer format, and names the format', async () => {
    await tamper(`UPDATE meta SET value = '2' WHERE key = 'format'`)
    expect(() => openSqliteEventStore({ path, clock })).toThrowError(
      expect.objectContaining({ code: 'data.newer', message: expect.stringMatching(/format 2/) }),
    )
  })

  it.each([
    [
      'the last event of a stream',
      'DELETE FROM events WHERE position = 3',
      /stream a had 3 events and now ends after 2/,
    ],
    [
      'all events of a stream',
      'DELETE FROM events WHERE stream = 2',
      /stream b had 1 events and now ends after 0/,
    ],
    [
      'a whole stream',
      'DELETE FROM events WHERE stream = 1; DELETE FROM streams WHERE stream = 1',
      /ends at position 4, and its streams have 1 events/,
    ],
  ])('I14: refuses a log that lacks %s', async (_what, sql, message) => {
    await store.append([{ stream: 'a', expectedRevision: 'none', events: events(3) }])
    await store.append([{ stream: 'b', expectedRevision: 'none', events: events(1) }])
    await tamper(sql)
    expect(() => openSqliteEventStore({ path, clock })).toThrowError(
      expect.objectContaining({ code: 'data.damaged', message: expect.stringMatching(message) }),
    )
  })

  it('refuses a file that is not a database', async () => {
    await store.close()
    writeFileSync(path, 'this is a text file, and a long one at that. '.repeat(100))
    expect(() => openSqliteEventStore({ path, clock })).toThrowError(
      expect.objectContaining({ code: 'data.damaged' }),
    )
  })

  it('reports that it is unavailable where the path cannot be created', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => openSqliteEventStore({ path: join(folder, 'file', 'events.sqlite'), clock })).toThrowError(
      expect.objectContaining({ code: 'eventstore.unavailable', retry: true, cause: expect.anything() }),
    )
  })

  it('treats wrong use as a bug', async () => {
    const once = { stream: 'a', expectedRevision: 'none', events: events(1) } as const
    await expect(store.append([])).rejects.toThrow(/^bug/)
    await expect(store.append([{ ...once, events: [] }])).rejects.toThrow(/^bug/)
    await expect(store.append([once, once])).rejects.toThrow(/^bug/)
    await expect(store.append([{ ...once, events: events(1, undefined) }])).rejects.toThrow(/^bug/)
    await store.close()
    await expect(store.head()).rejects.toThrow(/^bug/)
  })

  describe('as a snapshot store', () => {
    const payload = new Uint8Array([1, 2, 3, 0, 255])

    it('gives back the last snapshot saved under a name, after a restart too', async () => {
      await store.save('registry', { revision: 1, payload: new Uint8Array(0) })
      await store.save('registry', { revision: 7, payload })
      await store.save('other', { revision: 2, payload })
      await store.close()
      store = openSqliteEventStore({ path, clock })
      expect(await store.load('registry')).toEqual({ revision: 7, payload })
    })

    it('has none under a name that was never saved', async () => {
      expect(await store.load('registry')).toBeUndefined()
    })

    it('does not return a damaged snapshot', async () => {
      await store.save('registry', { revision: 7, payload })
      await tamper('UPDATE snapshots SET revision = 8')
      store = openSqliteEventStore({ path, clock })
      expect(await store.load('registry')).toBeUndefined()
    })
  })
})

function events(count: number, ...data: unknown[]): NewEvent[] {
  return Array.from({ length: count }, () => ({
    id: randomUUID(),
    type: 'Tested',
    data: data.length > 0 ? data[0] : {},
  }))
}
