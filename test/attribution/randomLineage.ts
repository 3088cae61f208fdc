/** Lineage graphs and revenue for properties. */
import fc from 'fast-check'
import type { DirectRevenue, GraphVersion } from '../../src/attribution/index.ts'
import { relations } from '../../src/attribution/index.ts'
import type { CurrencyCode } from '../../src/events/ids.ts'
import { ledgerUnits, type Share, sharePartsWhole } from '../../src/money/index.ts'
import type { LineageEdge } from '../../src/registry/model.ts'

export const feeShares = fc
  .oneof(fc.constantFrom(0, 1, sharePartsWhole), fc.integer({ min: 0, max: sharePartsWhole }))
  .map((parts) => parts as Share)

/** Shares of every order of magnitude. */
const shares = fc.oneof(
  fc.constantFrom(1, sharePartsWhole),
  fc.integer({ min: 1, max: 1_000 }),
  fc.integer({ min: 1, max: sharePartsWhole / 4 }),
)

const edges = fc.record({
  back: fc.nat(20),
  absolute: fc.boolean(),
  share: shares,
  relation: fc.constantFrom(...relations),
})

/** Valid versions: wishes that name a source twice or promise too much are dropped or lowered. */
export function lineages(options: { versionsMax: number; edgesMax?: number }): fc.Arbitrary<GraphVersion[]> {
  const wish = fc.record({
    releasedAt: fc.nat(100),
    edges: fc.array(edges, { maxLength: options.edgesMax ?? 6 }),
  })
  return fc.array(wish, { minLength: 1, maxLength: options.versionsMax }).map((wishes) => {
    const stacks: number[] = []
    return wishes.map(({ releasedAt, edges }, index) => {
      const derivedFrom: LineageEdge[] = []
      let left = sharePartsWhole
      let stack = 0
      for (const { back, absolute, share, relation } of edges) {
        const source = index - 1 - (back % Math.max(1, index))
        if (source < 0 || derivedFrom.some((edge) => edge.source === source)) continue
        const behind = absolute ? stacks[source]! : 0
        const part = Math.min(share, left - behind)
        if (part < 1) continue
        left -= part + behind
        if (absolute) stack += part + behind
        derivedFrom.push({
          source,
          relation,
          policy: absolute ? 'absolute' : 'relative',
          share: part as Share,
        })
      }
      stacks.push(stack)
      return { releasedAt, derivedFrom }
    })
  })
}

/** Nothing, a few units, ordinary money, and amounts whose sum comes near 2^256. */
const amounts = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0n) },
  { weight: 2, arbitrary: fc.bigInt({ min: 1n, max: 20n }) },
  { weight: 3, arbitrary: fc.bigInt({ min: 1n << 60n, max: 1n << 130n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 1n, max: 1n << 249n }) },
)

function directRevenue(versionCount: number): fc.Arbitrary<DirectRevenue> {
  return fc.array(fc.option(amounts), { minLength: versionCount, maxLength: versionCount }).map((given) => {
    const versions = [...given.keys()].filter((version) => given[version] !== null)
    return {
      versions: Uint32Array.from(versions),
      amounts: versions.map((version) => given[version]!),
    }
  })
}

/** A lineage with revenue on some of its versions. */
export const revenues = lineages({ versionsMax: 40 }).chain((versions) =>
  fc.record({ versions: fc.constant(versions), direct: directRevenue(versions.length), feeShare: feeShares }),
)

/** `edge('relative', '0.5', 0)`: a source by index, with a share as written. */
export function edge(policy: 'absolute' | 'relative', share: number, source: number): LineageEdge {
  return { source, policy, share: Math.round(share * sharePartsWhole) as Share, relation: 'trainedOn' }
}

export function released(...derivedFrom: LineageEdge[]): GraphVersion {
  return { releasedAt: 0, derivedFrom }
}

/** When edges end. */
const ends = [10, 20, 30] as const
export const cuts = fc.constantFrom(undefined, ...ends)

const caps = fc.array(
  fc.record({
    currency: fc.constantFrom(...(['USD', 'EUR'] as CurrencyCode[])),
    amount: fc
      .oneof(fc.bigInt({ min: 1n, max: 50n }), fc.bigInt({ min: 1n, max: 1n << 159n }))
      .map((amount) => ledgerUnits(amount)),
  }),
  { maxLength: 2 },
)

/** Lineages of which some edges end and some relative ones are capped, in one currency or in two. */
export function endingLineages(options: { versionsMax: number }): fc.Arbitrary<GraphVersion[]> {
  const terms = fc.record({ until: fc.option(fc.constantFrom(...ends)), caps: fc.option(caps) })
  return fc
    .tuple(lineages(options), fc.array(terms, { minLength: 1, maxLength: 20 }))
    .map(([versions, wishes]) => {
      let next = 0
      return versions.map(({ releasedAt, derivedFrom }) => ({
        releasedAt,
        derivedFrom: derivedFrom.map((edge): LineageEdge => {
          const { until, caps } = wishes[next++ % wishes.length]!
          const once = caps?.filter(
            (one, at) => caps.findIndex(({ currency }) => currency === one.currency) === at,
          )
          return {
            ...edge,
            ...(until !== null && { until }),
            ...(once && once.length > 0 && edge.policy === 'relative' && { caps: once }),
          }
        }),
      }))
    })
}

const signedAmounts = fc.tuple(amounts, fc.boolean()).map(([amount, below]) => (below ? -amount : amount))

/** Revenue of any signs, with costs or without. */
export function signedRevenue(versionCount: number): fc.Arbitrary<DirectRevenue> {
  const places = { minLength: versionCount, maxLength: versionCount }
  return fc
    .tuple(fc.array(fc.option(signedAmounts), places), fc.option(fc.array(signedAmounts, places)))
    .map(([given, costs]) => {
      const versions = [...given.keys()].filter((version) => given[version] !== null)
      return {
        versions: Uint32Array.from(versions),
        amounts: versions.map((version) => given[version]!),
        ...(costs && { costs: versions.map((version) => costs[version]!) }),
      }
    })
}
