import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  buildGraph,
  EdgeCaps,
  flow,
  graphInForce,
  type LineageGraph,
  referenceFlow,
} from '../../src/attribution/index.ts'
import type { CurrencyCode } from '../../src/events/ids.ts'
import { ledgerUnits } from '../../src/money/ledgerUnits.ts'
import { parseShare, sharePartsWhole, zeroShare } from '../../src/money/share.ts'
import { runs } from '../support/properties.ts'
import { cuts, edge, endingLineages, feeShares, released, signedRevenue } from './randomLineage.ts'

const usd = 'USD' as CurrencyCode

const revenueOf = (...amounts: [version: number, amount: bigint][]) => ({
  versions: Uint32Array.from(amounts, ([version]) => version),
  amounts: amounts.map(([, amount]) => amount),
})

/** A lineage and some groups of calls, in the order in which they are divided. */
const histories = endingLineages({ versionsMax: 25 }).chain((versions) =>
  fc.record({
    versions: fc.constant(versions),
    groups: fc.array(fc.record({ cut: cuts, feeShare: feeShares, direct: signedRevenue(versions.length) }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
)

const divisions = [
  ['flow', flow],
  ['referenceFlow', referenceFlow],
] as const

describe.each(divisions)('%s of signed revenue, worked by hand', (_, divide) => {
  it('floors to −∞, so what a refund takes back is what its call brought, or a unit more of a source', () => {
    // 1 owes 0.1 of its base to 0 absolutely. −1,005 LU to 1, fee 0.025.
    const graph = buildGraph([released(), released(edge('absolute', 0.1, 0))])
    // F = floor(−25.125) = −26; base = −979; lapIn(0) = floor(−97.9) = −98; lapOut(1) = ceil(−97.9) = −97.
    const result = divide(graph, revenueOf([1, -1_005n]), parseShare('0.025'))
    expect([...result.flows].map(({ retained }) => retained)).toEqual([-882n, -98n])
    expect(result).toMatchObject({ gross: -1_005n, fee: -26n, rounding: 1n })
  })

  it('takes costs before the fee', () => {
    const graph = buildGraph([released(), released(edge('relative', 0.2, 0))])
    // D − K = 900: F = 22, base = 878, out = 175. Version 0 costs all that it brings.
    const direct = { ...revenueOf([0, 50n], [1, 1_000n]), costs: [50n, 100n] }
    const result = divide(graph, direct, parseShare('0.025'))
    expect(result).toMatchObject({ gross: 1_050n, cost: 150n, fee: 22n, rounding: 0n })
    expect([...result.flows]).toMatchObject([
      { version: 1, direct: 1_000n, cost: 100n, fee: 22n, relativeOut: 175n, retained: 703n },
      { version: 0, direct: 50n, cost: 50n, fee: 0n, relativeIn: 175n, retained: 175n },
    ])
  })

  it('reports a version through which what comes and what is taken back cancel', () => {
    // 2 gives 0.5 to 0, 1 owes 0.5 to 0 absolutely: 0 receives 50 and −50.
    const graph = buildGraph([
      released(),
      released(edge('absolute', 0.5, 0)),
      released(edge('relative', 0.5, 0)),
    ])
    const result = divide(graph, revenueOf([1, -100n], [2, 100n]), zeroShare)
    expect([...result.flows].at(-1)).toMatchObject({
      version: 0,
      relativeIn: 50n,
      absoluteIn: -50n,
      retained: 0n,
    })
  })

  it('carries over a capped edge what the total to date allows, and takes it back', () => {
    const capped = { ...edge('relative', 0.2, 0), caps: [{ currency: usd, amount: ledgerUnits(15_000n) }] }
    const graph = buildGraph([released(), released(capped)])
    const caps = new EdgeCaps(graph, usd)
    // The three closes of docs/contracts.md: R of the agent is 87,750, 17,550 and −52,650.
    const outs = [87_750n, 17_550n, -52_650n].map(
      (received) => divide(graph, revenueOf([1, received]), zeroShare, caps).flows.at(0)!.relativeOut,
    )
    expect(outs).toEqual([15_000n, 0n, -4_470n])
    expect(caps.standings()).toEqual([{ edge: 0, received: 52_650n, paid: 10_530n }])
    const euros = new EdgeCaps(graph, 'EUR' as CurrencyCode)
    expect(divide(graph, revenueOf([1, 100_000n]), zeroShare, euros).flows.at(0)!.relativeOut).toBe(20_000n)
  })

  it('carries nothing over an edge that ended, and no claim behind it', () => {
    // 2 owes 0.2 to 1 until 10, 1 owes 0.1 to 0.
    const graph = buildGraph([
      released(),
      released(edge('absolute', 0.1, 0)),
      released({ ...edge('absolute', 0.2, 1), until: 10 }),
    ])
    expect(graphInForce(graph, undefined)).toBe(graph)
    const before = divide(graphInForce(graph, 9), revenueOf([2, 1_000n]), zeroShare)
    expect([...before.flows].map(({ retained }) => retained)).toEqual([700n, 200n, 100n])
    const after = graphInForce(graph, 10)
    expect(after.stack[2]).toBe(0)
    expect([...divide(after, revenueOf([2, 1_000n]), zeroShare).flows]).toMatchObject([
      { version: 2, retained: 1_000n },
    ])
  })
})

describe('flow of signed revenue', () => {
  it('agrees with the reference to the unit, whatever the signs, costs, cuts and caps', () => {
    fc.assert(
      fc.property(histories, ({ versions, groups }) => {
        const graph = buildGraph(versions)
        const [fastCaps, slowCaps] = [new EdgeCaps(graph, usd), new EdgeCaps(graph, usd)]
        for (const { cut, feeShare, direct } of groups) {
          const inForce = graphInForce(graph, cut)
          const fast = flow(inForce, direct, feeShare, fastCaps)
          const slow = referenceFlow(inForce, direct, feeShare, slowCaps)
          expect([...fast.flows]).toEqual([...slow.flows])
          expect({ ...fast, flows: 0 }).toEqual({ ...slow, flows: 0 })
          expect(fastCaps.standings()).toEqual(slowCaps.standings())
          expect(fast.rounding).toBeGreaterThanOrEqual(0n)
        }
      }),
      runs('cheap', 300),
    )
  })

  it('brings the same by the way for revenue of any sign and by the way for revenue that is not below zero', () => {
    fc.assert(
      fc.property(endingLineages({ versionsMax: 25 }), feeShares, fc.nat(24), (versions, feeShare, extra) => {
        const graph = buildGraph(versions)
        const amounts = versions.map((_, at) => BigInt(at) ** 9n + BigInt(extra))
        const direct = { versions: Uint32Array.from(amounts.keys()), amounts }
        // A cap that no revenue here comes near changes nothing, and needs signed numbers.
        const far = buildGraph(
          versions.map((version) => ({ ...version, derivedFrom: version.derivedFrom.map(farCapped) })),
        )
        const plain = flow(graph, direct, feeShare)
        const capped = flow(far, direct, feeShare, new EdgeCaps(far, usd))
        expect([...capped.flows]).toEqual([...plain.flows])
        expect({ ...capped, flows: 0 }).toEqual({ ...plain, flows: 0 })
      }),
      runs('cheap'),
    )
  })

  it('never passes a cap to date (I30), and lags behind it by less than a unit for each group', () => {
    fc.assert(
      fc.property(histories, ({ versions, groups }) => {
        const graph = buildGraph(versions)
        const caps = new EdgeCaps(graph, usd)
        for (const { cut, feeShare, direct } of groups) flow(graphInForce(graph, cut), direct, feeShare, caps)
        for (const { edge, received, paid } of caps.standings()) {
          const cap = graph.edgeCaps!.get(edge)!.find(({ currency }) => currency === usd)!.amount
          const due =
            received <= 0n ? 0n : (received * BigInt(graph.edgeShare[edge]!)) / BigInt(sharePartsWhole)
          const most = due < cap ? due : cap
          expect(paid).toBeGreaterThanOrEqual(0n)
          expect(paid).toBeLessThanOrEqual(most)
          expect(most - paid).toBeLessThanOrEqual(BigInt(groups.length))
        }
      }),
      runs('cheap', 300),
    )
  })

  it('lets an edge that is not in force stand still', () => {
    fc.assert(
      fc.property(histories, ({ versions, groups }) => {
        const graph = buildGraph(versions)
        const caps = new EdgeCaps(graph, usd)
        for (const { cut, feeShare, direct } of groups) {
          const still = ended(graph, cut).filter((edge) => caps.has(edge))
          const before = still.map((edge) => caps.standing(edge))
          flow(graphInForce(graph, cut), direct, feeShare, caps)
          expect(still.map((edge) => caps.standing(edge))).toEqual(before)
        }
      }),
      runs('cheap'),
    )
  })

  it('leaves everything as if neither were where a call and its refund are in one group', () => {
    fc.assert(
      fc.property(histories, fc.nat(), fc.bigInt({ min: 1n, max: 1n << 100n }), (history, pick, amount) => {
        const graph = buildGraph(history.versions)
        const [{ direct, feeShare, cut }] = history.groups as [(typeof history.groups)[number]]
        const version = pick % history.versions.length
        const [caps, bothCaps] = [new EdgeCaps(graph, usd), new EdgeCaps(graph, usd)]
        const inForce = graphInForce(graph, cut)
        const without = flow(inForce, direct, feeShare, caps)
        const both = flow(inForce, added(direct, version, amount, -amount), feeShare, bothCaps)
        expect([...both.flows]).toEqual([...without.flows])
        expect(bothCaps.standings()).toEqual(caps.standings())
      }),
      runs('cheap'),
    )
  })
})

function farCapped<Edge extends { readonly policy: string }>(edge: Edge): Edge {
  if (edge.policy === 'absolute') return edge
  return { ...edge, caps: [{ currency: usd, amount: ledgerUnits(1n << 159n) }] }
}

function ended({ edgeCount, edgeUntil }: LineageGraph, cut: number | undefined): number[] {
  const edges = Array.from({ length: edgeCount }, (_, edge) => edge)
  return edges.filter((edge) => cut !== undefined && edgeUntil !== undefined && edgeUntil[edge]! <= cut)
}

/** The revenue with a call, and with what takes it back, added to one version. */
function added(
  {
    versions,
    amounts,
    costs,
  }: { versions: Uint32Array; amounts: readonly bigint[]; costs?: readonly bigint[] },
  version: number,
  ...more: bigint[]
) {
  const sum = more.reduce((all, one) => all + one, 0n)
  const entries = new Map(
    Array.from(versions, (one, at) => [one, [amounts[at]!, costs?.[at] ?? 0n]] as const),
  )
  const [amount, cost] = entries.get(version) ?? [0n, 0n]
  const sorted = [...entries.set(version, [amount + sum, cost])].sort(([a], [b]) => a - b)
  return {
    versions: Uint32Array.from(sorted, ([one]) => one),
    amounts: sorted.map(([, [one]]) => one),
    costs: sorted.map(([, [, one]]) => one),
  }
}
