import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ClauseTerms, divertAll } from '../../src/terms/clauses.ts'
import { Parts } from '../../src/terms/parts.ts'
import { runs } from '../support/properties.ts'
import { rates, units } from './randomTerms.ts'

const payees = ['a', 'b', 'c', 'd', 'e', 'f']
const assets = ['model:x', 'model:y']

/** Clauses lead from a payee to a later one of the list, so there is no circle. */
const clauses: fc.Arbitrary<ClauseTerms[]> = fc
  .array(
    fc.record({
      rates,
      from: fc.nat(payees.length - 2),
      step: fc.nat(),
      rank: fc.nat(2),
      named: fc.record(
        {
          assets: fc.subarray(assets, { minLength: 1 }),
          roles: fc.subarray(['holder', 'fee', 'clause'] as const, { minLength: 1 }),
        },
        { requiredKeys: [] },
      ),
    }),
    { maxLength: 10 },
  )
  .map((list) =>
    list.map(({ rates: terms, from, step, rank, named }, at) => {
      const to = payees[from + 1 + (step % (payees.length - 1 - from))]!
      return { clause: `clause-${at}`, payee: payees[from]!, to, rank, ...terms, ...named }
    }),
  )

const earnings = fc.array(
  fc.record({
    payee: fc.constantFrom(...payees),
    asset: fc.constantFrom('', ...assets),
    role: fc.constantFrom('holder', 'fee', 'contributor'),
    amount: units,
  }),
)
type Earning = typeof earnings extends fc.Arbitrary<(infer One)[]> ? One : never

/** One close. @param toDate X by clause; changed */
function close(
  terms: readonly ClauseTerms[],
  earned: readonly Earning[],
  toDate = new Map<string, bigint>(),
) {
  const parts = new Map(payees.map((payee) => [payee, new Parts()]))
  for (const { payee, asset, role, amount } of earned) parts.get(payee)!.add(asset, role, amount)
  const result = divertAll(
    terms,
    (payee) => parts.get(payee),
    ({ clause }) => toDate.get(clause) ?? 0n,
  )
  for (const { terms: of, after } of result.outcomes) toDate.set(of.clause, after)
  const net = payees.map((payee) => {
    const own = earned.filter((one) => one.payee === payee).reduce((sum, { amount }) => sum + amount, 0n)
    const sums = result.payees.get(payee)
    return own + (sums?.received ?? 0n) - (sums?.diverted ?? 0n)
  })
  return { ...result, net, toDate }
}

const earn = (payee: string, amount: bigint, asset = 'model:x'): Earning => ({
  payee,
  asset,
  role: 'holder',
  amount,
})
const byName = (result: ReturnType<typeof close>) =>
  Object.fromEntries(payees.map((payee, at) => [payee, result.net[at]]))

describe('clauses of a close', () => {
  it('move money between payees and lose none (I28)', () => {
    fc.assert(
      fc.property(clauses, earnings, (terms, earned) => {
        const { net } = close(terms, earned)
        const sum = (amounts: readonly bigint[]) => amounts.reduce((all, amount) => all + amount, 0n)
        expect(sum(net)).toBe(sum(earned.map(({ amount }) => amount)))
      }),
      runs('cheap', 300),
    )
  })

  it('give the same whatever the order of earnings, and of clauses of different payees', () => {
    fc.assert(
      fc.property(clauses, earnings, fc.infiniteStream(fc.nat()), (terms, earned, keys) => {
        const shuffled = <Item>(items: readonly Item[]) =>
          items.map((item) => ({ item, key: keys.next().value! })).sort((one, other) => one.key - other.key)
        // Those of one payee keep their order.
        const order = new Map(shuffled(payees).map(({ item }, place) => [item, place]))
        const regrouped = [...terms].sort((one, other) => order.get(one.payee)! - order.get(other.payee)!)
        const result = close(
          regrouped,
          shuffled(earned).map(({ item }) => item),
        )
        const expected = close(terms, earned)
        expect(result.net).toEqual(expected.net)
        expect([...result.toDate].sort()).toEqual([...expected.toDate].sort())
      }),
      runs('cheap', 300),
    )
  })

  it('give back everything when everything is refunded', () => {
    fc.assert(
      fc.property(clauses, fc.array(earnings), (terms, epochs) => {
        const toDate = new Map<string, bigint>()
        for (const earned of epochs) close(terms, earned, toDate)
        const all = epochs.flat()
        const hasFilters = terms.some(({ assets: some, roles }) => some !== undefined || roles !== undefined)
        const back = close(
          terms,
          all.map((one) => ({ ...one, amount: -one.amount })),
          toDate,
        )
        // What a clause took of a stream cut by another clause depends on the cuts, where either names some parts only.
        if (!hasFilters) expect([...toDate.values()].every((x) => x === 0n)).toBe(true)
        expect(back.net.reduce((sum, amount) => sum + amount, 0n)).toBe(
          -all.reduce((sum, { amount }) => sum + amount, 0n),
        )
      }),
      runs('cheap', 300),
    )
  })

  it('recoup an advance of 1,000 at 50 %, and return it as refunds come', () => {
    const advance = [
      { clause: 'advance', payee: 'a', to: 'f', rank: 500, tiers: [{ share: 500_000_000 }], cap: 1_000n },
    ]
    const toDate = new Map<string, bigint>()
    const epoch = (amount: bigint) => byName(close(advance, [earn('a', amount)], toDate))
    expect(epoch(600n)).toMatchObject({ a: 300n, f: 300n })
    expect(epoch(2_000n)).toMatchObject({ a: 1_300n, f: 700n })
    expect(epoch(500n)).toMatchObject({ a: 500n, f: 0n })
    // To date 2,700: below 2,000 the advance is open again.
    expect(epoch(-400n)).toMatchObject({ a: -400n, f: 0n })
    expect(epoch(-900n)).toMatchObject({ a: -800n, f: -100n })
  })

  it('pay a lien of 300 and then no more', () => {
    const lien = [
      { clause: 'lien', payee: 'a', to: 'f', rank: 0, tiers: [{ share: 1_000_000_000 }], cap: 300n },
    ]
    const toDate = new Map<string, bigint>()
    const epoch = (amount: bigint) => byName(close(lien, [earn('a', amount)], toDate))
    expect(epoch(200n)).toMatchObject({ a: 0n, f: 200n })
    expect(epoch(200n)).toMatchObject({ a: 100n, f: 100n })
    expect(epoch(200n)).toMatchObject({ a: 200n, f: 0n })
  })

  it('run a waterfall over payees that are only names', () => {
    const whole = [{ share: 1_000_000_000 }]
    const waterfall: ClauseTerms[] = [
      { clause: 'sales agent', payee: 'a', to: 'b', rank: 1, tiers: [{ share: 200_000_000 }] },
      { clause: 'loan', payee: 'a', to: 'c', rank: 2, tiers: whole, cap: 500n },
      { clause: 'equity', payee: 'a', to: 'd', rank: 3, tiers: whole, cap: 120n },
      { clause: 'profit', payee: 'a', to: 'e', rank: 4, tiers: [{ share: 400_000_000 }] },
      { clause: 'talent', payee: 'e', to: 'f', rank: 500, tiers: [{ share: 100_000_000 }] },
    ]
    const toDate = new Map<string, bigint>()
    const epoch = (amount: bigint) => byName(close(waterfall, [earn('a', amount)], toDate))
    expect(epoch(500n)).toEqual({ a: 0n, b: 100n, c: 400n, d: 0n, e: 0n, f: 0n })
    expect(epoch(500n)).toEqual({ a: 108n, b: 100n, c: 100n, d: 120n, e: 65n, f: 7n })
  })

  it('go by rank, then by the order recorded, each over what the ones before left', () => {
    const clause = (name: string, to: string, rank: number) => ({
      ...{ clause: name, payee: 'a', to, rank, tiers: [{ share: 500_000_000 }] },
    })
    const terms = [clause('late', 'd', 700), clause('first', 'b', 500), clause('second', 'c', 500)]
    expect(byName(close(terms, [earn('a', 800n)]))).toMatchObject({ a: 100n, b: 400n, c: 200n, d: 100n })
  })

  it('receive what clauses give as parts of the asset that they came from', () => {
    const pass = { tiers: [{ share: 1_000_000_000 }], rank: 500 }
    const terms: ClauseTerms[] = [
      { clause: 'one', payee: 'a', to: 'b', ...pass },
      { clause: 'two', payee: 'b', to: 'c', ...pass, assets: ['model:y'], roles: ['clause'] },
    ]
    const earned = [earn('a', 10n, 'model:x'), earn('a', 5n, 'model:y'), earn('b', 3n, 'model:y')]
    expect(byName(close(terms, earned))).toMatchObject({ a: 0n, b: 13n, c: 5n })
  })

  it('refuse a circle as a bug, because the registry refuses it before', () => {
    const terms = [
      { clause: 'one', payee: 'a', to: 'b', rank: 1, tiers: [{ share: 1 }] },
      { clause: 'two', payee: 'b', to: 'a', rank: 1, tiers: [{ share: 1 }] },
    ]
    expect(() => close(terms, [])).toThrow('circle')
  })
})
