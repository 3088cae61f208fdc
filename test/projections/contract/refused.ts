/** What every `RefusedStore` promises. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RefusedEvent, RefusedKey, RefusedStore } from '../../../src/usage/refused.ts'
import { type OpenStore, unique, uniqueKey } from '../support/store.ts'

export function refusedContract(name: string, open: OpenStore): void {
  describe(`refused events: ${name}`, () => {
    let store: Awaited<ReturnType<OpenStore>>
    let refused: RefusedStore
    beforeAll(async () => {
      store = await open()
      refused = store.usage.refused
    })
    afterAll(() => store.dispose())

    it('keeps an event as it arrived', async () => {
      const code = unique('code')
      const events = [
        entry(code, { raw: '{"a":"\0 \\ \' \t\n é\u{1f600}"}', path: '/data/~1x', line: 2 ** 40 }),
        entry(code, { raw: '', origin: "it's", message: 'x'.repeat(5_000) }),
        entry(code, { raw: 'x'.repeat(1_048_576) }),
      ]
      await refused.add(events)
      expect((await refused.list({ limit: 10, code })).entries).toEqual(events)
    })

    it('keeps an entry once, however often it is added', async () => {
      const code = unique('code')
      const [one, other] = [entry(code), entry(code)]
      const before = await refused.count()
      await refused.add([one, one])
      await Promise.all([refused.add([one]), refused.add([one, other])])
      expect((await refused.list({ limit: 10, code })).entries).toEqual([one, other])
      expect(await refused.count()).toBe(before + 2)
      await refused.add([])
    })

    it('lists the oldest first, in pages, of one code or of all', async () => {
      const code = unique('code')
      const times = [3, 1, 2, 2, 5, 4]
      const events = times.map((minute) => entry(code, { refusedAt: `2024-01-01T00:0${minute}:00.000Z` }))
      await refused.add(events)
      await refused.add([entry(unique('other'), { refusedAt: '2024-01-01T00:02:30.000Z' })])
      const expected = [events[1], events[2], events[3], events[0], events[5], events[4]]
      expect((await refused.list({ limit: 10, code })).entries).toEqual(expected)
      const paged: RefusedEvent[] = []
      let after: RefusedKey | undefined
      do {
        const { entries, next } = await refused.list({ limit: 2, code, ...(after && { after }) })
        expect(entries.length).toBe(2)
        paged.push(...entries)
        after = next
      } while (after)
      expect(paged).toEqual(expected)
      expect((await refused.list({ limit: 1_000 })).entries.length).toBeGreaterThan(expected.length)
      expect((await refused.list({ limit: 10, code: "' OR 1 = 1" })).entries).toEqual([])
      expect(await refused.count(code)).toBe(events.length)
      const codes = await refused.codes()
      expect(codes.get(code)).toBe(events.length)
      expect([...codes.values()].reduce((sum, entries) => sum + entries, 0)).toBe(await refused.count())
      expect([...codes.keys()]).toEqual([...codes.keys()].sort())
      expect(await refused.count("' OR 1 = 1")).toBe(0)
    })

    it('lists events that were refused at one moment in the order in which they were refused', async () => {
      const code = unique('code')
      const [refusedAt, key] = ['2024-01-01T00:00:00.000Z', uniqueKey().slice(2)]
      const events = [2, 9, 10].map((line) => entry(code, { line, refusedAt, id: `${90 - line * 5}${key}` }))
      await refused.add(events)
      expect((await refused.list({ limit: 10, code })).entries).toEqual(events)
      const first = await refused.list({ limit: 1, code })
      expect(first.entries).toEqual(events.slice(0, 1))
      expect((await refused.list({ limit: 10, code, after: first.next! })).entries).toEqual(events.slice(1))
    })

    it('leaves out resolved entries, and continues after them', async () => {
      const code = unique('code')
      const events = [entry(code), entry(code), entry(code)]
      await refused.add(events)
      const before = await refused.count()
      const { next } = await refused.list({ limit: 2, code })
      await refused.resolve([events[1]!.id, events[1]!.id, uniqueKey()])
      await refused.resolve([events[1]!.id])
      await refused.resolve([])
      expect((await refused.list({ limit: 10, code })).entries).toEqual([events[0], events[2]])
      expect((await refused.list({ limit: 10, code, after: next! })).entries).toEqual([events[2]])
      expect(await refused.count()).toBe(before - 1)
    })

    it('keeps the names of an event, and its place in an array', async () => {
      const code = unique('code')
      const event = entry(code, { element: 0, source: '/s', eventId: "it's", identity: uniqueKey() })
      await refused.add([event])
      expect((await refused.list({ limit: 10, code })).entries).toEqual([event])
    })

    it('lists only events of given identities, in pages too', async () => {
      const code = unique('code')
      const [one, other, none] = [uniqueKey(), uniqueKey(), uniqueKey()]
      const events = [one, other, one].map((identity, line) => entry(code, { identity, line }))
      await refused.add([...events, entry(code)])
      const of = (...keys: string[]) => ({ limit: 2, code, identities: Buffer.from(keys.join(''), 'hex') })
      const first = await refused.list(of(one, other, none))
      const second = await refused.list({ ...of(one, other, none), after: first.next! })
      const byLine = [...first.entries, ...second.entries].sort((a, b) => a.line - b.line)
      expect(byLine).toEqual(events)
      expect((await refused.list(of(other))).entries).toEqual([events[1]])
      expect((await refused.list(of(none))).entries).toEqual([])
      expect((await refused.list(of())).entries).toEqual([])
    })

    it('lists entries of one array in its order, whatever their ids are', async () => {
      const code = unique('code')
      const refusedAt = '2024-01-01T00:00:00.000Z'
      const events = Array.from({ length: 50 }, (_, element) => entry(code, { element, refusedAt })).reverse()
      await refused.add(events)
      expect((await refused.list({ limit: 100, code })).entries).toEqual(events)
    })

    it('ends a page by bytes too, and has one entry on it at least', async () => {
      const code = unique('code')
      const events = [10, 10, 2_000, 10, 10, 10].map((size) => entry(code, { raw: 'x'.repeat(size) }))
      await refused.add(events)
      const sizes: number[] = []
      const paged: RefusedEvent[] = []
      let after: RefusedKey | undefined
      do {
        const { entries, next } = await refused.list({
          limit: 10,
          bytesMax: 25,
          code,
          ...(after && { after }),
        })
        sizes.push(entries.length)
        paged.push(...entries)
        after = next
      } while (after)
      expect(sizes).toEqual([2, 1, 2, 1])
      expect(paged).toEqual(events)
    })

    it('closes the entries whose identity is accepted, and no conflict', async () => {
      const code = unique('code')
      const [one, other, third] = [uniqueKey(), uniqueKey(), uniqueKey()]
      const events = [
        entry(code, { identity: one }),
        entry(code, { identity: one }),
        entry(code, { identity: other }),
        entry(code),
      ]
      const conflict = entry('event.conflict', { identity: third })
      await refused.add([...events, conflict])
      await refused.closeAccepted(Buffer.from(uniqueKey() + one + third, 'hex'))
      expect((await refused.list({ limit: 10, code })).entries).toEqual(events.slice(2))
      const conflicts = (await refused.list({ limit: 1_000, code: 'event.conflict' })).entries
      expect(conflicts).toContainEqual(conflict)
      await refused.closeAccepted(new Uint8Array(0))
    })

    it('dismisses what a person selects, and counts it', async () => {
      const code = unique('code')
      const events = [1, 2, 3, 4].map((minute) =>
        entry(code, { refusedAt: `2023-01-01T00:0${minute}:00.000Z` }),
      )
      await refused.add(events)
      const { dismissed } = await refused.losses()
      expect(await refused.dismiss({ code, before: Date.parse('2023-01-01T00:02:00Z') })).toBe(1)
      expect(await refused.dismiss({ code, ids: [events[2]!.id, uniqueKey()] })).toBe(1)
      expect(await refused.dismiss({ code: "' OR 1 = 1" })).toBe(0)
      expect((await refused.list({ limit: 10, code })).entries).toEqual([events[1], events[3]])
      expect(await refused.dismiss({ code })).toBe(2)
      expect((await refused.losses()).dismissed).toBe(dismissed + 4)
    })

    it('opens an entry again when its event is refused after it was resolved', async () => {
      const code = unique('code')
      const event = entry(code)
      await refused.add([event])
      await refused.resolve([event.id])
      const again = { ...event, refusedAt: '2030-01-01T00:00:00.000Z' }
      await refused.add([again])
      await refused.add([again])
      expect((await refused.list({ limit: 10, code })).entries).toEqual([again])
      await refused.resolve([event.id])
      expect((await refused.list({ limit: 10, code })).entries).toEqual([])
    })
  })
}

let minute = 0

/** Each is refused a second later than the one before. */
function entry(code: string, rest: Partial<RefusedEvent> = {}): RefusedEvent {
  return {
    id: uniqueKey(),
    origin: 'calls.ndjson',
    format: 'cloudevents',
    line: 1,
    code,
    path: '',
    message: 'It was refused.',
    raw: '{}',
    refusedAt: new Date(1_700_000_000_000 + minute++ * 1_000).toISOString(),
    ...rest,
  }
}
