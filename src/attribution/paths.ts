/**
 * The paths by which revenue of one version reaches another.
 *
 * Every sequence of edges from the served version upstream is one path that money takes, and every way that money takes
 * is one such sequence. Read it from the served version on, in runs of absolute edges and single relative ones. The
 * version before a run has a base. The run pays only the version at its end: the share of its last edge of that base.
 * (Each version between is the end of a shorter path.) A relative edge pays its share of everything that came to the
 * version before it, over a run or not, and what it pays is part of the next base. So money that came over a run goes on
 * over relative edges only: one more absolute edge makes a longer run, paid out of the base before the run. See
 * docs/semantics.md, "Paths".
 *
 * The number of paths can be astronomical, so all are counted exactly, and only some are listed, up to a limit.
 */
import { firstIndex } from '../base/search.ts'
import { shareFloor } from '../money/share.ts'
import { viewEdge } from './graph.ts'
import type { EdgeView, FlowPath, LineageGraph } from './model.ts'
import { edgesInto, walkBack } from './pathWalk.ts'
import type { Upstream } from './upstream.ts'

export interface PathLimits {
  /** Paths listed over all versions together. */
  readonly pathsMax: number
  /** Edges listed over all paths together. */
  readonly pathEdgesMax: number
}

/** Of each place of the part, how many paths lead there from its last place, the served version. */
export interface PathCounts {
  /** As doubles: exact up to 2^53, approximate above. */
  readonly rough: Float64Array
  /** Exact. The first count above 2^53 makes all be counted again as bigints, which is many times slower. */
  at(place: number): bigint
}

export function countPaths(graph: LineageGraph): PathCounts {
  const { versionCount, edgeStart, edgeSource } = graph
  const rough = new Float64Array(versionCount)
  rough[versionCount - 1] = 1
  for (let n = versionCount - 1; n >= 0; n--) {
    const count = rough[n]!
    const end = edgeStart[n + 1]!
    for (let edge = edgeStart[n]!; edge < end; edge++) rough[edgeSource[edge]!]! += count
  }
  let exact: readonly bigint[] | undefined
  return {
    rough,
    at(place) {
      const count = rough[place]!
      if (count <= Number.MAX_SAFE_INTEGER) return BigInt(count)
      exact ??= countExactly(graph)
      return exact[place]!
    },
  }
}

function countExactly(graph: LineageGraph): readonly bigint[] {
  const counts = new Array<bigint>(graph.versionCount).fill(0n)
  counts[graph.versionCount - 1] = 1n
  for (let n = graph.versionCount - 1; n >= 0; n--) {
    const end = graph.edgeStart[n + 1]!
    for (let edge = graph.edgeStart[n]!; edge < end; edge++) counts[graph.edgeSource[edge]!]! += counts[n]!
  }
  return counts
}

/** The paths to a place of the part, each made when it is read. */
export type ListedPaths = (place: number) => readonly FlowPath[]

interface WantedPaths {
  /** The places whose paths are listed. */
  readonly places: Uint32Array
  readonly counts: PathCounts
  /** The served version's revenue without costs and fee. */
  readonly net: bigint
}

/**
 * Lists paths to every wanted place, shortest first. All places get the same number until they have all of their
 * paths; what is left over goes to the first places.
 */
export function listPaths(part: Upstream, wanted: WantedPaths, limits: PathLimits): ListedPaths {
  const { places, counts, net } = wanted
  const into = edgesInto(part.graph)
  const listed = new Map<number, readonly (readonly number[])[]>()
  let edgesLeft = limits.pathEdgesMax
  const quota = quotas(places, counts.rough, limits.pathsMax)
  for (let order = 0; order < places.length; order++) {
    const place = places[order]!
    const pathsMax = quota[order]!
    if (pathsMax === 0) continue
    const paths: (readonly number[])[] = []
    for (const edges of walkBack(part.graph, into, place, () => edgesLeft)) {
      if (paths.length === pathsMax) break
      edgesLeft -= edges.length
      paths.push(edges)
    }
    listed.set(place, paths)
  }
  const view = viewer(part)
  return (place) => listed.get(place)?.map((edges) => pathOf(edges.map(view), net)) ?? []
}

/** The amount that this path alone brings, rounded down at every payment as in the division. */
function pathOf(edges: readonly EdgeView[], net: bigint): FlowPath {
  let received = net
  let base = net
  for (const edge of edges) {
    if (edge.policy === 'absolute') {
      received = shareFloor(base, edge.share)
    } else {
      received = shareFloor(received, edge.share)
      base = received
    }
    if (base === 0n) break
  }
  return { over: edges.at(-1)?.policy ?? 'direct', edges, amount: received }
}

/** How many paths each place may list. Raises all places level by level until `pathsMax` paths are assigned. */
function quotas(places: Uint32Array, counts: Float64Array, pathsMax: number): Float64Array {
  const has = new Float64Array(places.length)
  for (let order = 0; order < has.length; order++) has[order] = Math.min(counts[places[order]!]!, pathsMax)
  const ascending = has.toSorted()
  let left = pathsMax
  let level = 0
  for (let rank = 0; rank < ascending.length; rank++) {
    const sharers = ascending.length - rank
    const step = Math.min(ascending[rank]! - level, Math.floor(left / sharers))
    level += step
    left -= step * sharers
    if (level < ascending[rank]!) break
  }
  return has.map((paths) => {
    if (paths <= level) return paths
    const more = left > 0 ? 1 : 0
    left -= more
    return level + more
  })
}

/** Edges as people read them, in the numbers of the whole graph; each made once. */
function viewer({ graph, versions }: Upstream): (edge: number) => EdgeView {
  const views = new Map<number, EdgeView>()
  return (edge) => {
    let view = views.get(edge)
    if (!view) {
      const part = viewEdge(graph, ownerOf(graph, edge), edge)
      view = { ...part, from: versions[part.from]!, to: versions[part.to]! }
      views.set(edge, view)
    }
    return view
  }
}

function ownerOf(graph: LineageGraph, edge: number): number {
  return firstIndex(graph.versionCount, (version) => graph.edgeStart[version + 1]! > edge)
}
