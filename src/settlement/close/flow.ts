/** Divides revenue over the lineage, once for each currency, fee share and fee payee. */

import {
  type DirectRevenue,
  type FlowResult,
  flow,
  type LineageGraph,
  type VersionFlow,
} from '../../attribution/index.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import type { FeeGroup } from '../../registry/index.ts'
import type { DirectSum } from '../../usage/reader.ts'
import type { RegistryAt } from '../registryAt.ts'

export interface GroupFlow {
  readonly fee: FeeGroup
  readonly result: FlowResult
}

export interface CurrencyFlow {
  readonly currency: CurrencyCode
  /** One for each fee group, over all its settled calls. */
  readonly groups: readonly GroupFlow[]
  /** The same division run on the late calls alone. */
  readonly lateGroups: readonly GroupFlow[]
}

/** @returns ascending by currency; only currencies with settled calls */
export function attribute(
  direct: readonly DirectSum[],
  registry: RegistryAt,
  graph: LineageGraph,
): CurrencyFlow[] {
  const currencies = [...new Set(direct.map((sum) => sum.currency))].sort()
  return currencies.map((currency) => {
    const sums = direct.filter((sum) => sum.currency === currency)
    return {
      currency,
      groups: divideGroups(sums, registry, graph),
      lateGroups: divideGroups(
        sums.filter((sum) => sum.late),
        registry,
        graph,
      ),
    }
  })
}

function divideGroups(sums: readonly DirectSum[], registry: RegistryAt, graph: LineageGraph): GroupFlow[] {
  const groups = [...new Set(sums.map((sum) => sum.feeGroup))].sort((a, b) => a - b)
  return groups.map((group) => {
    const fee = registry.feeGroups[group]!
    const revenue = directRevenue(sums.filter((sum) => sum.feeGroup === group))
    return { fee, result: flow(graph, revenue, fee.share) }
  })
}

/** Late and other calls of a version are one sum: lateness does not change the division. */
function directRevenue(sums: readonly DirectSum[]): DirectRevenue {
  const byVersion = new Map<number, bigint>()
  for (const { version, amount } of sums) byVersion.set(version, (byVersion.get(version) ?? 0n) + amount)
  const versions = Uint32Array.from(byVersion.keys()).sort()
  return { versions, amounts: Array.from(versions, (version) => byVersion.get(version)!) }
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
