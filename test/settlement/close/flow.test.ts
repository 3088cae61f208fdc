import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildGraph, type GraphVersion } from '../../../src/attribution/index.ts'
import { PayeeTable } from '../../../src/books/tables/payeeTable.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../../src/events/ids.ts'
import { ledgerUnits } from '../../../src/money/ledgerUnits.ts'
import { type Share, zeroShare } from '../../../src/money/share.ts'
import type { FeeGroup, Version } from '../../../src/registry/index.ts'
import { allocate, flowLines } from '../../../src/settlement/close/allocation.ts'
import { DividedEarnings } from '../../../src/settlement/close/earningLines.ts'
import { attribute } from '../../../src/settlement/close/flow.ts'
import { type HeldVersions, heldBy } from '../../../src/settlement/close/holders.ts'
import type { PartsOf } from '../../../src/settlement/close/parts.ts'
import type { DirectSum } from '../../../src/usage/reader.ts'
import { cuts, endingLineages } from '../../attribution/randomLineage.ts'
import { RefRegistry } from '../../support/contracts/registry.ts'
import { type Direct, divide, type EdgeState } from '../../support/contracts/revenue.ts'
import { runs } from '../../support/properties.ts'

const usd = 'USD' as CurrencyCode
const half = 500_000_000

const feeGroups: readonly FeeGroup[] = [
  { share: zeroShare, payee: '' },
  { share: 25_000_000 as Share, payee: 'platform' as PayeeId },
  { share: 25_000_000 as Share, payee: 'Platform' as PayeeId },
  { share: 7 as Share, payee: 'zoe' as PayeeId },
]

const amounts = fc.oneof(fc.bigInt({ min: -30n, max: 30n }), fc.bigInt({ min: -(1n << 90n), max: 1n << 90n }))

const sums = fc.record({
  pick: fc.nat(),
  feeGroup: fc.nat(feeGroups.length - 1),
  cut: cuts,
  late: fc.boolean(),
  amount: amounts,
  cost: fc.option(amounts),
  costPayee: fc.constantFrom(...(['gpu', 'platform'] as PayeeId[])),
})

/** Of one epoch: what it settles, and what corrections change of calls that were settled before. */
const epochs = fc.record({
  direct: fc.array(sums, { maxLength: 6 }),
  adjusted: fc.array(sums, { maxLength: 3 }),
})
const histories = fc.record({
  versions: endingLineages({ versionsMax: 10 }),
  epochs: fc.array(epochs, { minLength: 1, maxLength: 4 }),
})

describe('the division of a close', () => {
  it('gives what the slow reference gives: parts, totals, capped edges, epoch by epoch', () => {
    fc.assert(
      fc.property(histories, ({ versions, epochs }) => {
        const graph = buildGraph(versions)
        const held = heldAll(versions.length)
        const reference = referenceOf(versions)
        const states: EdgeState = new Map()
        let caps: ReturnType<typeof attribute>['caps'] = []
        for (const epoch of epochs) {
          const direct = epoch.direct.map((sum) => directSum(sum, versions.length))
          const adjusted = epoch.adjusted.map((sum) => ({ ...directSum(sum, versions.length), late: false }))
          const flows = attribute({ direct, adjusted, caps }, { feeGroups }, graph)
          caps = flows.caps
          const all = [...direct, ...adjusted]
          const settled = divide(reference, { currency: usd, T: 0n, caps: states }, all.map(refDirect))
          const parts = new AllParts()
          const {
            currencies,
            payees,
            earned,
            late,
            adjusted: changed,
          } = allocate(flows.currencies, held, parts)
          expect(nonZero(parts.byPart)).toEqual(nonZero(settled.parts))
          const [totals] = currencies
          expect(totals?.gross ?? 0n).toBe(settled.gross)
          expect(totals?.fee ?? 0n).toBe(settled.fee)
          expect(totals?.rounding ?? 0n).toBe(settled.rounding)
          const byPayee = (column: { get(row: number): bigint }) =>
            nonZero(Array.from({ length: payees.size }, (_, row) => [payees.payee(row), column.get(row)]))
          const informing = (of: readonly DirectSum[]) =>
            perPayee(divide(reference, { currency: usd, T: 0n, caps: undefined }, of.map(refDirect)).parts)
          expect(byPayee(earned)).toEqual(perPayee(settled.parts))
          expect(byPayee(late)).toEqual(informing(direct.filter((sum) => sum.late)))
          expect(byPayee(changed)).toEqual(informing(adjusted))
          expect(caps.map(({ from, to, received, paid }) => [from, to, received, paid])).toEqual(
            standing(states, versions),
          )
        }
      }),
      runs(400, 80),
    )
  })

  it('has lines that add up to the totals, costs and amounts below zero among them', () => {
    fc.assert(
      fc.property(histories, ({ versions, epochs: [epoch] }) => {
        const held = heldAll(versions.length)
        const direct = epoch!.direct.map((sum) => directSum(sum, versions.length))
        const { currencies: flows } = attribute({ direct }, { feeGroups }, buildGraph(versions))
        const [totals] = allocate(flows, held).currencies
        const lines = [...new DividedEarnings(flows, held)]
        const sum = (values: readonly bigint[]): bigint => values.reduce((all, one) => all + one, 0n)
        const { fee = 0n, earned = 0n, gross = 0n } = totals ?? {}
        expect(sum(lines.map(({ amount }) => amount))).toBe(fee + earned)
        expect(lines.every(({ amount }) => amount !== 0n)).toBe(true)
        const keys = lines.map(({ payee, asset, version, role }) => [payee, asset, version, role].join())
        expect(new Set(keys).size).toBe(keys.length)
        const shown = [...flowLines(flows, held)]
        expect(sum(shown.map((line) => line.direct))).toBe(gross)
        expect(sum(shown.map((line) => line.fee))).toBe(fee)
        for (const line of shown)
          expect(line.retained).toBe(
            line.direct -
              line.cost -
              line.fee +
              line.relativeIn +
              line.absoluteIn -
              line.relativeOut -
              line.absoluteOut,
          )
        const costs = lines.filter(({ role }) => role === 'cost').map(({ amount }) => amount)
        expect(sum(shown.map((line) => line.cost))).toBe(sum(costs))
      }),
      runs(2_000, 300),
    )
  })
})

function directSum(
  { pick, cost, costPayee, cut, ...sum }: typeof sums extends fc.Arbitrary<infer Sum> ? Sum : never,
  versionCount: number,
): DirectSum {
  return {
    ...sum,
    version: pick % versionCount,
    currency: usd,
    calls: 1,
    amount: ledgerUnits(sum.amount),
    ...(cut !== undefined && { cut }),
    ...(cost !== null && { cost: ledgerUnits(cost), costPayee }),
  }
}

/** Version n is held by two payees, and by two contributors where n is odd. */
function heldAll(versionCount: number): HeldVersions {
  const all = Array.from({ length: versionCount }, (_, n) => ({
    asset: assetOf(n),
    version: String(n) as Version['version'],
    holders: holdersOf(n).map(([payee, share]) => ({ payee: payee as PayeeId, share: share as Share })),
    contributorShare: (n % 2 === 1 ? half : 0) as Share,
    contributors: contributorsOf(n).map(([payee, units]) => ({ payee: payee as PayeeId, units })),
    contributorUnits: n % 2 === 1 ? 7n : 0n,
  }))
  return heldBy((index) => all[index])
}

const assetOf = (n: number) => `model:m${n % 4}` as AssetId
const holdersOf = (n: number): [string, number][] =>
  n % 2 === 1
    ? [
        ['lab', 333_333_333],
        [`h${n % 3}`, 166_666_667],
      ]
    : [
        ['lab', 1],
        [`h${n % 3}`, 999_999_999],
      ]
const contributorsOf = (n: number): [string, bigint][] =>
  n % 2 === 1
    ? [
        ['ann', 3n],
        ['lab', 4n],
      ]
    : []

function referenceOf(versions: readonly GraphVersion[]): RefRegistry {
  const registry = new RefRegistry()
  for (const [n, { derivedFrom }] of versions.entries()) {
    registry.versions.push({
      asset: assetOf(n),
      version: '1',
      releasedAt: 0n,
      holders: holdersOf(n).map(([payee, share]) => ({ payee, share: BigInt(share) })),
      contributorShare: n % 2 === 1 ? BigInt(half) : 0n,
      contributors: contributorsOf(n).map(([payee, units]) => ({ payee, units })),
      edges: derivedFrom.map(({ source, policy, share, until, caps }) => ({
        source,
        absolute: policy === 'absolute',
        share: BigInt(share),
        until: until === undefined ? undefined : BigInt(until),
        caps: new Map(caps?.map(({ currency, amount }) => [currency as string, amount as bigint])),
      })),
      transfers: [],
    })
  }
  return registry
}

function refDirect({ version, amount, cost, costPayee, feeGroup, cut }: DirectSum): Direct {
  const { share, payee } = feeGroups[feeGroup]!
  const group = { share: BigInt(share), payee, cut: cut === undefined ? undefined : BigInt(cut) }
  const card = { payee: costPayee ?? '' } as NonNullable<Direct['card']>
  return { version, group, amount, cost: cost ?? 0n, card }
}

/** Everybody's parts, by payee, asset and role as JSON. */
class AllParts implements PartsOf {
  readonly payees = new PayeeTable()
  readonly concerned = Number.POSITIVE_INFINITY
  readonly byPart = new Map<string, bigint>()

  add(number: number, asset: AssetId | '', role: string, amount: bigint): void {
    const name = JSON.stringify([this.payees.payee(number), asset, role])
    this.byPart.set(name, (this.byPart.get(name) ?? 0n) + amount)
  }
}

function nonZero(entries: Iterable<readonly [string, bigint]>): Record<string, bigint> {
  return Object.fromEntries([...entries].filter(([, amount]) => amount !== 0n))
}

function perPayee(parts: ReadonlyMap<string, bigint>): Record<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const [name, amount] of parts) {
    const [payee] = JSON.parse(name) as [string]
    sums.set(payee, (sums.get(payee) ?? 0n) + amount)
  }
  return nonZero(sums)
}

/** What moved, by derived version, then in the order of its release. */
function standing(states: EdgeState, versions: readonly GraphVersion[]): unknown[] {
  return [...states]
    .map(([name, { x, paid }]) => {
      const [from, at] = JSON.parse(name) as [number, number, string]
      return [from, at, x, paid] as const
    })
    .filter(([, , x, paid]) => x !== 0n || paid !== 0n)
    .sort(([a, at], [b, place]) => a - b || at - place)
    .map(([from, at, x, paid]) => [from, versions[from]!.derivedFrom[at]!.source, x, paid])
}
