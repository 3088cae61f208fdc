import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ceilDiv, floorDiv } from '../../src/money/division.ts'
import { shareCeil, shareFloor } from '../../src/money/share.ts'
import { runs } from '../support/properties.ts'

const signed = fc.bigInt({ min: -(1n << 160n), max: 1n << 160n })
const small = fc.bigInt({ min: -20n, max: 20n })
const dividends = fc.oneof(signed, small)
const divisors = dividends.filter((divisor) => divisor !== 0n)

describe('division of signed integers', () => {
  it('floors to the largest integer that is not above the true quotient', () => {
    fc.assert(
      fc.property(dividends, divisors, (dividend, divisor) => {
        const left = dividend - floorDiv(dividend, divisor) * divisor
        // Below one divisor, with its sign.
        expect(divisor > 0n ? left >= 0n && left < divisor : left <= 0n && left > divisor).toBe(true)
      }),
      runs('cheap'),
    )
  })

  it('gives a ceil that is one above the floor where the division is not exact, and else equal', () => {
    fc.assert(
      fc.property(dividends, divisors, (dividend, divisor) => {
        const exact = dividend % divisor === 0n
        expect(ceilDiv(dividend, divisor) - floorDiv(dividend, divisor)).toBe(exact ? 0n : 1n)
      }),
      runs('cheap'),
    )
  })

  it('rounds shares of what is negative away from zero by floor and towards it by ceil', () => {
    expect([floorDiv(-1n, 2n), ceilDiv(-1n, 2n), floorDiv(1n, -2n), ceilDiv(1n, -2n)]).toEqual([
      -1n,
      0n,
      -1n,
      0n,
    ])
    expect([shareFloor(-1n, 100_000_000), shareCeil(-1n, 100_000_000)]).toEqual([-1n, 0n])
    expect([shareFloor(-10n, 100_000_000), shareCeil(-10n, 100_000_000)]).toEqual([-1n, -1n])
  })
})
