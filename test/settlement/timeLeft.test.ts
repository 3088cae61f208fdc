import { expect, it } from 'vitest'
import { type CloseProgress, counter } from '../../src/settlement/progress.ts'
import { estimateTime } from '../../src/settlement/timeLeft.ts'

function watch() {
  let time = 0
  const seen: CloseProgress[] = []
  const report = estimateTime(
    (progress) => seen.push(progress),
    () => time,
  )
  return { seen, report, pass: (milliseconds: number) => (time += milliseconds) }
}

it('says of a close how long the rest takes, in proportion to what the work so far took', () => {
  const { seen, report, pass } = watch()
  report({ stage: 'scope' })
  pass(5_000)
  report({ stage: 'duplicates', total: 1_000_000, expected: { sums: 1_000_000, reconcile: 1_000_000 } })
  pass(600)
  report({ stage: 'duplicates', done: 1_000_000, total: 1_000_000 })
  expect(seen.slice(0, 2)).toEqual([{ stage: 'scope' }, { stage: 'duplicates', done: 0, total: 1_000_000 }])
  // 0.2 µs a row so far; sums and what the close waits for while it reconciles are 0.9 and 0.2.
  expect(seen.at(-1)!.millisecondsLeft).toBeCloseTo(3_300)
})

it('counts work that becomes known later, and is at nothing in the end', () => {
  const { seen, report, pass } = watch()
  report({ stage: 'duplicates', total: 100_000, expected: { sums: 100_000 } })
  pass(1_000)
  report({ stage: 'sums' })
  const before = seen.at(-1)!.millisecondsLeft!
  report({ stage: 'payments', expected: { books: 1_000_000 } })
  expect(seen.at(-1)!.millisecondsLeft).toBeGreaterThan(before)
  pass(1_000)
  report({ stage: 'books', done: 1_200_000 })
  expect(seen.at(-1)).toEqual({ stage: 'books', done: 1_000_000, total: 1_000_000, millisecondsLeft: 0 })
  report({ stage: 'record' })
  expect(seen.at(-1)).toEqual({ stage: 'record', millisecondsLeft: 0 })
})

it('says nothing before there is something to go by', () => {
  const { seen, report, pass } = watch()
  report({ stage: 'reconcile', total: 10 })
  pass(100)
  report({ stage: 'reconcile', done: 5, total: 10 })
  expect(seen.every(({ millisecondsLeft }) => millisecondsLeft === undefined)).toBe(true)
})

it('reports what a stage does now and then, not at each step', () => {
  const seen: number[] = []
  const count = counter(({ done }) => seen.push(done!), 'check')
  for (let at = 0; at < 25_000; at++) count(1)
  expect(seen).toEqual([10_000, 20_000])
})
