import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTime, parseTime, parseTimeBytes, timeMax, timeMin } from '../../src/events/time.ts'
import { expectRefused } from '../registry/support.ts'
import { runs } from '../support/properties.ts'

const times = fc.integer({ min: 0, max: timeMax - timeMin }).map((offset) => timeMin + offset)

describe('times', () => {
  it('are kept in microseconds', () => {
    expect(parseTime('2024-05-01T12:34:56.123456Z')).toBe(Date.UTC(2024, 4, 1, 12, 34, 56) * 1_000 + 123_456)
    expect(parseTime('2024-05-01T12:34:56.5Z')).toBe(Date.UTC(2024, 4, 1, 12, 34, 56) * 1_000 + 500_000)
  })

  it('lose digits finer than a microsecond, towards the past', () => {
    expect(formatTime(parseTime('2024-05-01T00:00:00.1234569999Z'))).toBe('2024-05-01T00:00:00.123456Z')
    expect(formatTime(parseTime('2024-05-01T00:00:00.9999999Z'))).toBe('2024-05-01T00:00:00.999999Z')
    expect(formatTime(parseTime(`2024-05-01T00:00:00.${'0'.repeat(300)}1Z`))).toBe('2024-05-01T00:00:00Z')
  })

  it('are the same for every way to write an instant', () => {
    const instant = parseTime('2024-03-01T00:30:00.25Z')
    for (const text of [
      '2024-03-01T00:30:00.250000Z',
      '2024-03-01t00:30:00.25z',
      '2024-02-29T23:30:00.25-01:00',
      '2024-03-01T14:30:00.250+14:00',
      '2024-03-01T00:30:00.25-00:00',
      '2024-03-02T00:29:00.25+23:59',
    ]) {
      expect(parseTime(text)).toBe(instant)
    }
  })

  it('have the leap days of the calendar', () => {
    for (const year of [2000, 2004, 2096])
      expect(formatTime(parseTime(`${year}-02-29T00:00:00Z`))).toContain('-02-29')
    for (const year of [2001, 2100])
      expectRefused(() => parseTime(`${year}-02-29T00:00:00Z`), 'time.malformed')
  })

  it('lie within the years 2000 to 2100 in UTC, after the offset is taken off', () => {
    expect(parseTime('2000-01-01T00:00:00Z')).toBe(timeMin)
    expect(parseTime('1999-12-31T23:00:00-01:00')).toBe(timeMin)
    expect(parseTime('2100-12-31T23:59:59.999999999Z')).toBe(timeMax)
    expect(parseTime('2101-01-01T00:59:59.999999+01:00')).toBe(timeMax)
    for (const text of [
      '1999-12-31T23:59:59.999999Z',
      '2000-01-01T00:59:59+01:00',
      '2101-01-01T00:00:00Z',
      '2100-12-31T23:00:00-01:00',
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59Z',
    ]) {
      expectRefused(() => parseTime(text), 'time.outOfRange')
    }
  })

  it.each([
    ['without a zone', '2024-01-01T00:00:00'],
    ['of a leap second', '2016-12-31T23:59:60Z'],
    ['of February 30', '2024-02-30T00:00:00Z'],
    ['of February 29 in a common year', '2023-02-29T00:00:00Z'],
    ['of February 29 in 2100', '2100-02-29T00:00:00Z'],
    ['of April 31', '2024-04-31T00:00:00Z'],
    ['of day 0', '2024-01-00T00:00:00Z'],
    ['of month 13', '2024-13-01T00:00:00Z'],
    ['of month 0', '2024-00-01T00:00:00Z'],
    ['of hour 24', '2024-01-01T24:00:00Z'],
    ['of minute 60', '2024-01-01T00:60:00Z'],
    ['with a space for T', '2024-01-01 00:00:00Z'],
    ['with a comma', '2024-01-01T00:00:00,5Z'],
    ['with a point and no digits', '2024-01-01T00:00:00.Z'],
    ['without seconds', '2024-01-01T00:00Z'],
    ['with an offset of no colon', '2024-01-01T00:00:00+0100'],
    ['with an offset of 24 hours', '2024-01-01T00:00:00+24:00'],
    ['with an offset of 60 minutes', '2024-01-01T00:00:00+01:60'],
    ['with an offset of hours only', '2024-01-01T00:00:00+01'],
    ['with two zones', '2024-01-01T00:00:00ZZ'],
    ['with a sign before the year', '+2024-01-01T00:00:00Z'],
    ['with a minus within', '2024-01-01T00:00:-1Z'],
    ['with digits that are not ASCII', '２０２４-01-01T00:00:00Z'],
    ['of a date alone', '2024-01-01'],
    ['of a bare number', '1704067200'],
    ['in the form of HTTP', 'Mon, 01 Jan 2024 00:00:00 GMT'],
    ['with blanks around', ' 2024-01-01T00:00:00Z'],
    ['with a line break behind', '2024-01-01T00:00:00Z\n'],
    ['that is empty', ''],
  ])('are refused where malformed: one %s', (_, text) => {
    expectRefused(() => parseTime(text), 'time.malformed')
  })

  it('agree with Date on every millisecond', () => {
    fc.assert(
      fc.property(times, (micros) => {
        const millis = Math.floor(micros / 1_000)
        expect(parseTime(new Date(millis).toISOString())).toBe(millis * 1_000)
      }),
      runs('cheap'),
    )
  })

  it('are the same after formatting and parsing, at every offset', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -1_439, max: 1_439 }), (micros, offset) => {
        expect(parseTime(formatTime(micros))).toBe(micros)
        const shifted = micros + offset * 60_000_000
        if (shifted < timeMin || shifted > timeMax) return
        const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0')
        const minutes = String(Math.abs(offset) % 60).padStart(2, '0')
        const zone = `${offset < 0 ? '-' : '+'}${hours}:${minutes}`
        expect(parseTime(formatTime(shifted).replace('Z', zone))).toBe(micros)
      }),
      runs('cheap'),
    )
  })

  it('read the same from bytes within a longer line', () => {
    const text = '2024-05-01T12:34:56.123456+02:00'
    const line = new TextEncoder().encode(`"${text}"99Z`)
    expect(parseTimeBytes(line, 1, 1 + text.length)).toBe(parseTime(text))
    expect(parseTimeBytes(line, 1, text.length)).toBe(-1)
    expect(parseTimeBytes(line, 1, 2 + text.length)).toBe(-1)
    expect(parseTimeBytes(new TextEncoder().encode('1999-01-01T00:00:00Z'), 0, 20)).toBe(-1)
  })

  it('are not read past the end of the bytes given', () => {
    const bytes = new TextEncoder().encode('2024-05-01T12:34:56Z')
    for (let end = 0; end < bytes.length; end++) expect(parseTimeBytes(bytes, 0, end)).toBe(-1)
  })

  it('with one wrong character are refused or another time', () => {
    const text = '2024-02-29T12:34:56.5+02:00'
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom(' ', '/', ':', 'a', 'Z', '+', '.', '\0', 'é'),
        (at, char) => {
          const spoilt = text.slice(0, at) + char + text.slice(at + 1)
          if (spoilt === text) return
          expectRefused(() => parseTime(spoilt), 'time.malformed')
        },
      ),
      runs('cheap'),
    )
  })
})
