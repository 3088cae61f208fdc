/** What every `RefusedStore` promises. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RefusedEvent, RefusedStore } from '../../../src/usage/refused.ts'
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
      expect(await refused.list({ limit: 10, code })).toEqual(events)
    })

    it('keeps an entry once, however often it is added', async () => {
      const code = unique('code')
      const [one, other] = [entry(code), entry(code)]
      const before = await refused.count()
      await refused.add([one, one])
      await Promise.all([refused.add([one]), refused.add([one, other])])
      expect(await refused.list({ limit: 10, code })).toEqual([one, other])
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
      expect(await refused.list({ limit: 10, code })).toEqual(expected)
      const paged: RefusedEvent[] = []
      for (let page = await refused.list({ limit: 2, code }); page.length > 0; ) {
        paged.push(...page)
        page = await refused.list({ limit: 2, code, after: page.at(-1)!.id })
      }
      expect(paged).toEqual(expected)
      expect((await refused.list({ limit: 1_000 })).length).toBeGreaterThan(expected.length)
      expect(await refused.list({ limit: 10, code: "' OR 1 = 1" })).toEqual([])
      expect(await refused.count(code)).toBe(events.length)
      expect(await refused.count("' OR 1 = 1")).toBe(0)
    })

    it('lists events that were refused at one moment in the order of their lines', async () => {
      const code = unique('code')
      const [refusedAt, key] = ['2024-01-01T00:00:00.000Z', uniqueKey().slice(2)]
      const events = [2, 9, 10].map((line) => entry(code, { line, refusedAt, id: `${90 - line * 5}${key}` }))
      await refused.add([...events].reverse())
      expect(await refused.list({ limit: 10, code })).toEqual(events)
      expect(await refused.list({ limit: 1, code })).toEqual(events.slice(0, 1))
      expect(await refused.list({ limit: 10, code, after: events[0]!.id })).toEqual(events.slice(1))
    })

    it('leaves out resolved entries, and continues after them', async () => {
      const code = unique('code')
      const events = [entry(code), entry(code), entry(code)]
      await refused.add(events)
      const before = await refused.count()
      await refused.resolve([events[1]!.id, events[1]!.id, uniqueKey()])
      await refused.resolve([events[1]!.id])
      await refused.resolve([])
      expect(await refused.list({ limit: 10, code })).toEqual([events[0], events[2]])
      expect(await refused.list({ limit: 10, code, after: events[1]!.id })).toEqual([events[2]])
      expect(await refused.count()).toBe(before - 1)
    })

    it('opens an entry again when its event is refused after it was resolved', async () => {
      const code = unique('code')
      const event = entry(code)
      await refused.add([event])
      await refused.resolve([event.id])
      const again = { ...event, refusedAt: '2030-01-01T00:00:00.000Z' }
      await refused.add([again])
      await refused.add([again])
      expect(await refused.list({ limit: 10, code })).toEqual([again])
      await refused.resolve([event.id])
      expect(await refused.list({ limit: 10, code })).toEqual([])
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
