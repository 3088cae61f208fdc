import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatShare, parseShare, shareCeil, shareFloor, sharePartsWhole } from '../../src/money/index.ts'
import { runs } from '../support/properties.ts'

const parts = fc.integer({ min: 1, max: sharePartsWhole })
const units = fc.bigInt({ min: 0n, max: (1n << 200n) - 1n })

describe('shares', () => {
  it('survive formatting and parsing', () => {
    fc.assert(
      fc.property(parts, (share) => {
        expect(parseShare(formatShare(share))).toBe(share)
      }),
      runs('cheap'),
    )
  })

  it.each([
    ['1', 1_000_000_000],
    ['1.000', 1_000_000_000],
    ['0.125', 125_000_000],
    ['0.000000001', 1],
  ])('%s is %i parts per billion', (text, expected) => {
    expect(parseShare(text)).toBe(expected)
  })

  it.each(['', '.5', '1.', '01', '-0.1', '1e-1', '0.1234567891', '0.1000000000', 'x'])(
    'refuses %j as malformed',
    (text) => {
      expect(() => parseShare(text)).toThrow(expect.objectContaining({ code: 'share.malformed' }))
    },
  )

  it.each(['0', '0.0', '1.000000001', '2', '10', '99999999999999999999'])(
    'refuses %s as out of range',
    (text) => {
      expect(() => parseShare(text)).toThrow(expect.objectContaining({ code: 'share.outOfRange' }))
    },
  )

  it('lets a fee be zero', () => {
    expect(parseShare('0', undefined, true)).toBe(0)
    expect(() => parseShare('1.1', undefined, true)).toThrow(
      expect.objectContaining({ code: 'share.outOfRange' }),
    )
  })

  it('floor and ceil differ by one unit if and only if the division is not exact', () => {
    fc.assert(
      fc.property(units, parts, (amount, share) => {
        const exact = (amount * BigInt(share)) % BigInt(sharePartsWhole) === 0n
        expect(shareCeil(amount, share) - shareFloor(amount, share)).toBe(exact ? 0n : 1n)
        expect(shareFloor(amount, share) * BigInt(sharePartsWhole) <= amount * BigInt(share)).toBe(true)
      }),
      runs('cheap'),
    )
  })

  it('parts of a whole add up to at most the amount', () => {
    fc.assert(
      fc.property(units, parts, (amount, share) => {
        const handedOut = shareFloor(amount, share) + shareFloor(amount, sharePartsWhole - share)
        expect(handedOut <= amount && amount - handedOut < 2n).toBe(true)
      }),
      runs('cheap'),
    )
  })
})
