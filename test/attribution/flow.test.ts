import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildGraph,
  type FlowResult,
  flow,
  referenceFlow,
  type VersionFlow,
} from '../../src/attribution/index.ts'
import { allLedgerUnits, ledgerUnits } from '../../src/money/ledgerUnits.ts'
import { parseShare, type Share, zeroShare } from '../../src/money/share.ts'
import { runs } from '../support/properties.ts'
import { edge, released, revenues } from './randomLineage.ts'

const revenueOf = (...amounts: [version: number, amount: bigint][]) => ({
  versions: Uint32Array.from(amounts, ([version]) => version),
  amounts: amounts.map(([, amount]) => amount),
})

const retainedOf = (result: FlowResult): Record<number, bigint> =>
  Object.fromEntries([...result.flows].map((one) => [one.version, one.retained]))

/** Both implementations, so that every hand-worked example holds for both. */
const divisions = [
  ['flow', flow],
  ['referenceFlow', referenceFlow],
] as const

describe.each(divisions)('%s, worked by hand', (_, divide) => {
  it('passes a relative share of what was received down a chain, the fee taken first', () => {
    // 0 dataset; 1 base, 0.2 of it to 0; 2 fine-tune, 0.1 of it to 1. 1,000 LU of calls to 2, fee 0.025.
    const graph = buildGraph([
      released(),
      released(edge('relative', 0.2, 0)),
      released(edge('relative', 0.1, 1)),
    ])
    const result = divide(graph, revenueOf([2, 1_000n]), parseShare('0.025'))
    // F(2) = 1,000 · 0.025 = 25; base(2) = R(2) = 975; out(2→1) = floor(97.5) = 97; retained(2) = 975 − 97 = 878.
    // base(1) = 97; out(1→0) = floor(19.4) = 19; retained(1) = 97 − 19 = 78; retained(0) = 19.
    // 25 + 878 + 78 + 19 = 1,000: flooring an out leaves the rest with the version that pays, nothing to rounding.
    const none = allLedgerUnits({ direct: 0n, fee: 0n, cost: 0n, absoluteIn: 0n, absoluteOut: 0n })
    expect([...result.flows]).toEqual([
      {
        ...none,
        version: 2,
        direct: ledgerUnits(1_000n),
        fee: ledgerUnits(25n),
        relativeIn: ledgerUnits(0n),
        relativeOut: ledgerUnits(97n),
        retained: ledgerUnits(878n),
      },
      {
        ...none,
        version: 1,
        relativeIn: ledgerUnits(97n),
        relativeOut: ledgerUnits(19n),
        retained: ledgerUnits(78n),
      },
      {
        ...none,
        version: 0,
        relativeIn: ledgerUnits(19n),
        relativeOut: ledgerUnits(0n),
        retained: ledgerUnits(19n),
      },
    ] satisfies VersionFlow[])
    expect(result).toMatchObject({ gross: 1_000n, fee: 25n, retained: 975n, rounding: 0n })
  })

  it('pays an absolute source once per path, the payer rounding up', () => {
    // A diamond: 3 owes 0.2 to 1 and 0.3 to 2; each of those owes 0.1 to 0. 1,001 LU to 3, no fee.
    const graph = buildGraph([
      released(),
      released(edge('absolute', 0.1, 0)),
      released(edge('absolute', 0.1, 0)),
      released(edge('absolute', 0.2, 1), edge('absolute', 0.3, 2)),
    ])
    const result = divide(graph, revenueOf([3, 1_001n]), zeroShare)
    // stack(3) = (0.2 + 0.1) + (0.3 + 0.1) = 0.7; lapOut(3) = ceil(700.7) = 701; retained(3) = 300.
    // L(1) = L(2) = L(3) = 1,001: lapIn(1) = floor(200.2) = 200, lapIn(2) = floor(300.3) = 300, and
    // lapIn(0) = floor(100.1) + floor(100.1) = 200. Bases of 1 and 2 are 0, so they owe nothing of it.
    // 300 + 200 + 300 + 200 = 1,000; rounding = 701 − 700 = 1.
    expect(retainedOf(result)).toEqual({ 3: 300n, 2: 300n, 1: 200n, 0: 200n })
    expect(result.rounding).toBe(1n)
  })

  it('takes an absolute share of what came over a relative edge', () => {
    // 2 gives 0.5 of what it receives to 1, which owes 0.1 of its base to 0. 999 LU to 2.
    const graph = buildGraph([
      released(),
      released(edge('absolute', 0.1, 0)),
      released(edge('relative', 0.5, 1)),
    ])
    // out(2→1) = floor(499.5) = 499, retained(2) = 500. base(1) = 499: lapOut(1) = ceil(49.9) = 50,
    // lapIn(0) = floor(49.9) = 49, retained(1) = 449. stack(2) = 0: 2 itself owes 0 nothing.
    const result = divide(graph, revenueOf([2, 999n]), zeroShare)
    expect(retainedOf(result)).toEqual({ 2: 500n, 1: 449n, 0: 49n })
    expect(result.rounding).toBe(1n)
  })

  it('shares what came over an absolute edge over relative edges', () => {
    // 2 owes 0.3 to 1, which gives 0.5 of what it receives to 0. 1,001 LU to 2.
    const graph = buildGraph([
      released(),
      released(edge('relative', 0.5, 0)),
      released(edge('absolute', 0.3, 1)),
    ])
    // stack(2) = 0.3 (1 has no absolute edges): lapOut(2) = ceil(300.3) = 301, retained(2) = 700.
    // lapIn(1) = floor(300.3) = 300 = R(1); out(1→0) = 150; retained(1) = 150; retained(0) = 150.
    const result = divide(graph, revenueOf([2, 1_001n]), zeroShare)
    expect(retainedOf(result)).toEqual({ 2: 700n, 1: 150n, 0: 150n })
    expect(result.rounding).toBe(1n)
  })

  it('does not share what came over an absolute edge over another absolute edge', () => {
    // 2 owes 0.2 to 1, 1 owes 0.1 to 0; 1,000 LU to 2. stack(2) = 0.2 + 0.1 = 0.3, so 2 pays 300: 200 to 1 and,
    // as L(1) = 1,000, 100 to 0. Version 1 keeps its 200 whole: the 0.1 is of the base of 2, not of those 200.
    const graph = buildGraph([
      released(),
      released(edge('absolute', 0.1, 0)),
      released(edge('absolute', 0.2, 1)),
    ])
    const result = divide(graph, revenueOf([2, 1_000n]), zeroShare)
    expect(retainedOf(result)).toEqual({ 2: 700n, 1: 200n, 0: 100n })
    expect(result.rounding).toBe(0n)
  })

  it('lets claims too small to pay add up behind a version that nothing reaches', () => {
    // 2, 3 and 4 each owe 0.5 to 1, which owes 0.5 to 0; 1 LU to each of the three.
    const graph = buildGraph([
      released(),
      released(edge('absolute', 0.5, 0)),
      released(edge('absolute', 0.5, 1)),
      released(edge('absolute', 0.5, 1)),
      released(edge('absolute', 0.5, 1)),
    ])
    // stack = 0.5 + 0.5 = 1: each pays its whole unit. lapIn(1) = 3 · floor(0.5) = 0, so nothing flows through 1;
    // but L(1) = 3, so lapIn(0) = floor(1.5) = 1. rounding = 3 − 1 = 2.
    const result = divide(graph, revenueOf([2, 1n], [3, 1n], [4, 1n]), zeroShare)
    expect(retainedOf(result)).toEqual({ 4: 0n, 3: 0n, 2: 0n, 0: 1n })
    expect(result.rounding).toBe(2n)
  })

  it('takes the fee on direct revenue only', () => {
    // 1 gives 0.5 to 0; 200 LU to 1 and 101 LU to 0; fee 0.1.
    const graph = buildGraph([released(), released(edge('relative', 0.5, 0))])
    // F(1) = 20, R(1) = 180, out = 90, retained(1) = 90; F(0) = floor(10.1) = 10, retained(0) = 101 − 10 + 90 = 181.
    const result = divide(graph, revenueOf([0, 101n], [1, 200n]), parseShare('0.1'))
    expect(retainedOf(result)).toEqual({ 1: 90n, 0: 181n })
    expect(result).toMatchObject({ gross: 301n, fee: 30n, retained: 271n, rounding: 0n })
  })

  it('leaves nothing to a version that gives all away, and all to a fee of 1', () => {
    const graph = buildGraph([released(), released(edge('relative', 1, 0))])
    expect(retainedOf(divide(graph, revenueOf([1, 7n]), zeroShare))).toEqual({ 1: 0n, 0: 7n })
    expect(divide(graph, revenueOf([1, 7n]), parseShare('1'))).toMatchObject({ fee: 7n, retained: 0n })
  })

  it('reports no version where no money is', () => {
    const graph = buildGraph([released(), released(edge('relative', 1, 0))])
    expect([...divide(graph, revenueOf([1, 0n]), zeroShare).flows]).toEqual([])
    expect([...divide(graph, revenueOf(), zeroShare).flows]).toEqual([])
  })

  it('has room for claims over a hundred million paths of the largest revenue', () => {
    // 28 pairs of versions, each owing a billionth to both of the pair before: 2^28 paths, each stack below a whole.
    const versions = [released(), released()]
    for (let pair = 1; pair <= 28; pair++) {
      const sources = [edge('absolute', 1e-9, pair * 2 - 2), edge('absolute', 1e-9, pair * 2 - 1)]
      versions.push(released(...sources), released(...sources))
    }
    const graph = buildGraph(versions)
    // stack of pair p: 2·(1 + stack(p−1)) = 2^(p+1) − 2 billionths.
    expect(graph.stack[57]).toBe(2 ** 29 - 2)
    for (let bits = 190n; bits <= 256n; bits += 3n) {
      const most = (1n << bits) - 1n
      const result = divide(graph, revenueOf([57, most]), zeroShare)
      // From 57 one path leads to each of pair 27, and twice as many to each of every pair before: 2^26 to pair 1.
      // So L = 2^26 · most there, and both of pair 1 pay a billionth of it to 0.
      expect(retainedOf(result)[0]).toBe(2n * ((most << 26n) / 1_000_000_000n))
    }
  })
})

describe('flow', () => {
  it('agrees with the reference to the unit, whatever the lineage and the money', () => {
    fc.assert(
      fc.property(revenues, ({ versions, direct, feeShare }) => {
        const graph = buildGraph(versions)
        const fast = flow(graph, direct, feeShare)
        const slow = referenceFlow(graph, direct, feeShare)
        expect([...fast.flows]).toEqual([...slow.flows])
        const { flows: _fast, ...totals } = fast
        const { flows: _slow, ...expected } = slow
        expect(totals).toEqual(expected)
      }),
      runs('cheap', 300),
    )
  })

  it('balances: gross = fee + retained + rounding, and what leaves a version is what it received', () => {
    fc.assert(
      fc.property(revenues, ({ versions, direct, feeShare }) => {
        const result = flow(buildGraph(versions), direct, feeShare)
        expect(result.fee + result.retained + result.rounding).toBe(result.gross)
        let sum = 0n
        for (const one of result.flows) {
          const received = one.direct - one.fee + one.relativeIn + one.absoluteIn
          expect(one.relativeOut + one.absoluteOut + one.retained).toBe(received)
          expect(one.retained).toBeGreaterThanOrEqual(0n)
          sum += one.retained
        }
        expect(sum).toBe(result.retained)
      }),
      runs('cheap'),
    )
  })

  it('is linear up to a unit for each rounding: summing calls first changes next to nothing', () => {
    fc.assert(
      fc.property(revenues, ({ versions, direct, feeShare }) => {
        const graph = buildGraph(versions)
        const parts = direct.amounts.map((amount) => amount / 3n)
        const rest = direct.amounts.map((amount, at) => amount - parts[at]!)
        const whole = retainedOf(flow(graph, direct, feeShare))
        const one = retainedOf(flow(graph, { ...direct, amounts: parts }, feeShare))
        const other = retainedOf(flow(graph, { ...direct, amounts: rest }, feeShare))
        // A rounding moves less than one unit, and on its way that unit never becomes more than one.
        const roundings = BigInt(graph.edgeCount + 2 * graph.versionCount)
        for (const [version, retained] of Object.entries(whole)) {
          const apart = retained - (one[Number(version)] ?? 0n) - (other[Number(version)] ?? 0n)
          expect(apart <= 3n * roundings && apart >= -3n * roundings).toBe(true)
        }
      }),
      runs('cheap'),
    )
  })

  it('reads its flows in any order', () => {
    fc.assert(
      fc.property(revenues, ({ versions, direct, feeShare }) => {
        const { flows } = flow(buildGraph(versions), direct, feeShare)
        const listed = [...flows]
        expect(listed.map((_, index) => flows.at(index))).toEqual(listed)
        expect(listed).toHaveLength(flows.length)
        expect(flows.at(listed.length)).toBeUndefined()
        expect(flows.at(-1)).toBeUndefined()
      }),
      runs('cheap'),
    )
  })

  it('goes down a chain of 50,000 versions', () => {
    const versions = [released()]
    for (let index = 1; index < 50_000; index++)
      versions.push(released(edge('relative', 0.999999, index - 1)))
    const graph = buildGraph(versions)
    const direct = revenueOf([49_999, 1n << 200n])
    const result = flow(graph, direct, zeroShare)
    expect(result.flows.length).toBe(50_000)
    expect(result.flows.at(49_999)).toEqual(referenceFlow(graph, direct, zeroShare).flows.at(49_999))
  })

  it('refuses revenue of 2^256 in all, twice, or out of order', () => {
    const graph = buildGraph([released(), released()])
    const half = 1n << 255n
    expect(() => flow(graph, revenueOf([0, half], [1, half]), zeroShare)).toThrow('less than 2^256')
    expect(() => flow(graph, revenueOf([0, -half], [1, -half]), zeroShare)).toThrow('less than 2^256')
    expect(() => flow(graph, revenueOf([0, 1n], [0, 1n]), zeroShare)).toThrow('ascending')
    expect(() => flow(graph, revenueOf([1, 1n], [0, 1n]), zeroShare)).toThrow('ascending')
    expect(() => flow(graph, revenueOf([2, 1n]), zeroShare)).toThrow('known version')
    expect(() => flow(graph, revenueOf([0, 1n]), 1_000_000_001 as Share)).toThrow('from 0 to 1')
  })
})
