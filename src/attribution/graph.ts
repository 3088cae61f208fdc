/**
 * The lineage graph in flat typed arrays. Versions are only appended, in the order in which the registry records them.
 * So a returned graph is a view of the builder's buffers, and later versions do not change it.
 */

import { fail } from '../errors.ts'
import { relations } from '../events/edgeNames.ts'
import type { Share } from '../money/share.ts'
import { formatShare, sharePartsWhole } from '../money/share.ts'
import type { EdgeCap, LineageEdge } from '../registry/index.ts'
import type { EdgeView, GraphVersion, LineageGraph } from './model.ts'

export interface GraphBuilder {
  /**
   * Appends the next version; its index is the number of versions before it.
   * @throws HeadwaterError `lineage.sourceUnknown`, `lineage.overPromised`
   */
  append(version: GraphVersion): void
  /** The graph of all versions appended so far. Returns the same graph again if no version was appended since. */
  graph(): LineageGraph
}

/**
 * The graph of `versions`, each at its index.
 *
 * @example
 * const graph = buildGraph([
 *   { releasedAt: 0, derivedFrom: [] },
 *   { releasedAt: 1, derivedFrom: [{ source: 0, relation: 'trainedOn', policy: 'absolute', share: parseShare('0.1') }] },
 * ])
 * console.log(graph.versionCount, graph.edgeCount, graph.stack[1])
 * // 2 1 100000000
 *
 * @throws HeadwaterError `lineage.sourceUnknown` (a source must come before), `lineage.overPromised` (stack and
 * relative shares of a version add up to more than 1)
 */
export function buildGraph(versions: Iterable<GraphVersion>): LineageGraph {
  const builder = createGraphBuilder()
  for (const version of versions) builder.append(version)
  return builder.graph()
}

const relationNumbers = new Map<string, number>(relations.map((relation, number) => [relation, number]))

export function createGraphBuilder(): GraphBuilder {
  let versionCount = 0
  let edgeCount = 0
  let edgeStart = new Uint32Array(1025)
  let stack = new Uint32Array(1024)
  let releasedAt = new Float64Array(1024)
  let edgeSource = new Uint32Array(4096)
  let edgeShare = new Uint32Array(4096)
  let edgeAbsolute = new Uint8Array(4096)
  let edgeRelation = new Uint8Array(4096)
  // Made by the first edge that ends or is capped: most ledgers have none.
  let edgeUntil: Float64Array | undefined
  let edgeCaps: Map<number, readonly EdgeCap[]> | undefined
  let last: LineageGraph | undefined

  function append(version: GraphVersion): void {
    const edges = version.derivedFrom
    const stacked = judge(versionCount, edges, stack)
    makeRoom(edges.length)
    for (const edge of edges) {
      edgeSource[edgeCount] = edge.source
      edgeShare[edgeCount] = edge.share
      edgeAbsolute[edgeCount] = edge.policy === 'absolute' ? 1 : 0
      edgeRelation[edgeCount] = relationNumbers.get(edge.relation)!
      if (edge.until !== undefined) {
        edgeUntil ??= new Float64Array(edgeSource.length).fill(Number.POSITIVE_INFINITY)
        edgeUntil[edgeCount] = edge.until
      }
      if (edge.caps !== undefined && edge.caps.length > 0) {
        edgeCaps ??= new Map()
        edgeCaps.set(edgeCount, edge.caps)
      }
      edgeCount++
    }
    stack[versionCount] = stacked
    releasedAt[versionCount] = version.releasedAt
    versionCount++
    edgeStart[versionCount] = edgeCount
  }

  // Growing makes new buffers: graphs returned before keep the old ones.
  function makeRoom(edges: number): void {
    if (versionCount + 1 >= edgeStart.length) {
      edgeStart = grown(edgeStart, new Uint32Array(edgeStart.length * 2))
      stack = grown(stack, new Uint32Array(edgeStart.length))
      releasedAt = grown(releasedAt, new Float64Array(edgeStart.length))
    }
    if (edgeCount + edges > edgeSource.length) {
      const size = Math.max(edgeSource.length * 2, edgeCount + edges)
      edgeSource = grown(edgeSource, new Uint32Array(size))
      edgeShare = grown(edgeShare, new Uint32Array(size))
      edgeAbsolute = grown(edgeAbsolute, new Uint8Array(size))
      edgeRelation = grown(edgeRelation, new Uint8Array(size))
      if (edgeUntil) edgeUntil = grown(edgeUntil, new Float64Array(size).fill(Number.POSITIVE_INFINITY))
    }
  }

  function graph(): LineageGraph {
    if (last?.versionCount === versionCount) return last
    last = {
      versionCount,
      edgeCount,
      edgeStart: edgeStart.subarray(0, versionCount + 1),
      edgeSource: edgeSource.subarray(0, edgeCount),
      edgeShare: edgeShare.subarray(0, edgeCount),
      edgeAbsolute: edgeAbsolute.subarray(0, edgeCount),
      edgeRelation: edgeRelation.subarray(0, edgeCount),
      stack: stack.subarray(0, versionCount),
      releasedAt: releasedAt.subarray(0, versionCount),
      ...(edgeUntil && { edgeUntil: edgeUntil.subarray(0, edgeCount) }),
      ...(edgeCaps && { edgeCaps }),
    }
    return last
  }

  return { append, graph }
}

/** The edge as people read it; `from` is the version that it belongs to. */
export function viewEdge(graph: LineageGraph, from: number, edge: number): EdgeView {
  const until = graph.edgeUntil?.[edge] ?? Number.POSITIVE_INFINITY
  const caps = graph.edgeCaps?.get(graph.edgeNumbers?.[edge] ?? edge)
  return {
    from,
    to: graph.edgeSource[edge]!,
    relation: relations[graph.edgeRelation[edge]!]!,
    policy: graph.edgeAbsolute[edge] === 1 ? 'absolute' : 'relative',
    share: graph.edgeShare[edge]! as Share,
    ...(until < Number.POSITIVE_INFINITY && { until }),
    ...(caps && { caps }),
  }
}

/** Returns stack(n). Refuses a version that promises more than a whole, so what a version retains is never negative. */
function judge(index: number, edges: readonly LineageEdge[], stack: Uint32Array): number {
  let stacked = 0
  let relative = 0
  for (const { source, policy, share } of edges) {
    if (!(Number.isInteger(source) && source >= 0 && source < index)) {
      fail('lineage.sourceUnknown', `Version ${index} names the source ${source}; a source comes before.`)
    }
    if (policy === 'absolute') stacked += share + stack[source]!
    else relative += share
  }
  const promised = stacked + relative
  if (promised > sharePartsWhole) {
    fail(
      'lineage.overPromised',
      `Version ${index} promises ${formatShare(promised)} of a whole: ${formatShare(stacked)} over absolute edges and what is stacked behind them, ${formatShare(relative)} over relative ones.`,
      { data: { version: index, stack: formatShare(stacked), relative: formatShare(relative) } },
    )
  }
  return stacked
}

function grown<Column extends Uint32Array | Uint8Array | Float64Array>(from: Column, to: Column): Column {
  to.set(from)
  return to
}
