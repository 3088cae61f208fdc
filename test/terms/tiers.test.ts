import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueToDate } from '../../src/terms/tiers.ts'
import { runs } from '../support/properties.ts'
import { rates, slowDue, units } from './randomTerms.ts'

describe('what is due to date', () => {
  it('is the sum of the tiers, floored once, and never above the cap', () => {
    fc.assert(
      fc.property(rates, units, (terms, x) => {
        expect(dueToDate(terms, x)).toBe(slowDue(terms, x))
      }),
      runs('cheap', 1_000),
    )
  })

  it('never falls while the stream grows, and never grows by more than the stream does', () => {
    fc.assert(
      fc.property(rates, units, fc.bigInt({ min: 0n, max: 1n << 100n }), (terms, x, more) => {
        const grown = dueToDate(terms, x + more) - dueToDate(terms, x)
        expect(grown >= 0n && grown <= more).toBe(true)
      }),
      runs('cheap', 1_000),
    )
  })

  it('is 30 % of the first 2,000 and 5 % of the rest for an investor who had 600 then', () => {
    const investor = { tiers: [{ upTo: 2_000n, share: 300_000_000 }, { share: 50_000_000 }] }
    expect([0n, 1_000n, 2_000n, 2_019n, 2_020n, 4_000n].map((x) => dueToDate(investor, x))).toEqual([
      ...[0n, 300n, 600n, 600n, 601n, 700n],
    ])
  })

  it('is floored over all tiers together: halves of two tiers make a whole', () => {
    const halves = { tiers: [{ upTo: 1n, share: 500_000_000 }, { share: 500_000_000 }] }
    expect([1n, 2n, 3n].map((x) => dueToDate(halves, x))).toEqual([0n, 1n, 1n])
  })
})
