/**
 * Divides revenue over the lineage, once for each currency, fee share, fee payee and cut. A capped edge carries what its
 * total to date allows, so the groups of a currency go one after the other, in one order.
 */

import {
  type DirectRevenue,
  type DividedRevenue,
  EdgeCaps,
  flow,
  graphInForce,
  type LineageGraph,
  type VersionFlow,
} from '../../attribution/index.ts'
import { compareUtf8 } from '../../base/utf8.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import { type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { FeeGroup } from '../../registry/index.ts'
import type { DirectSum } from '../../usage/reader.ts'
import type { RegistryAt } from '../registryAt.ts'
import { type CapStanding, capsAfter, edgeStandings } from './edgeCaps.ts'

/** What calls of one version cost, and who earns it. */
export interface CostSum {
  readonly version: number
  readonly payee: PayeeId
  readonly amount: LedgerUnits
}

export interface GroupFlow {
  readonly fee: FeeGroup
  /** The latest end of an edge at or before the calls. */
  readonly cut: Micros | undefined
  readonly result: DividedRevenue
  /** In the order of versions, then of payees as UTF-8 bytes; empty where nothing costs. */
  readonly costs: readonly CostSum[]
}

export interface CurrencyFlow {
  readonly currency: CurrencyCode
  /** One for each fee group and cut: over all calls that the epoch settles, and what corrections change of others. */
  readonly groups: readonly GroupFlow[]
  /** The same division run on the late calls alone, without caps. */
  readonly lateGroups: readonly GroupFlow[]
  /** The same run on what corrections change of calls that were settled before. */
  readonly adjustedGroups: readonly GroupFlow[]
}

interface EpochFlows {
  /** Ascending by currency; only those in which something is divided. */
  readonly currencies: readonly CurrencyFlow[]
  /** Where capped edges stand after the epoch: those that received or carried something, by currency, then edge. */
  readonly caps: readonly CapStanding[]
}

interface Divided {
  /** Σ of the calls that the epoch settles, at what they are worth. */
  readonly direct: readonly DirectSum[]
  /** Σ of what corrections change of calls that were settled before; left out where there are none. */
  readonly adjusted?: readonly DirectSum[] | undefined
  /** Where capped edges stood before; left out where none did. */
  readonly caps?: Iterable<CapStanding> | undefined
}

export function attribute(
  { direct, adjusted = [], caps: before = [] }: Divided,
  registry: Pick<RegistryAt, 'feeGroups'>,
  graph: LineageGraph,
): EpochFlows {
  const standings = edgeStandings(graph, before)
  const codes = [...direct, ...adjusted].map((sum) => sum.currency)
  const caps = new Map<CurrencyCode, EdgeCaps>()
  const currencies = [...new Set(codes)].sort().map((currency): CurrencyFlow => {
    const ofCurrency = (sum: DirectSum): boolean => sum.currency === currency
    const ofCaps = graph.edgeCaps && new EdgeCaps(graph, currency, standings.get(currency))
    if (ofCaps) caps.set(currency, ofCaps)
    const groups = groupsOf(direct.filter(ofCurrency), adjusted.filter(ofCurrency), registry.feeGroups)
    return { currency, ...divideGroups(groups, graph, ofCaps) }
  })
  return { currencies, caps: capsAfter(graph, standings, caps) }
}

interface Group {
  readonly fee: FeeGroup
  readonly cut: Micros | undefined
  readonly settled: DirectSum[]
  readonly adjusted: DirectSum[]
}

/** By cut, none first, then by the fee: its share, and its payee as UTF-8 bytes. */
function groupsOf(
  direct: readonly DirectSum[],
  adjusted: readonly DirectSum[],
  feeGroups: readonly FeeGroup[],
): Group[] {
  const groups = new Map<string, Group>()
  const of = ({ feeGroup, cut }: DirectSum): Group => {
    const fee = feeGroups[feeGroup]!
    const name = `${cut ?? ''} ${fee.share} ${fee.payee}`
    const group = groups.get(name) ?? { fee, cut, settled: [], adjusted: [] }
    groups.set(name, group)
    return group
  }
  for (const sum of direct) of(sum).settled.push(sum)
  for (const sum of adjusted) of(sum).adjusted.push(sum)
  return [...groups.values()].sort(
    (a, b) =>
      (a.cut ?? Number.NEGATIVE_INFINITY) - (b.cut ?? Number.NEGATIVE_INFINITY) ||
      a.fee.share - b.fee.share ||
      compareUtf8(a.fee.payee, b.fee.payee),
  )
}

function divideGroups(
  all: readonly Group[],
  graph: LineageGraph,
  caps: EdgeCaps | undefined,
): Omit<CurrencyFlow, 'currency'> {
  const [groups, lateGroups, adjustedGroups]: [GroupFlow[], GroupFlow[], GroupFlow[]] = [[], [], []]
  for (const { fee, cut, settled, adjusted } of all) {
    const inForce = graphInForce(graph, cut)
    const divide = (sums: readonly DirectSum[], ofCaps?: EdgeCaps): GroupFlow => ({
      fee,
      cut,
      result: flow(inForce, directRevenue(sums), fee.share, ofCaps),
      costs: costSums(sums),
    })
    groups.push(divide([...settled, ...adjusted], caps))
    const late = settled.filter((sum) => sum.late)
    if (late.length > 0) lateGroups.push(divide(late))
    if (adjusted.length > 0) adjustedGroups.push(divide(adjusted))
  }
  return { groups, lateGroups, adjustedGroups }
}

/** Late and other calls of a version are one sum: lateness does not change the division. */
function directRevenue(sums: readonly DirectSum[]): DirectRevenue {
  const byVersion = new Map<number, bigint>()
  const costs = new Map<number, bigint>()
  for (const { version, amount, cost } of sums) {
    byVersion.set(version, (byVersion.get(version) ?? 0n) + amount)
    if (cost !== undefined) costs.set(version, (costs.get(version) ?? 0n) + cost)
  }
  const versions = Uint32Array.from(byVersion.keys()).sort()
  const amounts = Array.from(versions, (version) => byVersion.get(version)!)
  if (costs.size === 0) return { versions, amounts }
  return { versions, amounts, costs: Array.from(versions, (version) => costs.get(version) ?? 0n) }
}

function costSums(sums: readonly DirectSum[]): CostSum[] {
  const costs = new Map<string, CostSum>()
  for (const { version, cost, costPayee: payee } of sums) {
    if (cost === undefined || payee === undefined) continue
    const name = `${version} ${payee}`
    costs.set(name, { version, payee, amount: plus(costs.get(name)?.amount ?? zeroLedgerUnits, cost) })
  }
  return [...costs.values()]
    .filter(({ amount }) => amount !== 0n)
    .sort((a, b) => a.version - b.version || compareUtf8(a.payee, b.payee))
}

interface MergedFlow {
  readonly version: number
  /** In the order of the groups; empty where nothing of the group reached the version. */
  readonly flows: readonly (VersionFlow | undefined)[]
}

/** The flows of several groups side by side, version by version, derived-first. */
export function* mergeFlows(groups: readonly GroupFlow[]): Iterable<MergedFlow> {
  const cursors = groups.map((group) => group.result.flows[Symbol.iterator]())
  const heads = cursors.map((cursor) => cursor.next())
  for (;;) {
    let version = -1
    for (const head of heads) if (!head.done && head.value.version > version) version = head.value.version
    if (version < 0) return
    const flows: (VersionFlow | undefined)[] = []
    for (const [at, head] of heads.entries()) {
      const here = !head.done && head.value.version === version
      flows.push(here ? head.value : undefined)
      if (here) heads[at] = cursors[at]!.next()
    }
    yield { version, flows }
  }
}
