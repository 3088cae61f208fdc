/** Random clauses and streams, and slow obvious versions of their arithmetic. */
import fc from 'fast-check'
import type { Rates } from '../../src/terms/tiers.ts'

export const B = 10n ** 9n

/** Mostly small, so that floors and ties are met; sometimes as large as money gets. */
export const units = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt({ min: -40n, max: 40n }) },
  { weight: 2, arbitrary: fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: -(1n << 180n), max: 1n << 180n }) },
)

const share = fc.oneof(
  fc.constantFrom(0, 1, 333_333_333, 500_000_000, 999_999_999, 1_000_000_000),
  fc.nat(1_000_000_000),
)

/** Tiers that end at small amounts, and caps of every size. */
export const rates: fc.Arbitrary<Rates> = fc
  .record({
    ends: fc.uniqueArray(fc.bigInt({ min: 1n, max: 60n }), { maxLength: 3 }),
    shares: fc.array(share, { minLength: 4, maxLength: 4 }),
    cap: fc.option(fc.oneof(fc.bigInt({ min: 1n, max: 30n }), fc.bigInt({ min: 1n, max: 1n << 180n }))),
  })
  .map(({ ends, shares, cap }) => {
    const ascending = [...ends].sort((one, other) => (one < other ? -1 : 1))
    const closed = ascending.map((upTo, at) => ({ upTo, share: shares[at]! }))
    return { tiers: [...closed, { share: shares[3]! }], ...(cap !== null && { cap }) }
  })

/** h(x) as the sum over tiers of share · length, divided once, with no loop that stops early. */
export function slowDue({ tiers, cap }: Rates, x: bigint): bigint {
  if (x <= 0n) return 0n
  const starts = [0n, ...tiers.map(({ upTo }) => upTo)]
  const parts = tiers.reduce((sum, { upTo, share: of }, at) => {
    const end = upTo === undefined ? x : min(x, upTo)
    const length = end - starts[at]!
    return length > 0n ? sum + length * BigInt(of) : sum
  }, 0n)
  // Nothing here is negative, so cutting is flooring.
  return cap === undefined ? parts / B : min(cap, parts / B)
}

function min(one: bigint, other: bigint): bigint {
  return one < other ? one : other
}
