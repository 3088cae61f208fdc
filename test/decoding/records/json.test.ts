import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseWrittenJson, parseWrittenText, writtenNumber } from '../../../src/decoding/records/json.ts'
import { runs } from '../../support/properties.ts'

const written = (number: string) => writtenNumber((parseWrittenText(`{"a":${number}}`) as { a: unknown }).a)

test.each([
  ['0.00022500000000000002', '0.00022500000000000002'],
  ['0.000225000000000000021', '0.000225000000000000021'],
  ['0.10000000000000001', '0.10000000000000001'],
  ['1772442000000000001', '1772442000000000001'],
  ['123456789012345', '123456789012345'],
  ['5.4999999999999995e-05', '0.000054999999999999995'],
  ['1.50', '1.5'],
])('the number %s keeps its digits', (number, text) => {
  expect(written(number)).toBe(text)
})

test('every decimal number keeps its value', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat(29), (digits, point) => {
      const text = String(digits).padStart(point + 1, '0')
      const number = point === 0 ? text : `${text.slice(0, -point)}.${text.slice(-point)}`
      const plain = (value: string) => (value.includes('.') ? value.replace(/\.?0+$/, '') : value)
      const read = written(number)!
      // A double that is an exact power of ten may have an exponent.
      if (!read.includes('e')) expect(plain(read)).toBe(plain(number))
      else expect(Number(read)).toBe(Number(number))
    }),
    runs(500),
  )
})

test('a record may nest 128 brackets deep, and have any number of them', () => {
  const parse = (text: string) => parseWrittenJson(Buffer.from(text), 0, Buffer.byteLength(text))
  expect(parse(`[${'[],'.repeat(1_000)}[]]`)).toHaveLength(1_001)
  expect(parse('['.repeat(128) + ']'.repeat(128))).toHaveLength(1)
  expect(() => parse('['.repeat(129) + ']'.repeat(129))).toThrow(
    expect.objectContaining({ code: 'event.tooDeep' }),
  )
})

test('a long number keeps its digits wherever it is in the text', () => {
  const number = '0.000225000000000000021'
  for (let before = 0; before < 40; before++) {
    for (const value of [number, `-${number}`, ` ${number}`, `[${number}`]) {
      const end = value.startsWith('[') ? ']' : ''
      const text = `{"${'x'.repeat(before)}12.5":"1772442000000000001","a":${value}${end}}`
      expect(JSON.stringify((parseWrittenText(text) as { a: unknown }).a)).toBe(value.trim() + end)
    }
  }
})

test('brackets in strings do not nest, also behind quotes that are escaped', () => {
  const parse = (text: string) => parseWrittenJson(Buffer.from(text), 0, Buffer.byteLength(text))
  const brackets = '['.repeat(200)
  expect(parse(`["${brackets}","\\"${brackets}","\\\\",[]]`)).toHaveLength(4)
  const deep = `${'['.repeat(126)}${']'.repeat(126)}`
  expect(parse(`["\\\\",{"${brackets}\\"":${deep}}]`)).toHaveLength(2)
  expect(() => parse(`["\\\\",{"${brackets}\\"":[${deep}]}]`)).toThrow(
    expect.objectContaining({ code: 'event.tooDeep' }),
  )
})
