import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dividePool } from '../../../src/columns/poolParts.ts'
import { UnitSums } from '../../../src/columns/unitSums.ts'
import type { PayeeId } from '../../../src/events/ids.ts'
import { floorDiv } from '../../../src/money/division.ts'
import { WordParts } from '../../../src/money/wordParts.ts'
import { Pools } from '../../../src/settlement/close/pools.ts'
import { runs } from '../../support/properties.ts'

const bits = (most: number) => fc.integer({ min: 0, max: most }).chain((count) => upTo(1n << BigInt(count)))
const upTo = (max: bigint) => fc.bigInt({ min: 1n, max })

describe('a pool', () => {
  it('gives each contributor floor(amount · units / total), whatever the sizes of all three', () => {
    fc.assert(
      fc.property(
        fc.array(bits(70), { minLength: 1, maxLength: 20 }),
        bits(130),
        fc.constantFrom(1n, -1n, 0n),
        (units, size, sign) => {
          const contributors = units.map((own, at) => ({ payee: `p${at}` as PayeeId, units: own }))
          const total = units.reduce((sum, own) => sum + own, 0n)
          const [pools, into] = [new Pools(), new UnitSums()]
          const pool = pools.of(0, { contributors })
          const given = dividePool(pool, size * sign, total, into)
          const expected = units.map((own) => floorDiv(size * sign * own, total))
          expect(units.map((_, at) => into.get(at))).toEqual(expected)
          expect(given).toBe(expected.reduce((sum, part) => sum + part, 0n))
          expect(Array.from(pool.payees, (number) => pools.names.payee(number))).toEqual(
            contributors.map(({ payee }) => payee),
          )
        },
      ),
      runs(2_000, 300),
    )
  })

  it('is divided without bigints up to the ends of what numbers hold', () => {
    const amounts = [0n, 1n, (1n << 22n) - 1n, 1n << 44n, (1n << 64n) - 1n]
    for (const amount of amounts) {
      for (const [units, total] of [
        [2 ** 30, 2n ** 23n * 2n ** 0n],
        [1, 2n ** 53n - 1n],
        [2 ** 20, 2n ** 33n - 1n],
        [999, 1_000n],
      ] as const) {
        if (BigInt(units) > total) continue
        const parts = WordParts.of(amount, total, units)!
        parts.divide(units)
        expect((BigInt(parts.high) << 32n) + BigInt(parts.low)).toBe((amount * BigInt(units)) / total)
      }
    }
    expect(WordParts.of(1n << 64n, 1n, 1)).toBeUndefined()
    expect(WordParts.of(-1n, 1n, 1)).toBeUndefined()
    expect(WordParts.of(1n, 2n ** 53n, 2)).toBeUndefined()
    expect(WordParts.of(1n, 2n ** 31n, 2 ** 30 + 1)).toBeUndefined()
  })

  it('keeps the numbers of payees whom a registry numbers, and asks for each id once', () => {
    const ids = ['ann', 'bob', 'Zoë']
    const asked: number[] = []
    const names = {
      size: ids.length,
      idsOf(numbers: readonly number[]) {
        asked.push(...numbers)
        return (number: number) => ids[number] as PayeeId
      },
    }
    const columns = (payees: number[]) => ({
      contributors: [],
      contributorColumns: {
        payees: Uint32Array.from(payees),
        units: Float64Array.from(payees, () => 1),
        names,
      },
    })
    const pools = new Pools()
    const payeesOf = (index: number, of: ReturnType<typeof columns>) =>
      Array.from(pools.of(index, of).payees, (number) => pools.names.payee(number))
    expect(payeesOf(0, columns([2, 0]))).toEqual(['Zoë', 'ann'])
    expect(payeesOf(1, columns([0, 1, 2]))).toEqual(['ann', 'bob', 'Zoë'])
    expect(asked).toEqual([0, 2, 1])
  })

  it('is made once for versions with the same contributors', () => {
    const contributors = [{ payee: 'ann' as PayeeId, units: 1n }]
    const pools = new Pools()
    expect(pools.of(0, { contributors })).toBe(pools.of(1, { contributors }))
  })
})
