/** I7: whatever dies, sleeps or is cut off between a producer and the books, they are those of the slow reference. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SeedOptions, SeedReport } from '../../tools/chaos/run.ts'
import { runSeeds, shown, usual } from '../../tools/chaos/seeds.ts'
import { hasKafka } from '../../tools/kafka/broker.ts'

const seeds = Array.from({ length: 12 }, (_, i) => i + 1)
const atOnce = 2

describe.skipIf(!hasKafka())('producers, two workers and their engines under faults (I7)', () => {
  const reports = new Map(seeds.map((seed) => [seed, Promise.withResolvers<SeedReport>()]))
  const stop = new AbortController()
  let running: Promise<void>
  beforeAll(() => {
    const tell = (report: SeedReport) => reports.get(report.seed)!.resolve(report)
    running = runSeeds(seeds, usual, { atOnce, onReport: tell, signal: stop.signal }).catch((error) => {
      for (const { reject } of reports.values()) reject(error)
    })
  })
  afterAll(async () => {
    stop.abort()
    await running
  })
  for (const seed of seeds) {
    it(`seed ${seed}: same statements, same roots, every refused event listed once`, async () => {
      const report = await reports.get(seed)!.promise
      if (report.differences.length > 0) console.error(shown(report, usual))
      expect(report.differences).toEqual([])
    })
  }
})

describe.skipIf(!hasKafka())(
  'four workers that know the identities of their own partitions, under faults (I7)',
  () => {
    const four = { workers: 4, calls: 120 }
    const cast: readonly (readonly [number, SeedOptions])[] = [
      [1, { ...four, identities: 'own' }],
      [2, { ...four, identities: 'mixed' }],
    ]
    const reports = cast.map(() => Promise.withResolvers<SeedReport>())
    let running: Promise<unknown>
    beforeAll(() => {
      running = Promise.all(
        cast.map(([seed, options], at) =>
          runSeeds([seed], options, { atOnce: 1, onReport: reports[at]!.resolve }).catch(reports[at]!.reject),
        ),
      )
    })
    afterAll(() => running)
    for (const [at, [seed, options]] of cast.entries()) {
      it(`seed ${seed}, identities ${options.identities}: the books of the reference, and indexes that agree`, async () => {
        const report = await reports[at]!.promise
        if (report.differences.length > 0) console.error(shown(report, options))
        expect(report.differences).toEqual([])
      })
    }
  },
)
