import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AllocationTerms, allocateRetained } from '../../src/attribution/index.ts'
import { type Share, sharePartsWhole } from '../../src/money/index.ts'
import { runs } from '../support/properties.ts'

function allocated(terms: AllocationTerms, retained: bigint) {
  const parts: [string, string, bigint][] = []
  const left = allocateRetained(terms, retained, (payee, role, amount) => parts.push([payee, role, amount]))
  return { parts, left }
}

function termsOf(
  holders: Record<string, number>,
  contributors: Record<string, bigint> = {},
): AllocationTerms {
  const held = Object.values(holders).reduce((sum, share) => sum + share, 0)
  return {
    holders: Object.entries(holders).map(([payee, share]) => ({ payee, share: share as Share })),
    contributorShare: (sharePartsWhole - held) as Share,
    contributors: Object.entries(contributors).map(([payee, units]) => ({ payee, units })),
    contributorUnits: Object.values(contributors).reduce((sum, units) => sum + units, 0n),
  }
}

describe('allocateRetained', () => {
  it('gives holders their shares, and contributors the pool by units, both rounded down', () => {
    // 1,001: lab floor(500.5) = 500; pool floor(500.5) = 500, of which 2/3 floor(333.3) = 333 and 1/3 floor(166.6) = 166.
    // 500 + 333 + 166 = 999, so 2 are left.
    const terms = termsOf({ lab: 500_000_000 }, { ann: 2n, bob: 1n })
    expect(allocated(terms, 1_001n)).toEqual({
      parts: [
        ['lab', 'holder', 500n],
        ['ann', 'contributor', 333n],
        ['bob', 'contributor', 166n],
      ],
      left: 2n,
    })
  })

  it('pays a payee that is holder and contributor in both roles', () => {
    expect(allocated(termsOf({ ann: 250_000_000 }, { ann: 1n }), 100n).parts).toEqual([
      ['ann', 'holder', 25n],
      ['ann', 'contributor', 75n],
    ])
  })

  it('names no payee where nothing was retained', () => {
    expect(allocated(termsOf({ lab: 500_000_000, dot: 1 }, { ann: 999n, bob: 1n }), 3n)).toEqual({
      parts: [['lab', 'holder', 1n]],
      left: 2n,
    })
    expect(allocated(termsOf({ lab: sharePartsWhole }), 0n)).toEqual({ parts: [], left: 0n })
  })

  it('gives out all of it but less than a unit for each rounding (I1)', () => {
    const units = fc.bigInt({ min: 1n, max: 10n ** 15n })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: sharePartsWhole }),
        fc.array(units, { minLength: 1, maxLength: 20 }),
        fc.bigInt({ min: 0n, max: (1n << 256n) - 1n }),
        (share, contributed, retained) => {
          const names = Object.fromEntries(contributed.map((one, at) => [`c${at}`, one]))
          const { parts, left } = allocated(
            termsOf({ lab: share }, share === sharePartsWhole ? {} : names),
            retained,
          )
          expect(parts.reduce<bigint>((sum, [, , amount]) => sum + amount, left)).toBe(retained)
          expect(left).toBeGreaterThanOrEqual(0n)
          expect(left).toBeLessThan(BigInt(contributed.length + 2))
          for (const [, , amount] of parts) expect(amount).toBeGreaterThan(0n)
        },
      ),
      runs('cheap'),
    )
  })

  it('gives 15,000 contributors of equal work the same', () => {
    const names = Object.fromEntries(Array.from({ length: 15_000 }, (_, at) => [`c${at}`, 7n]))
    const { parts, left } = allocated(termsOf({ lab: 100_000_000 }, names), 10n ** 24n)
    // The pool of 9 · 10^23 by 15,000 is 6 · 10^19.
    expect(new Set(parts.slice(1).map(([, , amount]) => amount))).toEqual(new Set([6n * 10n ** 19n]))
    expect(left).toBe(0n)
  })
})
