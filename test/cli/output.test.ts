import { Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createProgress, describeStage } from '../../src/cli/output/progress.ts'
import { alignAtPoint, formatTable, printable } from '../../src/cli/output/table.ts'

describe('tables', () => {
  test('align amounts at their points', () => {
    expect(alignAtPoint(['1', '20.5', '0.000001', ''])).toEqual([
      '1       ',
      '20.5     ',
      '0.000001',
      '       ',
    ])
    const table = formatTable(
      ['1', '20.5', '300.25'],
      [{ head: 'paid', of: (amount) => amount, kind: 'amount' }],
    )
    expect(table.split('\n')).toEqual(['  paid', '  1', ' 20.5', '300.25'])
  })

  test('show no control or direction character from events', () => {
    expect(printable('a\u001b[31m\n\u202eb\u0085')).toBe('a\\u001b[31m\\u000a\\u202eb\\u0085')
    expect(printable('ünïcödé 𝔷')).toBe('ünïcödé 𝔷')
  })
})

test('a stage is shown with the time that is left', () => {
  expect(describeStage('books', undefined)).toBe('books')
  expect(describeStage('books', 4_200)).toBe('books, about 5 s left')
  expect(describeStage('books', 240_000)).toBe('books, about 4 min left')
})

describe('progress without a terminal', () => {
  test('is silent for a second, then writes a line every few seconds', () => {
    const lines: string[] = []
    let now = 0
    const stream = new Writable({
      decodeStrings: false,
      write(text, _encoding, done) {
        lines.push(text)
        done()
      },
    })
    const progress = createProgress(stream, 'calls.ndjson', () => now)
    for (now = 0; now <= 12_000; now += 100)
      progress.update({ done: now, total: 12_000, note: `${now} events` })
    progress.stop()
    expect(lines).toEqual([
      'calls.ndjson 8% 1000 events\n',
      'calls.ndjson 50% 6000 events\n',
      'calls.ndjson 91% 11000 events\n',
    ])
  })
})
