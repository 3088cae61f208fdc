/**
 * The paths by which revenue of one version reaches another.
 *
 * Every sequence of edges from the served version upstream is one path that money takes, and every way that money takes
 * is one such sequence. Read it from the served version on, in runs of absolute edges and single relative ones. The
 * version before a run has a base; the run pays its end, and nobody between, the share of its last edge of that base
 * (each version between is the end of a shorter path). A relative edge pays its share of whatever came to the version
 * before it, over a run or not, and what it pays is part of the next base. So money that came over a run goes on over
 * relative edges only: one more absolute edge makes a longer run, paid out of the base before the run. See
 * docs/semantics.md, "Paths".
 *
 * There can be more paths than atoms in the world, so they are counted exactly and listed up to a limit.
 */
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
export function countPaths(graph: LineageGraph): readonly bigint[] {
  const exact = countSmall(graph)
  return exact ? Array.from(exact, BigInt) : countBig(graph)
}

// Doubles count exactly up to 2^53 and many times faster.
function countSmall(graph: LineageGraph): Float64Array | undefined {
  const counts = new Float64Array(graph.versionCount)
  counts[graph.versionCount - 1] = 1
  for (let n = graph.versionCount - 1; n >= 0; n--) {
    const count = counts[n]!
    if (count > Number.MAX_SAFE_INTEGER) return undefined
    const end = graph.edgeStart[n + 1]!
    for (let edge = graph.edgeStart[n]!; edge < end; edge++) counts[graph.edgeSource[edge]!]! += count
  }
  return counts
}

function countBig(graph: LineageGraph): readonly bigint[] {
  const counts = new Array<bigint>(graph.versionCount).fill(0n)
  counts[graph.versionCount - 1] = 1n
  for (let n = graph.versionCount - 1; n >= 0; n--) {
    const end = graph.edgeStart[n + 1]!
    for (let edge = graph.edgeStart[n]!; edge < end; edge++) counts[graph.edgeSource[edge]!]! += counts[n]!
  }
  return counts
}

/**
 * Lists paths to every place of `wanted`, shortest first. Every place gets as many as the others until it has all of
 * its own; what is left over goes to the first ones. `net` is the served version's revenue without the fee.
 */
export function listPaths(
  part: Upstream,
  wanted: readonly number[],
  counts: readonly bigint[],
  net: bigint,
  limits: PathLimits,
): ReadonlyMap<number, readonly FlowPath[]> {
  const into = edgesInto(part.graph)
  const view = viewer(part)
  const listed = new Map<number, readonly FlowPath[]>()
  let edgesLeft = limits.pathEdgesMax
  const quota = quotas(wanted, counts, limits.pathsMax)
  for (let order = 0; order < wanted.length; order++) {
    const place = wanted[order]!
    const pathsMax = quota[order]!
    if (pathsMax === 0) continue
    const paths: FlowPath[] = []
    for (const edges of walkBack(part.graph, into, place, () => edgesLeft)) {
      if (paths.length === pathsMax) break
      edgesLeft -= edges.length
      paths.push(pathOf(edges.map(view), net))
    }
    listed.set(place, paths)
  }
  return listed
}

/** What the path alone brings, rounded down at every payment as the division does. */
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

/** How many paths each place may list: level by level, until `pathsMax` are given out. */
function quotas(wanted: readonly number[], counts: readonly bigint[], pathsMax: number): Float64Array {
  const most = BigInt(pathsMax)
  const has = Float64Array.from(wanted, (place) =>
    counts[place]! < most ? Number(counts[place]!) : pathsMax,
  )
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
  const owners = new Map<number, EdgeView>()
  return (edge) => {
    let view = owners.get(edge)
    if (!view) {
      const part = viewEdge(graph, ownerOf(graph, edge), edge)
      view = { ...part, from: versions[part.from]!, to: versions[part.to]! }
      owners.set(edge, view)
    }
    return view
  }
}

function ownerOf(graph: LineageGraph, edge: number): number {
  let low = 0
  let high = graph.versionCount - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (graph.edgeStart[middle]! <= edge) low = middle
    else high = middle - 1
  }
  return low
}
