/**
 * The adapter with the real client, over the network, against the double. tools/kurrentdb-double/server.ts says what
 * this proves.
 */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { pageEventsMax } from '../../src/eventstore/kurrent/read.ts'
import { openKurrentEventStore } from '../../src/eventstore/kurrent.ts'
import type { EventStore, StreamAppend } from '../../src/eventstore/port.ts'
import { createDoubleLog } from '../../tools/kurrentdb-double/log.ts'
import {
  type DoubleOptions,
  type KurrentDouble,
  startKurrentDouble,
} from '../../tools/kurrentdb-double/server.ts'
import { describeEventStore } from './contract.ts'
import { openedOn } from './kurrentStore.ts'

let double: KurrentDouble
beforeAll(async () => {
  double = await startKurrentDouble()
})
afterAll(() => double.stop())

describeEventStore('KurrentDB (its double)', async () => openedOn(double.url))

describe('the KurrentDB event store', () => {
  const stores: EventStore[] = []
  const doubles: KurrentDouble[] = []
  const start = async (options?: DoubleOptions): Promise<KurrentDouble> => {
    const started = await startKurrentDouble(options)
    doubles.push(started)
    return started
  }
  const open = (on: KurrentDouble, rest: object = {}): EventStore => {
    const store = openKurrentEventStore({ url: on.url, ...rest })
    stores.push(store)
    return store
  }
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()))
    await Promise.all(doubles.splice(0).map((started) => started.stop()))
  })

  it("sees neither the system's events nor those of other applications", async () => {
    const on = await start()
    const store = open(on)
    const record = { id: randomUUID(), type: 'Foreign', contentType: 'application/json' }
    const bytes = { data: Buffer.from('{}'), metadata: Buffer.alloc(0) }
    const foreign = { stream: 'orders-1', expected: 'any', records: [{ ...record, ...bytes }] } as const
    on.log.append([foreign])
    expect(await store.head()).toBe(0)
    const { position } = await store.append([once('a', 'none', 2)])
    on.log.append([foreign])
    expect(on.log.records.length).toBeGreaterThan(4)
    expect(await store.head()).toBe(position)
    expect((await list(store.readAll())).map(({ stream }) => stream)).toEqual(['a', 'a'])
  })

  it('reads over the limits of its pages', async () => {
    const store = open(await start())
    const count = pageEventsMax * 2 + 1
    await store.append([once('a', 'none', count)])
    const all = await list(store.readAll())
    expect(all.map(({ revision }) => revision)).toEqual(Array.from({ length: count }, (_, index) => index))
    expect(await list(store.readStream('a'))).toEqual(all)
    expect(await list(store.readStream('a', { direction: 'backwards' }))).toEqual(all.toReversed())
    for (const limit of [pageEventsMax - 1, pageEventsMax, pageEventsMax + 1]) {
      expect(await list(store.readStream('a', { limit }))).toEqual(all.slice(0, limit))
      expect(await list(store.readAll({ limit }))).toEqual(all.slice(0, limit))
      const upTo = all[limit]!.position
      expect(await list(store.readAll({ after: all[0]!.position, upTo }))).toEqual(all.slice(1, limit + 1))
    }
  })

  it.each(['before', 'after'] as const)(
    'appends once although its tries fail %s they are recorded',
    async (how) => {
      const on = await start()
      const store = open(on)
      for (const appends of [
        [once('a', 'none', 2)],
        [once('b', 'none', 1), once('c', 'none', 2)],
        [once('a', 1, 1)],
      ]) {
        on.failAppends(2, how)
        const { revisions, position } = await store.append(appends)
        expect([...revisions.keys()]).toEqual(appends.map(({ stream }) => stream))
        expect(await store.head()).toBe(position)
      }
      expect((await list(store.readAll())).map(({ stream }) => stream)).toEqual([
        'a',
        'a',
        'b',
        'c',
        'c',
        'a',
      ])
    },
  )

  it('tries again where a batch is never answered', async () => {
    const on = await start()
    const store = open(on, { appendMsMax: 300 })
    on.failAppends(1, 'silently')
    await store.append([once('a', 'none', 1)])
    expect(await list(store.readAll())).toHaveLength(1)
  })

  it('goes to the new leader where the old one has become a follower', async () => {
    const log = createDoubleLog()
    const [one, two] = [await start({ log }), await start({ log })]
    const store = open(one)
    await store.append([once('a', 'none', 1)])
    one.follow(two)
    await store.append([once('a', 0, 1)])
    await store.append([once('a', 1, 1), once('b', 'none', 1)])
    expect(await list(store.readAll())).toHaveLength(4)
    one.follow(undefined)
    two.follow(one)
    await store.append([once('a', 2, 1)])
    expect(await list(store.readAll())).toHaveLength(5)
  })

  it('survives restarts of the server', async () => {
    const on = await start()
    const store = open(on)
    await store.append([once('a', 'none', 1)])
    await on.restart()
    await store.append([once('b', 'none', 1)])
    await on.restart()
    expect(await list(store.readAll())).toHaveLength(2)
  })

  it('reports that it is unavailable where no server answers, after some tries', async () => {
    const on = await start()
    await on.stop()
    const unavailable = { code: 'eventstore.unavailable', retry: true }
    await expect(open(on).append([once('a', 'none', 1)])).rejects.toMatchObject(unavailable)
    await expect(open(on).head()).rejects.toMatchObject(unavailable)
  })

  it('passes on the refusal of a server that is too old for several streams, and of an append that is too large', async () => {
    const store = open(await start({ multiStream: false, appendBytesMax: 1_000 }))
    await store.append([once('a', 'none', 1)])
    await expect(store.append([once('a', 0, 1), once('b', 'none', 1)])).rejects.toMatchObject({
      code: 'eventstore.refused',
      retry: false,
      message: expect.stringContaining('25.1'),
    })
    await expect(store.append([once('a', 0, 1_000)])).rejects.toMatchObject({ code: 'eventstore.refused' })
    expect(await list(store.readAll())).toHaveLength(1)
  })

  it('passes on the refusal of what is too large for a server with its own settings, by both protocols', async () => {
    const store = open(await start())
    const large = (stream: string, bytes: number): StreamAppend => ({
      stream,
      expectedRevision: 'none',
      events: [{ id: randomUUID(), type: 'Tested', data: 'x'.repeat(bytes) }],
    })
    const refused = { code: 'eventstore.refused', retry: false }
    const half = 1 << 19
    await expect(store.append([large('a', 2 * half)])).rejects.toMatchObject(refused)
    await expect(store.append([large('a', half), large('b', half)])).rejects.toMatchObject(refused)
    await store.append([large('a', half), large('b', half - 200)])
    await store.append([large('c', 2 * half - 200)])
    expect(await list(store.readAll())).toHaveLength(3)
  })

  it('never repeats the password of a connection string that it cannot parse', () => {
    const url = 'kurrentdb://admin:secret@host:port?tls=true'
    expect(() => openKurrentEventStore({ url })).toThrow(expect.objectContaining({ code: 'config.invalid' }))
    expect(() => openKurrentEventStore({ url })).not.toThrow(/secret/)
  })

  it('treats wrong use as a bug', async () => {
    const store = open(await start())
    await expect(store.append([])).rejects.toThrow(/^bug/)
    const noData = {
      ...once('a', 'none', 1),
      events: [{ id: randomUUID(), type: 'Tested', data: undefined }],
    }
    await expect(store.append([noData])).rejects.toThrow(/^bug/)
    await store.close()
    await expect(store.head()).rejects.toThrow(/^bug/)
  })
})

function once(
  stream: string,
  expectedRevision: StreamAppend['expectedRevision'],
  count: number,
): StreamAppend {
  const events = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'Tested',
    data: { index },
  }))
  return { stream, expectedRevision, events }
}

async function list<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
