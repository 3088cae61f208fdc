import fc from 'fast-check'
import { expect, test } from 'vitest'
import { epochTime } from '../../../src/decoding/formats/times.ts'
import { runs } from '../../support/properties.ts'

test('P: seconds since 1970 become the time that Date has for them, in any order of days', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 946_684_800, max: 4_133_980_799 }),
      fc.nat(999_999_999),
      (seconds, nanoseconds) => {
        const fraction = String(nanoseconds).padStart(9, '0')
        const read = epochTime(`${seconds}${fraction}`, 'nanoseconds', '/time')
        const expected = new Date(seconds * 1_000).toISOString().slice(0, 19)
        expect(read).toBe(`${expected}.${fraction.slice(0, 6)}Z`)
      },
    ),
    runs('cheap', 500),
  )
})

test('the first and the last second of a day, and the last of the year 9999', () => {
  expect(epochTime('0', 'seconds', '/time')).toBe('1970-01-01T00:00:00.000000Z')
  expect(epochTime('86399', 'seconds', '/time')).toBe('1970-01-01T23:59:59.000000Z')
  expect(epochTime('86400', 'seconds', '/time')).toBe('1970-01-02T00:00:00.000000Z')
  expect(epochTime('253402300799', 'seconds', '/time')).toBe('9999-12-31T23:59:59.000000Z')
})
