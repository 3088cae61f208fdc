import { expect, test } from 'vitest'
import { untilAgain } from '../../console/src/pages/contracts/untilAgain.ts'

const minute = 60_000
const last = { until: '2026-03-01T12:00:00.123456Z', asked: 1_000_000 }
const again = (after: number, effectiveFrom = '2026-03-01') =>
  untilAgain(last, { now: last.asked + after, effectiveFrom })

test('the sliders ask about the same end of the close for some minutes', () => {
  expect(untilAgain(undefined, { now: 0, effectiveFrom: '2026-03-01' })).toBeUndefined()
  expect(again(4 * minute)).toBe(last.until)
  expect(again(6 * minute)).toBeUndefined()
  // A clock that was set back.
  expect(again(-1)).toBeUndefined()
})

test('terms that begin after that end are tried out on a close that ends now', () => {
  expect(again(minute, '2026-03-02')).toBeUndefined()
})
