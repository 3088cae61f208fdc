import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PartRole } from '../../src/events/index.ts'
import { floorDiv } from '../../src/money/division.ts'
import { divert, divideDue } from '../../src/terms/divert.ts'
import type { Part } from '../../src/terms/parts.ts'
import { runs } from '../support/properties.ts'
import { rates, slowDue, units } from './randomTerms.ts'

const assets = ['', 'dataset:a', 'model:b', 'model:c']
const roles = ['clause', 'contributor', 'cost', 'fee', 'holder'] as const

/** Ascending by asset and role, each pair at most once. */
const parts: fc.Arbitrary<Part[]> = fc
  .tuple(...assets.flatMap((asset) => roles.map((role) => part(asset, role))))
  .map((all) => all.filter((one): one is Part => one !== null))

function part(asset: string, role: PartRole): fc.Arbitrary<Part | null> {
  return fc.option(
    units.map((amount) => ({ asset, role, amount })),
    { freq: 1 },
  )
}

const filters = fc.record(
  {
    assets: fc.subarray(assets.slice(1), { minLength: 1 }),
    roles: fc.subarray([...roles], { minLength: 1 }),
  },
  { requiredKeys: [] },
)

const total = (amounts: Iterable<bigint>) => [...amounts].reduce((sum, amount) => sum + amount, 0n)

describe('dividing what is due', () => {
  it('gives each part the floor of its true fraction, and one unit more to the first whose division left something', () => {
    fc.assert(
      fc.property(units, fc.array(units, { maxLength: 9 }), (due, amounts) => {
        const sum = total(amounts)
        fc.pre(sum !== 0n)
        const takes = divideDue(due, amounts, sum)
        const floors = amounts.map((amount) => floorDiv(due * amount, sum))
        const left = Number(due - total(floors))
        const inexact = amounts.flatMap((amount, at) => ((due * amount) % sum === 0n ? [] : [at]))
        const first = new Set(inexact.slice(0, left))
        expect(takes).toEqual(floors.map((floor, at) => floor + (first.has(at) ? 1n : 0n)))
        expect(total(takes)).toBe(due)
      }),
      runs('cheap', 1_000),
    )
  })

  it('passes by a part whose division is exact', () => {
    // 3 · 4/12 is exact; the fourths of 3 are not.
    expect(divideDue(3n, [4n, 3n, 3n, 2n], 12n)).toEqual([1n, 1n, 1n, 0n])
  })

  it('floors true fractions where the sum is negative, and gives back what is left in the same order', () => {
    expect(divideDue(-1n, [-1n, -1n, -1n], -3n)).toEqual([0n, 0n, -1n])
    expect(divideDue(-2n, [3n, -7n], -4n)).toEqual([2n, -4n])
  })
})

describe('a clause', () => {
  it('takes the difference of what is due to date from the parts that it names, to the unit (I28)', () => {
    fc.assert(
      fc.property(rates, filters, parts, units, (terms, named, earned, before) => {
        const was = earned.map((one) => ({ ...one }))
        const { takes, ...outcome } = divert({ ...terms, ...named }, earned, before)
        const isNamed = ({ asset, role }: Part) =>
          (named.assets?.includes(asset) ?? true) && (named.roles?.includes(role) ?? true)
        const base = total(was.filter(isNamed).map(({ amount }) => amount))
        const due = slowDue(terms, before + base) - slowDue(terms, before)
        expect(outcome).toEqual({
          base,
          before,
          after: before + base,
          due,
          taken: slowDue(terms, before + base),
        })
        expect(total(takes.map(({ amount }) => amount))).toBe(due)
        for (const one of takes) expect(isNamed(one)).toBe(true)
        expect(new Set(takes.map(({ asset, role }) => `${asset} ${role}`)).size).toBe(takes.length)
        const amountOf = (list: readonly Part[], { asset, role }: Part) =>
          list.find((one) => one.asset === asset && one.role === role)?.amount ?? 0n
        for (const one of was) expect(one.amount - amountOf(earned, one)).toBe(amountOf(takes, one))
        for (const [at, one] of earned.entries()) if (!isNamed(one)) expect(one).toEqual(was[at])
      }),
      runs('cheap', 1_000),
    )
  })

  it('with an asset never takes of fees, and one with a role takes of no other', () => {
    const earned: Part[] = [
      { asset: '', role: 'fee', amount: 100n },
      { asset: 'model:b', role: 'contributor', amount: 10n },
      { asset: 'model:b', role: 'holder', amount: 1n },
    ]
    const all = { tiers: [{ share: 1_000_000_000 }] }
    const outcome = divert({ ...all, assets: ['model:b'], roles: ['holder', 'fee'] }, earned, 0n)
    expect(outcome.due).toBe(1n)
    expect(earned.map(({ amount }) => amount)).toEqual([100n, 10n, 0n])
  })

  it('over all parts takes the same to date however history is cut into epochs', () => {
    fc.assert(
      fc.property(rates, fc.array(fc.tuple(parts, fc.boolean())), (terms, pieces) => {
        let [toDate, taken] = [0n, 0n]
        let waiting: Part[] = []
        const close = () => {
          const outcome = divert(terms, waiting, toDate)
          toDate = outcome.after
          taken += outcome.due
          waiting = []
        }
        for (const [piece, ends] of pieces) {
          waiting = merged(waiting, piece)
          if (ends) close()
        }
        close()
        const everything = total(pieces.flatMap(([piece]) => piece.map(({ amount }) => amount)))
        expect(toDate).toBe(everything)
        expect(taken).toBe(slowDue(terms, everything))
      }),
      runs('cheap', 300),
    )
  })
})

/** Copies, added up by asset and role. */
function merged(one: readonly Part[], other: readonly Part[]): Part[] {
  const sums = new Map<string, Part>()
  for (const next of [...one, ...other]) {
    const name = `${next.asset} ${next.role}`
    sums.set(name, { ...next, amount: (sums.get(name)?.amount ?? 0n) + next.amount })
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum)
}
