/** Where capped edges stand, by the versions that they join: what an epoch leaves for the next. */
import type { EdgeCaps, EdgeStanding, LineageGraph } from '../../attribution/index.ts'
import { firstIndex } from '../../base/search.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'

/** Where a capped edge stands in one currency, over all epochs and groups so far; ledger units. */
export interface CapStanding {
  /** Index of the derived version, which pays. */
  readonly from: number
  /** Index of the source. A version names a source at most once. */
  readonly to: number
  readonly currency: CurrencyCode
  /** X: what the derived version received while the edge was in force; signed. */
  readonly received: bigint
  /** What the edge carried of it, from 0 to its cap. */
  readonly paid: bigint
}

/** By currency, with the numbers that the edges have in the graph. */
export function edgeStandings(
  graph: LineageGraph,
  caps: Iterable<CapStanding>,
): ReadonlyMap<CurrencyCode, readonly EdgeStanding[]> {
  const standings = new Map<CurrencyCode, EdgeStanding[]>()
  for (const { from, to, currency, received, paid } of caps) {
    const ofCurrency = standings.get(currency)
    const standing = { edge: edgeBetween(graph, from, to), received, paid }
    if (ofCurrency) ofCurrency.push(standing)
    else standings.set(currency, [standing])
  }
  return standings
}

/**
 * @param before of all currencies
 * @param after of the currencies in which something was divided
 * @returns by currency, then edge
 */
export function capsAfter(
  graph: LineageGraph,
  before: ReadonlyMap<CurrencyCode, readonly EdgeStanding[]>,
  after: ReadonlyMap<CurrencyCode, EdgeCaps>,
): CapStanding[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((currency) => {
    const standings =
      after.get(currency)?.standings() ?? before.get(currency)!.toSorted((a, b) => a.edge - b.edge)
    return standings.map(({ edge, received, paid }) => {
      const from = firstIndex(graph.versionCount, (version) => graph.edgeStart[version + 1]! > edge)
      return { from, to: graph.edgeSource[edge]!, currency, received, paid }
    })
  })
}

function edgeBetween({ edgeStart, edgeSource }: LineageGraph, from: number, to: number): number {
  const edge = edgeSource.subarray(edgeStart[from]!, edgeStart[from + 1]!).indexOf(to)
  invariant(edge >= 0, 'an edge with a standing is in the lineage')
  return edgeStart[from]! + edge
}
