import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exact, exactText, product, sum } from '../../../../src/decoding/formats/exact.ts'
import { declaredAmount } from '../../../../src/decoding/formats/record.ts'
import { runs } from '../../../support/properties.ts'
import { rowOf } from './support.ts'

async function amount(cost: string, mapping: object = {}, template = '{cost}'): Promise<string | undefined> {
  const data = await rowOf({ cost }, mapping, { amount: template, currency: 'USD' })
  return typeof data === 'string' ? data : data.amount
}

async function input(count: string, mapping: object = {}): Promise<string | number | undefined> {
  const data = await rowOf({ count }, mapping, { tokens: { input: '{count}' } })
  return typeof data === 'string' ? data : data.tokens?.input
}

describe('an amount', () => {
  test.each([
    ['3e-05', '0.00003'],
    ['1.234', '1.234'],
    ['1.000', '1'],
    ["1'234.50", '1234.5'],
    ['1 234.5', '1234.5'],
    ['0.00022500000000000002', '0.00022500000000000002'],
  ])('%s is %s without a word of the mapping, which then has points', async (cost, expected) => {
    expect(await amount(cost)).toBe(expected)
  })

  test.each([
    '1,234.50',
    '1,234',

    '1.234.567',
    '$0.02',
    '-1',
    '1.2.3',
    '.5',
    'n/a',
  ])(
    '%s is refused without a word of the mapping: else 1.000 of the same file would be read wrong',
    async (cost) => {
      expect(await amount(cost)).toBe('record.malformed')
    },
  )

  test.each([
    ['0,012345', { decimalMark: ',' }, '0.012345'],
    ['1.234,50', { decimalMark: ',' }, '1234.5'],
    ['1.234.567', { decimalMark: ',' }, '1234567'],
    ['1\u202f234,5', { decimalMark: ',' }, '1234.5'],
    ['1,234.50', { thousands: ',' }, '1234.5'],
    ['1.000', { decimalMark: ',' }, 'record.malformed'],
    ['1.000', { decimalMark: ',', thousands: '.' }, '1000'],
    ['1,234', { thousands: ',' }, '1234'],
    ['1,234', { decimalMark: ',' }, '1.234'],
    ['1.234', { thousands: '.' }, '1234'],
    ['1.234', { decimalMark: '.', thousands: ',' }, '1.234'],
    ['1.234,5', { thousands: '.' }, '1234.5'],
    ['0,5', { thousands: '.' }, '0.5'],
    ['1,234', { decimalMark: '.' }, 'record.malformed'],
    ['0.5', { decimalMark: ',' }, 'record.malformed'],
    ['1.234,5', { decimalMark: '.' }, 'record.malformed'],
    ['1 234', { thousands: ',' }, 'record.malformed'],
    ['1,23,456', { thousands: ',' }, 'record.malformed'],
  ] as const)('%s with %j is %s', async (cost, mapping, expected) => {
    expect(await amount(cost, mapping)).toBe(expected)
  })

  test('in another unit is exact', async () => {
    expect(await amount('0.065', {}, '{cost} * 0.01')).toBe('0.00065')
    expect(await amount('0,065', { decimalMark: ',' }, '{cost} * 0.01')).toBe('0.00065')
    expect(await amount('33', {}, '{cost} * 0.000001')).toBe('0.000033')
    expect(await amount('', {}, '{cost} * 0.01')).toBe('record.unpriced')
    expect(await amount('', { withoutTokens: 'count' }, '{cost} * 0.01')).toBe(undefined)
  })
})

describe('a count', () => {
  test.each([
    ['1200', {}, '1200'],
    ['1200.0', {}, '1200'],
    ['1.200', { decimalMark: ',' }, '1200'],
    ['1.200', { thousands: '.' }, '1200'],
    ['1,200', { decimalMark: '.' }, '1200'],
    ['1.200.000', {}, '1200000'],
    ['1 200', {}, '1200'],
    ['1.200', {}, '1200'],
    ['1,200', {}, '1200'],
    ['1.000', {}, 'record.malformed'],
    ['1,000', {}, 'record.malformed'],
    ['1,000', { thousands: ',' }, '1000'],
    ['1.000', { decimalMark: ',' }, '1000'],
  ] as const)('%s with %j is %s', async (count, mapping, expected) => {
    expect(await input(count, mapping)).toBe(expected)
  })

  test('is a sum of fields, in which an empty field is zero', async () => {
    const sum = async (columns: Record<string, string>, template: string) => {
      const data = await rowOf(columns, {}, { tokens: { input: template, output: '1' } })
      return typeof data === 'string' ? data : data.tokens?.input
    }
    expect(await sum({ a: '1000', b: '512' }, '{a} - {b}')).toBe('488')
    expect(await sum({ a: '1000', b: '' }, '{a}-{b}')).toBe('1000')
    expect(await sum({ a: '1000', b: '2', c: '3' }, '{a} + {b} + {c}')).toBe('1005')
    expect(await sum({ a: '1.5' }, '{a} * 1000')).toBe('1500')
    expect(await sum({ a: '10', b: '512' }, '{a} - {b}')).toBe('record.inconsistent')
    expect(await sum({ a: '', b: '512' }, '{a} - {b}')).toBe('record.inconsistent')
    expect(await sum({ a: '', b: '' }, '{a} - {b}')).toBe(undefined)
    expect(await sum({ a: 'x', b: '1' }, '{a} - {b}')).toBe('record.malformed')
    expect(await sum({ a: '12', b: '34' }, '{a}{b}')).toBe('1234')
  })

  test('of zero does not hide another one', async () => {
    const tokens = { input: '{a|b}', output: '{a|b} + {c}' }
    expect(await rowOf({ a: '0', b: '64', c: '1' }, {}, { tokens })).toMatchObject({
      tokens: { input: '64', output: '65' },
    })
    expect(await rowOf({ a: '', b: '0', c: '1' }, {}, { tokens })).toMatchObject({
      tokens: { input: '0', output: '1' },
    })
    expect(await rowOf({ a: '7', b: '64', c: '0' }, {}, { tokens })).toMatchObject({
      tokens: { input: '7', output: '7' },
    })
  })

  test('that is empty or zero in a row without an amount is refused, unless the mapping counts such rows', async () => {
    expect(await input('')).toBe('record.unpriced')
    expect(await input('0')).toBe('record.unpriced')
    expect(await input('0', { withoutTokens: 'count' })).toBe('0')
    const priced = { amount: '0.1', currency: 'USD', tokens: { input: '{count}' } }
    expect(await rowOf({ count: '' }, {}, priced)).toMatchObject({ amount: '0.1' })
  })
})

test('P: an amount of any length and exponent is its exact decimal text', () => {
  const amounts = fc.stringMatching(/^[0-9]{1,25}(?:\.[0-9]{1,25})?(?:[eE][+-]?[0-9]{1,3})?$/)
  const Wide = Decimal.clone({ precision: 4_000, toExpNeg: -9e15, toExpPos: 9e15 })
  fc.assert(
    fc.property(amounts, amounts, (one, other) => {
      expect(declaredAmount(one, '/x')).toBe(new Wide(one).toFixed())
      expect(exactText(sum(exact(one), exact(other), -1n))).toBe(new Wide(one).minus(other).toFixed())
      expect(exactText(product(exact(one), exact(other)))).toBe(new Wide(one).times(other).toFixed())
    }),
    runs('cheap', 500),
  )
})
