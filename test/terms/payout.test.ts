import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawOn, dueInstant, holdOf, type Lot } from '../../src/terms/lots.ts'
import { payoutOf } from '../../src/terms/payout.ts'
import { runs } from '../support/properties.ts'
import { B, units } from './randomTerms.ts'

const atom = 10n ** 12n
const shares = fc.oneof(fc.constantFrom(0, 1, 300_000_000, 999_999_999), fc.nat(999_999_999))

describe('a payout', () => {
  it('without withholding is all whole atoms of what is available, and nothing of what is owed', () => {
    fc.assert(
      fc.property(fc.oneof(units, fc.bigInt({ min: -atom * 9n, max: atom * 9n })), (available) => {
        const { paid, withheld } = payoutOf(available, 0)
        expect(paid).toBe(available > 0n ? available - (available % atom) : 0n)
        expect(withheld).toBe(0n)
      }),
      runs('cheap', 1_000),
    )
  })

  it('is the most whole atoms for which payee and authority have their shares, and never more than there is (I29)', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: atom * 10_000n }), shares, (available, rate) => {
        const { paid, withheld } = payoutOf(available, rate)
        const kept = B - BigInt(rate)
        expect(paid % atom).toBe(0n)
        // Multiplied out, so nothing is rounded here: paid / kept = withheld / rate, within one unit.
        const exact = paid * BigInt(rate)
        expect(withheld * kept <= exact && exact < (withheld + 1n) * kept).toBe(true)
        expect(paid + withheld <= available).toBe(true)
        const more = paid + atom
        expect(more * B > available * kept).toBe(true)
      }),
      runs('cheap', 1_000),
    )
  })

  it('of 5,020.4 atoms with 30 % withheld pays 3,514, withholds 1,506, and leaves the rest', () => {
    const available = (5_0204n * atom) / 10n
    const { paid, withheld } = payoutOf(available, 300_000_000)
    expect([paid / atom, withheld, available - paid - withheld]).toEqual([
      3_514n,
      1_506n * atom,
      (4n * atom) / 10n,
    ])
  })
})

describe('lots', () => {
  it('hold a share of what was earned, and nothing of a loss', () => {
    expect(holdOf(19n, { share: 200_000_000, days: 30 })).toBe(3n)
    expect(holdOf(-19n, { share: 200_000_000, days: 30 })).toBe(0n)
  })

  it('fall due whole days after the close that made them', () => {
    expect(dueInstant(1_000, 2)).toBe(1_000 + 172_800_000_000)
    // 2100 and 3,650 days are exact as a number.
    expect(dueInstant(Date.UTC(2100, 0) * 1_000, 3_650)).toBe(Date.UTC(2109, 11, 30) * 1_000)
  })

  it('are drawn on while something is owed, the oldest first, to the unit (I29)', () => {
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 9n }), { maxLength: 5 })
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: -40n, max: 20n }), (lefts, available) => {
        const lots: Lot[] = lefts.map((left, at) => ({ epoch: at + 1, due: 0, left }))
        const after = drawOn(lots, available)
        const sum = (list: readonly bigint[]) => list.reduce((all, one) => all + one, 0n)
        expect(after + sum(lots.map(({ left }) => left))).toBe(available + sum(lefts))
        if (available >= 0n) expect(after).toBe(available)
        else expect(after < 0n ? lots.every(({ left }) => left === 0n) : after === 0n).toBe(true)
        // Where a lot keeps something, all later ones are whole.
        const first = lots.findIndex(({ left }, at) => left < lefts[at]! && left > 0n)
        if (first >= 0)
          for (let at = first + 1; at < lots.length; at++) expect(lots[at]!.left).toBe(lefts[at])
      }),
      runs('cheap', 1_000),
    )
  })
})
