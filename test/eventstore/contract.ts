/**
 * What every event store promises, as tests that run on each adapter. It demands nothing that only one adapter can
 * give: positions may have gaps, snapshots are not part of it, and data is returned as the same JSON, not as the same
 * text.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventStore, NewEvent, RecordedEvent, StreamAppend } from '../../src/eventstore/port.ts'
import { runs } from '../support/properties.ts'

export interface OpenedStore {
  /** Empty. */
  readonly store: EventStore
  /** Closes the store and opens it again on the same events. */
  reopen(): Promise<EventStore>
  dispose(): Promise<void>
}

export function describeEventStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name} as an event store`, () => {
    let opened: OpenedStore
    let store: EventStore
    beforeEach(async () => {
      opened = await open()
      store = opened.store
    })
    afterEach(() => opened.dispose())

    describe('append', () => {
      it('numbers the events of a stream from 0 without gaps', async () => {
        const first = await store.append([append('a', 'none', [event(), event()])])
        const second = await store.append([append('a', 1, [event()])])
        expect(first.revisions).toEqual(new Map([['a', 1]]))
        expect(second.revisions).toEqual(new Map([['a', 2]]))
        expect((await list(store.readStream('a'))).map(({ revision }) => revision)).toEqual([0, 1, 2])
      })

      it('keeps id, type, data and stream, and gives the time of recording', async () => {
        const before = Date.now()
        const given = event('AssetRegistered', samples)
        await store.append([append('a', 'none', [given])])
        const [recorded] = await list(store.readStream('a'))
        expect(recorded).toMatchObject({ ...given, stream: 'a', revision: 0 })
        expect(recorded!.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
        // The clocks of two machines may differ a little.
        expect(Math.abs(Date.parse(recorded!.recordedAt) - before)).toBeLessThan(60_000)
      })

      it('keeps any JSON document unchanged', async () => {
        await fc.assert(
          fc.asyncProperty(fc.jsonValue(), async (data) => {
            const stream = `json-${randomUUID()}`
            // JSON has no negative zero.
            const plain = JSON.parse(JSON.stringify(data)) as unknown
            await store.append([append(stream, 'none', [event('Any', plain)])])
            expect((await list(store.readStream(stream)))[0]!.data).toEqual(plain)
          }),
          runs(50),
        )
      })

      it('keeps an event of half a mebibyte', async () => {
        const data = { text: 'é'.repeat(256 * 1024) }
        await store.append([append('a', 'none', [event('Large', data)])])
        expect((await list(store.readStream('a')))[0]!.data).toEqual(data)
      })

      it.each([
        ['none', 0, 'a stream that exists, expected to be missing'],
        [0, 1, 'a revision behind'],
        [2, 1, 'a revision ahead'],
      ] as const)('refuses expected %s at %s: %s', async (expected, last, _why) => {
        await store.append([
          append(
            'a',
            'none',
            Array.from({ length: last + 1 }, () => event()),
          ),
        ])
        await expect(store.append([append('a', expected, [event()])])).rejects.toMatchObject({
          code: 'eventstore.wrongRevision',
          data: { stream: 'a', expected, actual: last },
        })
        expect(await list(store.readStream('a'))).toHaveLength(last + 1)
      })

      it('refuses a revision of a stream that does not exist', async () => {
        await expect(store.append([append('a', 0, [event()])])).rejects.toMatchObject({
          code: 'eventstore.wrongRevision',
          retry: true,
          data: { stream: 'a', expected: 0, actual: 'none' },
        })
      })
    })

    describe('append to several streams', () => {
      it('records all events, in the order given', async () => {
        const [one, two, three] = [event('One'), event('Two'), event('Three')]
        const result = await store.append([append('b', 'none', [one, two]), append('a', 'none', [three])])
        expect(result.revisions).toEqual(
          new Map([
            ['b', 1],
            ['a', 0],
          ]),
        )
        const all = await list(store.readAll())
        expect(all.map(({ id }) => id)).toEqual([one.id, two.id, three.id])
        expect(result.position).toBe(all.at(-1)!.position)
      })

      it('records nothing where one of the revisions is wrong', async () => {
        await store.append([append('a', 'none', [event()])])
        const head = await store.head()
        const appends = [
          append('b', 'none', [event()]),
          append('a', 5, [event()]),
          append('c', 'none', [event()]),
        ]
        await expect(store.append(appends)).rejects.toMatchObject({
          code: 'eventstore.wrongRevision',
          data: { stream: 'a', expected: 5, actual: 0 },
        })
        expect(await store.head()).toBe(head)
        expect(await list(store.readStream('b'))).toEqual([])
        expect(await list(store.readStream('c'))).toEqual([])
      })
    })

    describe('append again', () => {
      it('of the same events at the same revision adds nothing and gives the same result', async () => {
        const appends = [append('a', 'none', [event(), event()]), append('b', 'none', [event()])]
        const first = await store.append(appends)
        expect(await store.append(appends)).toEqual(first)
        expect(await list(store.readAll())).toHaveLength(3)
      })

      it('gives the same result after others have appended, and after a restart', async () => {
        const appends = [append('a', 'none', [event()])]
        const first = await store.append(appends)
        await store.append([append('a', 0, [event()])])
        expect(await store.append(appends)).toEqual(first)
        store = await opened.reopen()
        expect(await store.append(appends)).toEqual(first)
        expect(await list(store.readStream('a'))).toHaveLength(2)
      })

      it('of other events at the same revision is refused', async () => {
        await store.append([append('a', 'none', [event()])])
        await expect(store.append([append('a', 'none', [event()])])).rejects.toMatchObject({
          code: 'eventstore.wrongRevision',
        })
      })

      it('of events recorded only in part is refused', async () => {
        const [one, two] = [event(), event()]
        await store.append([append('a', 'none', [one])])
        await expect(store.append([append('a', 'none', [one, two])])).rejects.toMatchObject({
          code: 'eventstore.wrongRevision',
        })
        await expect(
          store.append([append('a', 'none', [one]), append('b', 'none', [two])]),
        ).rejects.toMatchObject({ code: 'eventstore.wrongRevision' })
        expect(await list(store.readAll())).toHaveLength(1)
      })
    })

    describe('a race', () => {
      it('of many writers at one revision has exactly one winner', async () => {
        for (let revision = -1; revision < 5; revision++) {
          const expected = revision < 0 ? ('none' as const) : revision
          const contenders = Array.from({ length: 20 }, () => event())
          const results = await Promise.allSettled(
            contenders.map((contender) => store.append([append('a', expected, [contender])])),
          )
          const winners = contenders.filter((_, index) => results[index]!.status === 'fulfilled')
          expect(winners).toHaveLength(1)
          for (const result of results) {
            if (result.status === 'rejected')
              expect(result.reason).toMatchObject({ code: 'eventstore.wrongRevision' })
          }
          expect((await list(store.readStream('a'))).at(-1)!.id).toBe(winners[0]!.id)
        }
      })

      it('over streams in different orders has one winner for both', async () => {
        const results = await Promise.allSettled(
          Array.from({ length: 10 }, (_, index) => {
            const both = [append('a', 'none', [event()]), append('b', 'none', [event()])]
            return store.append(index % 2 === 0 ? both : both.reverse())
          }),
        )
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        expect(await list(store.readAll())).toHaveLength(2)
      })

      it('of writers of different streams has no loser', async () => {
        await Promise.all(
          Array.from({ length: 20 }, (_, index) => store.append([append(`s${index}`, 'none', [event()])])),
        )
        const all = await list(store.readAll())
        expect(new Set(all.map(({ stream }) => stream)).size).toBe(20)
        expectAscending(all)
      })
    })

    describe('reading a stream', () => {
      let ids: string[]
      beforeEach(async () => {
        const events = Array.from({ length: 10 }, (_, index) => event('N', { index }))
        ids = events.map(({ id }) => id)
        await store.append([append('a', 'none', events.slice(0, 4)), append('b', 'none', [event()])])
        await store.append([append('a', 3, events.slice(4))])
      })
      const read = async (options?: Parameters<EventStore['readStream']>[1]): Promise<string[]> =>
        (await list(store.readStream('a', options))).map(({ id }) => id)

      it('gives the events from the first to the last', async () => {
        expect(await read()).toEqual(ids)
        expect(await read({ direction: 'forwards' })).toEqual(ids)
      })
      it('gives the events backwards from the last', async () => {
        expect(await read({ direction: 'backwards' })).toEqual(ids.toReversed())
      })
      it('begins at a revision, inclusive', async () => {
        expect(await read({ from: 7 })).toEqual(ids.slice(7))
        expect(await read({ from: 2, direction: 'backwards' })).toEqual(ids.slice(0, 3).toReversed())
        expect(await read({ from: 0, direction: 'backwards' })).toEqual(ids.slice(0, 1))
      })
      it('ends at a limit', async () => {
        expect(await read({ limit: 3 })).toEqual(ids.slice(0, 3))
        expect(await read({ from: 8, limit: 100 })).toEqual(ids.slice(8))
        expect(await read({ limit: 1, direction: 'backwards' })).toEqual(ids.slice(-1))
      })
      it('gives nothing beyond the end, and everything backwards from beyond it', async () => {
        expect(await read({ from: 10 })).toEqual([])
        expect(await read({ from: 99, direction: 'backwards' })).toEqual(ids.toReversed())
      })
      it('gives nothing of a stream that does not exist', async () => {
        expect(await list(store.readStream('missing'))).toEqual([])
        expect(await list(store.readStream('missing', { direction: 'backwards' }))).toEqual([])
      })
      it('can be left in the middle', async () => {
        for await (const { revision } of store.readStream('a')) if (revision === 2) break
        expect(await read()).toEqual(ids)
      })
    })

    describe('reading a stream as bytes', () => {
      const texts = async (stream: string, from = 0) => {
        const found: Pick<RecordedEvent, 'stream' | 'revision' | 'position' | 'type' | 'data'>[] = []
        for await (const page of store.readTexts(stream, from)) {
          page.positions.forEach((position, index) => {
            const bytes = page.bytes.subarray(page.starts[index], page.ends[index])
            const data: unknown = JSON.parse(Buffer.from(bytes).toString())
            const type = page.typeNames[page.types[index]!]!
            found.push({ stream: page.stream, revision: page.revision + index, position, type, data })
          })
        }
        return found
      }
      const values = async (stream: string, from = 0) =>
        (await list(store.readStream(stream, { from }))).map(
          ({ stream: name, revision, position, type, data }) => ({
            stream: name,
            revision,
            position,
            type,
            data,
          }),
        )

      it('gives the events that reading as values gives', async () => {
        await fill(store)
        await store.append([append('a', 9, [event('AssetRegistered', samples), event('Tested', ' \n')])])
        for (const from of [0, 1, 9, 10, 11, 12])
          expect(await texts('a', from)).toEqual(await values('a', from))
        expect(await texts('missing')).toEqual([])
      })

      it('gives any JSON document unchanged, whatever its type is called', async () => {
        const document = fc.tuple(fc.jsonValue(), fc.constantFrom('A', 'Bé', 'a b', 'A'))
        await fc.assert(
          fc.asyncProperty(fc.array(document, { minLength: 1, maxLength: 5 }), async (documents) => {
            const stream = `json-${randomUUID()}`
            const plain = documents.map(([data, type]) => event(type, JSON.parse(JSON.stringify(data))))
            await store.append([append(stream, 'none', plain)])
            expect(await texts(stream)).toEqual(await values(stream))
          }),
          runs(50),
        )
      })

      it('gives more events than a page has, and large ones', async () => {
        const many = Array.from({ length: 1_500 }, (_, index) => event('N', { index }))
        await store.append([append('a', 'none', many)])
        const large = { text: 'é'.repeat(256 * 1024) }
        // Together they would be too large for one append to KurrentDB.
        for (const last of [1_499, 1_500]) await store.append([append('a', last, [event('Large', large)])])
        const found = await texts('a')
        expect(found.map(({ revision }) => revision)).toEqual(found.map((_, index) => index))
        expect(found).toHaveLength(1_502)
        expect(found.at(-1)!.data).toEqual(large)
      })
    })

    describe('reading all', () => {
      it('gives every event once, in the order of positions', async () => {
        await fill(store)
        const all = await list(store.readAll())
        expect(all).toHaveLength(30)
        expectAscending(all)
        expect(all[0]!.position).toBeGreaterThan(0)
        expect(await store.head()).toBe(all.at(-1)!.position)
      })

      it('begins after a position and ends at one, inclusive', async () => {
        await fill(store)
        const all = await list(store.readAll())
        const [after, upTo] = [all[9]!.position, all[19]!.position]
        expect(await list(store.readAll({ after }))).toEqual(all.slice(10))
        expect(await list(store.readAll({ upTo }))).toEqual(all.slice(0, 20))
        expect(await list(store.readAll({ after, upTo }))).toEqual(all.slice(10, 20))
        expect(await list(store.readAll({ after, limit: 5 }))).toEqual(all.slice(10, 15))
        expect(await list(store.readAll({ after: upTo, upTo: after }))).toEqual([])
        expect(await list(store.readAll({ after: await store.head() }))).toEqual([])
      })

      it('agrees with reading the streams', async () => {
        await fill(store)
        const all = await list(store.readAll())
        for (const stream of ['a', 'b', 'c']) {
          expect(await list(store.readStream(stream))).toEqual(all.filter((each) => each.stream === stream))
        }
      })

      it('gives only the events of streams with a prefix', async () => {
        await fill(store)
        await store.append([append('ab', 'none', [event(), event()])])
        const all = await list(store.readAll())
        const [after, upTo] = [all[3]!.position, all.at(-2)!.position]
        const ofA = all.filter((each) => each.stream.startsWith('a'))
        expect(new Set(ofA.map((each) => each.stream))).toEqual(new Set(['a', 'ab']))
        expect(await list(store.readAll({ streamPrefix: 'a' }))).toEqual(ofA)
        expect(await list(store.readAll({ streamPrefix: 'a', after, upTo }))).toEqual(
          ofA.filter(({ position }) => position > after && position <= upTo),
        )
        expect(await list(store.readAll({ streamPrefix: 'a', limit: 2 }))).toEqual(ofA.slice(0, 2))
        expect(await list(store.readAll({ streamPrefix: 'none' }))).toEqual([])
      })

      it('gives the events that existed when it began, although more are appended meanwhile', async () => {
        await fill(store)
        let last = 9
        const seen: string[] = []
        for await (const { id } of store.readAll()) {
          seen.push(id)
          if (last < 20) await store.append([append('a', last++, [event()])])
        }
        expect(seen).toHaveLength(30)
      })

      it('gives nothing in an empty store, whose head is 0', async () => {
        expect(await list(store.readAll())).toEqual([])
        expect(await store.head()).toBe(0)
      })
    })

    describe('after a restart', () => {
      it('has every event unchanged', async () => {
        await fill(store)
        const all = await list(store.readAll())
        store = await opened.reopen()
        expect(await list(store.readAll())).toEqual(all)
        expect(await store.head()).toBe(all.at(-1)!.position)
        // A store that knows its end without asking knows the same one.
        expect(store.headNow?.() ?? all.at(-1)!.position).toBe(all.at(-1)!.position)
      })

      it('goes on at the next revision and a higher position', async () => {
        await fill(store)
        const head = await store.head()
        store = await opened.reopen()
        const { position, revisions } = await store.append([
          append('a', 9, [event()]),
          append('new', 'none', [event()]),
        ])
        expect(position).toBeGreaterThan(head)
        expect(revisions.get('a')).toBe(10)
        expect((await list(store.readStream('new'))).map(({ stream }) => stream)).toEqual(['new'])
      })
    })
  })
}

/** Values that text formats and databases are known to change. */
const samples = {
  text: 'Grüße, 日本, \u0000, \ud83d\ude00, "quoted", \\, \u2028',
  amount: '0.000000000000000001',
  large: 9007199254740991,
  small: 1e-7,
  nested: [{ empty: {}, list: [], nothing: null, yes: true }],
}

function event(type = 'Tested', data: unknown = { n: 1 }): NewEvent {
  return { id: randomUUID(), type, data }
}

function append(
  stream: string,
  expectedRevision: StreamAppend['expectedRevision'],
  events: readonly NewEvent[],
): StreamAppend {
  return { stream, expectedRevision, events }
}

/** Ten events in each of three streams, interleaved. */
async function fill(store: EventStore): Promise<void> {
  for (let revision = -1; revision < 9; revision += 2) {
    for (const stream of ['a', 'b', 'c']) {
      await store.append([append(stream, revision < 0 ? 'none' : revision, [event(), event()])])
    }
  }
}

async function list<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

function expectAscending(events: readonly RecordedEvent[]): void {
  for (const [index, { position }] of events.entries()) {
    if (index > 0) expect(position).toBeGreaterThan(events[index - 1]!.position)
  }
}
