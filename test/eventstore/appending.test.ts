/** Appends that are committed and wait for the disk, with a disk that a test decides about. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { StreamAppend } from '../../src/eventstore/port.ts'
import { Appending } from '../../src/eventstore/sqlite/appending.ts'
import { closeDatabase, openDatabase } from '../../src/eventstore/sqlite/database.ts'
import { StoredEvents } from '../../src/eventstore/sqlite/events.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'

const clock = () => new Date(0)
let folder: string
let path: string
let database: DatabaseSync
let events: StoredEvents
/** What becomes of the syncs, in their order. */
let syncs: PromiseWithResolvers<void>[]
let appending: Appending

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headwater-appending-'))
  path = join(folder, 'events.sqlite')
  database = openDatabase(path)
  events = new StoredEvents(database)
  syncs = []
  const sync = () => {
    const next = Promise.withResolvers<void>()
    syncs.push(next)
    return next.promise
  }
  appending = new Appending(events, { sync }, clock)
})
afterEach(() => {
  if (database.isOpen) closeDatabase(database)
  rmSync(folder, { recursive: true })
})

const added = (expectedRevision: number | 'none', count = 1): StreamAppend[] => [
  {
    stream: 'a',
    expectedRevision,
    events: Array.from({ length: count }, () => ({ id: randomUUID(), type: 't', data: {} })),
  },
]
const turn = () => new Promise((resolve) => setImmediate(resolve))

it('I7: no reader sees an append and no sender is answered before it is on disk', async () => {
  let isAnswered = false
  const first = appending.append(added('none', 20)).then((result) => {
    isAnswered = true
    return result
  })
  await turn()
  expect(syncs).toHaveLength(1)
  expect([isAnswered, events.head(), events.lastRevision('a')]).toEqual([false, 0, -1])
  expect(events.streamFrom('a', 0, 19, 100)).toEqual([])
  // The next one waits for it.
  const second = appending.append(added(19))
  await turn()
  expect(syncs).toHaveLength(1)
  syncs[0]!.resolve()
  expect(await first).toEqual({ position: 20, revisions: new Map([['a', 19]]) })
  expect(events.head()).toBe(20)
  await turn()
  syncs[1]!.resolve()
  expect(await second).toEqual({ position: 21, revisions: new Map([['a', 20]]) })
})

it('I7: after a sync that failed, the same append again is recorded once, and is in the database file itself', async () => {
  const appends = added('none')
  const failed = appending.append(appends)
  await turn()
  syncs[0]!.reject(new Error('the disk is gone'))
  await expect(failed).rejects.toMatchObject({
    code: 'eventstore.unavailable',
    message: expect.stringContaining('the disk is gone'),
  })
  expect(events.head()).toBe(0)
  expect(await appending.append(appends)).toEqual({ position: 1, revisions: new Map([['a', 0]]) })
  expect(syncs).toHaveLength(1)
  await expect(appending.append(added('none'))).rejects.toMatchObject({ code: 'eventstore.wrongRevision' })
  closeDatabase(database)
  const store = openSqliteEventStore({ path, clock })
  const ids: string[] = []
  for await (const { id } of store.readAll()) ids.push(id)
  expect(ids).toEqual(appends[0]!.events.map(({ id }) => id))
  await store.close()
})

it('keeps events of several types, and of any number, as they were given', async () => {
  const types = Array.from({ length: 70 }, (_, at) => (at % 33 === 0 ? 'seldom' : 'often'))
  const given = types.map((type, at) => ({ id: randomUUID(), type, data: { at } }))
  const append = appending.append([{ stream: 'a', expectedRevision: 'none', events: given }])
  await turn()
  syncs[0]!.resolve()
  await append
  const found = events.streamFrom('a', 0, 69, 100)
  expect(found.map(({ id, type, data }) => ({ id, type, data }))).toEqual(given)
  expect(found.map(({ position, revision }) => position - revision)).toEqual(types.map(() => 1))
})
