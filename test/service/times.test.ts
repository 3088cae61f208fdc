import { describe, expect, test } from 'vitest'
import { readDay, readTime } from '../../src/service/times.ts'

const now = new Date('2026-11-28T16:00:00Z')

describe('a time as people write it', () => {
  test.each([
    ['2026-10', '2026-10-01T00:00:00Z'],
    ['2026-10-01', '2026-10-01T00:00:00Z'],
    ['2026-10-01T12:00', '2026-10-01T12:00:00Z'],
    ['2026-10-01 12:00', '2026-10-01T12:00:00Z'],
    ['2026-10-01T12:00Z', '2026-10-01T12:00:00Z'],
    ['2026-10-01t12:00:30z', '2026-10-01T12:00:30Z'],
    ['2026-10-01T12:00:30.5', '2026-10-01T12:00:30.5Z'],
    ['2026-10-01T12:00+02:00', '2026-10-01T10:00:00Z'],
    ['2026-10-01T12:00+0200', '2026-10-01T10:00:00Z'],
    ['2026-10-01T00:30+02', '2026-09-30T22:30:00Z'],
    ['2026-10-01T12:00:00.123456-05:30', '2026-10-01T17:30:00.123456Z'],
  ])('%s is %s', (text, time) => {
    expect(readTime(text, '--until', now)).toBe(time)
  })

  test.each([
    '',
    '2026',
    '2026-13',
    '2026-02-30',
    '2026-1-1',
    '2026-10-01T',
    '2026-10-01T12',
    '2026-10-01T24:00',
    '2026-10-01+02:00',
    '2026-10-01T12:00:60Z',
    '01.10.2026',
    '10/01/2026',
    'today',
    '1790000000',
    ' 2026-10-01',
  ])('%j is refused, with an example of this month', (text) => {
    expect(() => readTime(text, '--until', now)).toThrow(
      expect.objectContaining({
        code: 'time.malformed',
        message: expect.stringContaining('--until must be a day or a time, e.g. 2026-11-01'),
      }),
    )
  })

  test('a year that events cannot have is out of range', () => {
    expect(() => readTime('1999-12-31', '--until', now)).toThrow(
      expect.objectContaining({ code: 'time.outOfRange' }),
    )
  })

  test('a day is a day and nothing else', () => {
    expect(readDay('2026-10-01', '--day')).toBe('2026-10-01')
    for (const text of ['2026-10', '2026-10-01T00:00Z', '2026-02-30'])
      expect(() => readDay(text, '--day')).toThrow(expect.objectContaining({ code: 'time.malformed' }))
  })
})
