/** The load generator: what it sends is decided by its seed, and it knows the books of what it sent. */
import { describe, expect, test } from 'vitest'
import { createEconomy, lastUntil, registryLines } from '../../bench/load/economy.ts'
import { defaultLoad, defaultMix } from '../../bench/load/options.ts'
import { createPace } from '../../bench/load/pace.ts'
import { type LoadEvent, LoadStream } from '../../bench/load/stream.ts'
import { Tracker } from '../../bench/load/tracker.ts'
import { createZipf } from '../../bench/load/zipf.ts'
import { createRandom } from '../../bench/support/random.ts'
import { collect } from '../support/collect.ts'
import { temporaryHeadwater, textStream } from '../support/temporaryHeadwater.ts'

const events = 2_500
const options = {
  ...defaultLoad,
  assets: 40,
  mix: {
    ...defaultMix,
    duplicates: 0.05,
    conflicts: 0.03,
    bad: 0.05,
    late: 0.03,
    early: 0.02,
    unknown: 0.02,
  },
}

function play(seed: number): { stream: LoadStream; sent: LoadEvent[]; registry: string } {
  const economy = createEconomy(seed, options.assets)
  const stream = new LoadStream({ ...options, seed }, economy, events)
  const sent = Array.from({ length: events }, () => stream.next())
  return { stream, sent, registry: registryLines(economy) }
}

describe('the load generator', () => {
  test('sends the same events for the same seed, and others for another', () => {
    const [one, again, other] = [play(3), play(3), play(4)]
    expect(again.sent).toEqual(one.sent)
    expect(again.registry).toBe(one.registry)
    expect(again.stream.books.expected()).toEqual(one.stream.books.expected())
    expect(other.sent.filter(({ text }, at) => text === one.sent[at]!.text)).toEqual([])
  })

  test('knows the books of what it sent to the unit, whatever is repeated, contradicted, late or broken', async () => {
    const { stream, sent, registry } = play(11)
    const { outcomes, refusedByCode, epoch } = stream.books.expected()
    for (const count of [...Object.values(outcomes), ...Object.values(epoch.counts)])
      expect(count).toBeGreaterThan(10)
    await using temporary = await temporaryHeadwater()
    const { service } = temporary
    const registered = await service.ingest(textStream(registry), { origin: 'registry' })
    expect(registered.rejected).toEqual([])
    await service.close({ until: '2025-03-01T00:00:00Z' })
    const lines = sent.map(({ text }) => `${text}\n`).join('')
    const { accepted, duplicate, conflict, rejectedCount } = await service.ingest(textStream(lines), {
      origin: 'calls',
    })
    expect({ accepted, duplicate, conflict, rejected: rejectedCount }).toEqual(outcomes)

    const { counts, totals, trees } = await service.close({ until: lastUntil })
    expect({ counts, totals, trees }).toEqual({
      counts: epoch.counts,
      totals: epoch.totals,
      trees: epoch.trees,
    })
    expect(await collect(service.statements(2))).toEqual(epoch.statements)
    for (const [code, count] of Object.entries(refusedByCode))
      expect((await service.refused({ code, limit: 1 })).total, code).toBe(count)
  })

  test('sends what contradicts another event after that one', () => {
    const { sent } = play(5)
    const conflicts = sent.flatMap(({ after, number }, at) => (after < 0 ? [] : [{ at, after, number }]))
    expect(conflicts.length).toBeGreaterThan(30)
    for (const { at, after, number } of conflicts) {
      expect(after).toBeLessThan(at)
      expect(sent[after]!.number).toBe(number)
    }
  })

  test('puts so many of a second into bursts, and misses none', () => {
    const pace = createPace(1_000, 20, { everySeconds: 10, lengthSeconds: 1, factor: 3 })
    expect(pace.events).toBe(20_000)
    expect(pace.dueBy(10_000) - pace.dueBy(9_000)).toBe(3_000)
    expect(pace.dueBy(1_000)).toBe(777)
    for (let event = 1; event < pace.events; event++) {
      expect(pace.dueMs(event)).toBeGreaterThanOrEqual(pace.dueMs(event - 1))
      expect(Math.abs(pace.dueBy(pace.dueMs(event)) - event)).toBeLessThanOrEqual(1)
    }
  })

  test('prefers the first by Zipf, and by exponent 0 none', () => {
    const counts = (exponent: number) => {
      const [random, zipf] = [createRandom(1), createZipf(10, exponent)]
      const found = Array(10).fill(0)
      for (let drawn = 0; drawn < 10_000; drawn++) found[zipf(random)]++
      return found
    }
    const skewed = counts(1)
    expect(skewed[0] / skewed[9]).toBeGreaterThan(7)
    expect(Math.min(...counts(0))).toBeGreaterThan(850)
  })

  test('counts an event that had to wait from when it was due, not from when it left', () => {
    const tracker = new Tracker(performance.now() - 2_000, 500)
    tracker.madeDurable(Float64Array.of(0, 1_000))
    expect(tracker.latency.maxMs).toBeGreaterThanOrEqual(1_999)
    expect(tracker.latency.count).toBe(2)
    expect(tracker.warmLatency.count).toBe(1)
    expect(tracker.warmLatency.maxMs).toBeLessThan(tracker.latency.maxMs)
  })
})
