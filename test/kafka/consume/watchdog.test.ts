import { describe, expect, test } from 'vitest'
import { Watchdog } from '../../../src/kafka/consume/watchdog.ts'

describe('the watchdog', () => {
  /** Looks once a second; a look is `{ a: [next, high] }`. */
  function watch(...looks: Record<string, [number, number]>[]): string[][] {
    const watchdog = new Watchdog(3_000, 2_000)
    return looks.map((look, second) =>
      watchdog.look(
        second * 1_000,
        Object.entries(look).map(([name, [next, high]]) => ({ name, next, high })),
      ),
    )
  }

  test('notices a partition with lag that gets no further, though others flow', () => {
    const seen = watch(
      { a: [5, 9], b: [1, 9] },
      { a: [5, 9], b: [2, 9] },
      { a: [5, 12], b: [3, 9] },
      { a: [5, 12], b: [4, 9] },
    )
    expect(seen).toEqual([[], [], [], ['a']])
  })

  test('is patient with what came a moment ago, however long the partition was quiet before', () => {
    const quiet = Array.from({ length: 10 }, () => ({ a: [5, 5] as [number, number] }))
    expect(watch(...quiet, { a: [5, 6] }, { a: [5, 6] }, { a: [5, 6] }).flat()).toEqual([])
  })

  test('begins again with every step, however small, and with a partition that was away', () => {
    const steps = [5, 5, 6, 6, 7, 7].map((next) => ({ a: [next, 99] as [number, number] }))
    expect(watch(...steps).flat()).toEqual([])
    expect(watch({ a: [5, 9] }, { a: [5, 9] }, {}, { a: [5, 9] }, { a: [5, 9] }).flat()).toEqual([])
  })

  test('counts no time in which this process was stopped', () => {
    const watchdog = new Watchdog(3_000, 2_000)
    const behind = [{ name: 'a', next: 1, high: 9 }]
    expect(watchdog.look(0, behind)).toEqual([])
    expect(watchdog.look(600_000, behind)).toEqual([])
    expect(watchdog.look(601_000, behind)).toEqual(['a'])
  })
})
