/** Explains how one amount is divided over the lineage: what each version took of it, and by which paths. */

import { invariant } from '../invariant.ts'
import type { Share } from '../money/share.ts'
import { flow } from './flow.ts'
import type { FlowPath, FlowResult, LineageGraph, VersionFlow, VersionFlows } from './model.ts'
import { countPaths, type ListedPaths, listPaths, type PathCounts, type PathLimits } from './paths.ts'
import { upstreamOf } from './upstream.ts'

export const pathsMaxDefault = 1_000
export const pathEdgesMaxDefault = 20_000

export interface ExplainedFlow extends VersionFlow {
  /** How many paths lead here from the served version, exactly. 1 for that version itself. */
  readonly pathCount: bigint
  /** Some of them, shortest first: at least one for each version as long as the limits allow. */
  readonly paths: readonly FlowPath[]
}

/** A list of explained flows, each made when it is read: a call may reach 50,000 versions; people read the first. */
export interface ExplainedFlows extends Iterable<ExplainedFlow> {
  readonly length: number
  at(index: number): ExplainedFlow | undefined
}

export interface FlowExplanation extends Omit<FlowResult, 'flows'> {
  /** The served version first, then the others by descending index. */
  readonly flows: ExplainedFlows
}

/** A call as far as it is divided. */
export interface ServedCall {
  /** The version that served it. */
  readonly version: number
  /** Its revenue, in ledger units. */
  readonly amount: bigint
  /** What it cost, taken before the fee; left out for nothing. */
  readonly cost?: bigint
  /** Parts per billion. */
  readonly feeShare: Share
}

/**
 * Divides the revenue of one call exactly as `flow` does without caps, and reports the paths. The time depends on what
 * the money reaches, not on the size of the graph. For a call after the end of an edge, pass its `graphInForce`.
 *
 * @example
 * const graph = buildGraph([
 *   { releasedAt: 0, derivedFrom: [] },
 *   { releasedAt: 1, derivedFrom: [{ source: 0, relation: 'trainedOn', policy: 'absolute', share: parseShare('0.1') }] },
 *   { releasedAt: 2, derivedFrom: [{ source: 1, relation: 'finetunedFrom', policy: 'relative', share: parseShare('0.5') }] },
 * ])
 * const { flows } = explainFlow(graph, { version: 2, amount: 1_000n, feeShare: parseShare('0.05') })
 * for (const { version, retained, pathCount, paths } of flows) {
 *   console.log(version, retained, pathCount, paths[0].edges.map((edge) => `${edge.policy} to ${edge.to}`).join(', '))
 * }
 * // 2 475n 1n
 * // 1 427n 1n relative to 1
 * // 0 47n 1n relative to 1, absolute to 0
 */
export function explainFlow(
  graph: LineageGraph,
  { version, amount, cost = 0n, feeShare }: ServedCall,
  limits: Partial<PathLimits> = {},
): FlowExplanation {
  invariant(version >= 0 && version < graph.versionCount, 'the served version is one of the graph')
  const part = upstreamOf(graph, version)
  const served = part.graph.versionCount - 1
  const direct = { versions: Uint32Array.of(served), amounts: [amount], costs: [cost] }
  const result = flow(part.graph, direct, feeShare)
  const counts = countPaths(part.graph)
  const wanted = { places: result.flows.versions(), counts, net: amount - cost - result.fee }
  const paths = listPaths(part, wanted, {
    pathsMax: limits.pathsMax ?? pathsMaxDefault,
    pathEdgesMax: limits.pathEdgesMax ?? pathEdgesMaxDefault,
  })
  return { ...result, flows: new PartFlows(result.flows, part.versions, counts, paths) }
}

/** Flows of the part, with the version numbers of the whole graph. */
class PartFlows implements ExplainedFlows {
  readonly length: number
  readonly #flows: VersionFlows
  readonly #versions: Uint32Array
  readonly #counts: PathCounts
  readonly #paths: ListedPaths

  constructor(flows: VersionFlows, versions: Uint32Array, counts: PathCounts, paths: ListedPaths) {
    this.length = flows.length
    this.#flows = flows
    this.#versions = versions
    this.#counts = counts
    this.#paths = paths
  }

  at(index: number): ExplainedFlow | undefined {
    const one = this.#flows.at(index)
    return one && this.#explain(one)
  }

  *[Symbol.iterator](): Generator<ExplainedFlow, undefined> {
    for (const one of this.#flows) yield this.#explain(one)
  }

  #explain(one: VersionFlow): ExplainedFlow {
    const place = one.version
    return {
      ...one,
      version: this.#versions[place]!,
      pathCount: this.#counts.at(place),
      paths: this.#paths(place),
    }
  }
}
