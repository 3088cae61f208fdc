import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  amountLimit,
  formatAmount,
  ledgerDigits,
  normaliseAmountText,
  parseAmount,
} from '../../src/money/index.ts'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import { runs } from '../support/properties.ts'

const decimals = fc.integer({ min: 0, max: 24 })
const units = fc.bigInt({ min: 0n, max: amountLimit - 1n })

describe('amounts', () => {
  it('survive formatting and parsing to the unit, whatever the currency', () => {
    fc.assert(
      fc.property(units, decimals, (value, digits) => {
        expect(parseAmount(formatAmount(ledgerUnits(value), digits), digits)).toBe(value)
      }),
      runs('cheap'),
    )
  })

  it('are the same content if and only if they are the same number', () => {
    fc.assert(
      fc.property(units, decimals, fc.nat(5), (value, digits, zeros) => {
        const text = formatAmount(ledgerUnits(value), digits)
        const padded = text.includes('.')
          ? text + '0'.repeat(zeros)
          : zeros === 0
            ? text
            : `${text}.${'0'.repeat(zeros)}`
        expect(normaliseAmountText(padded)).toBe(text)
      }),
      runs('cheap'),
    )
  })

  it.each([
    ['0', 6, 0n],
    ['1', 0, 10n ** 12n],
    ['1.5', 6, 1_500_000_000_000_000_000n],
    ['0.000000000000000001', 6, 1n],
    ['0.000000000000000000000000000000000001', 24, 1n],
    ['0.1000', 0, 100_000_000_000n],
  ])('%s with %i decimals is an exact number of ledger units', (text, digits, expected) => {
    expect(parseAmount(text, digits)).toBe(expected)
  })

  it.each([
    '',
    '.5',
    '5.',
    '01',
    '00',
    '+1',
    '-1',
    '1e3',
    '1E3',
    ' 1',
    '1 ',
    '1,5',
    '0x1',
    'NaN',
    'Infinity',
    '١',
  ])('refuses %j as malformed', (text) => {
    expect(() => parseAmount(text, 6)).toThrow(expect.objectContaining({ code: 'amount.malformed' }))
  })

  it('refuses one fraction digit more than is exact, counted as written', () => {
    const exact = `0.${'0'.repeat(6 + ledgerDigits)}`
    expect(parseAmount(exact, 6)).toBe(0n)
    expect(() => parseAmount(`${exact}0`, 6)).toThrow(expect.objectContaining({ code: 'amount.tooPrecise' }))
  })

  it('takes the largest amount below 2^160 units and refuses 2^160', () => {
    expect(parseAmount(formatAmount(ledgerUnits(amountLimit - 1n), 6), 6)).toBe(amountLimit - 1n)
    expect(() => parseAmount(formatAmount(ledgerUnits(amountLimit), 6), 6)).toThrow(
      expect.objectContaining({ code: 'amount.tooLarge' }),
    )
    expect(() => parseAmount('9'.repeat(1_024), 0)).toThrow(
      expect.objectContaining({ code: 'amount.tooLarge' }),
    )
  })

  it('gives the path of the fault', () => {
    expect(() => parseAmount('x', 6, '/data/amount')).toThrow(
      expect.objectContaining({ path: '/data/amount' }),
    )
  })
})
