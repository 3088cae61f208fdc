import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settleLots } from '../../src/terms/lots.ts'
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
  const day = 86_400_000_000
  const reserve = { share: 200_000_000, days: 30 }
  const close = { net: 0n, reserve: undefined, epoch: 9, until: 100 * day }

  it('hold a share of what was earned, whatever was posted, and nothing of a loss', () => {
    expect(settleLots([], { ...close, available: 1_000n, net: 19n, reserve })).toEqual({
      available: 997n,
      lots: [{ epoch: 9, due: 130 * day, left: 3n }],
    })
    expect(settleLots([], { ...close, available: 1_000n, net: -19n, reserve })).toEqual({
      available: 1_000n,
      lots: [],
    })
  })

  it('fall due whole days after the close that made them, and not before', () => {
    const lot = { epoch: 1, due: 100 * day, left: 5n }
    expect(settleLots([lot], { ...close, available: 1n })).toEqual({ available: 6n, lots: [] })
    const early = { ...close, until: 100 * day - 1, available: 1n }
    expect(settleLots([lot], early)).toEqual({ available: 1n, lots: [lot] })
    // The latest instants are exact as numbers.
    const last = { ...close, until: Date.UTC(2100, 0) * 1_000, net: 10n, available: 10n }
    const [made] = settleLots([], { ...last, reserve: { share: 500_000_000, days: 3_650 } }).lots
    expect(made!.due).toBe(Date.UTC(2109, 11, 30) * 1_000)
  })

  it('of no days fall due at the next close', () => {
    const made = settleLots([], { ...close, available: 10n, net: 10n, reserve: { ...reserve, days: 0 } })
    expect(made).toEqual({ available: 8n, lots: [{ epoch: 9, due: close.until, left: 2n }] })
    expect(settleLots(made.lots, { ...close, epoch: 10, until: close.until + 1, available: 0n })).toEqual({
      available: 2n,
      lots: [],
    })
  })

  it('are drawn on while something is owed, the oldest first and the new one last, to the unit (I29)', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 9n }), { maxLength: 5 })
    fc.assert(
      fc.property(
        amounts,
        fc.bigInt({ min: -40n, max: 20n }),
        fc.bigInt({ min: -20n, max: 20n }),
        fc.nat(5),
        (lefts, available, net, due) => {
          const lots = lefts.map((left, at) => ({ epoch: at + 1, due: (at < due ? 100 : 101) * day, left }))
          const after = settleLots(lots, {
            ...close,
            available,
            net,
            reserve: { share: 500_000_000, days: 1 },
          })
          const hold = net > 0n ? net / 2n : 0n
          // Unit by unit.
          const expected = [
            ...lots.filter((lot) => lot.due > close.until).map((lot) => ({ ...lot })),
            { epoch: 9, due: 101 * day, left: hold },
          ]
          let free = available - hold
          for (const lot of lots) if (lot.due <= close.until) free += lot.left
          for (const lot of expected) {
            while (free < 0n && lot.left > 0n) {
              free++
              lot.left--
            }
          }
          expect(after).toEqual({ available: free, lots: expected.filter(({ left }) => left > 0n) })
        },
      ),
      runs('cheap', 1_000),
    )
  })
})
