/** The lineage graph read the other way: which versions each one is a source of. */
import type { LineageGraph } from './model.ts'

/** Edges into version v are those at start[v] … start[v+1]−1, ascending by the version that owns them. */
interface DerivedEdges {
  readonly start: Uint32Array
  /** The derived version. */
  readonly version: Uint32Array
  /** The edge's number in the graph. */
  readonly edge: Uint32Array
}

const made = new WeakMap<LineageGraph, DerivedEdges>()

/** Computed at the first use of a graph, in time linear in its edges, and kept as long as the graph exists. */
export function derivedEdges(graph: LineageGraph): DerivedEdges {
  let edges = made.get(graph)
  if (!edges) {
    edges = turnAround(graph)
    made.set(graph, edges)
  }
  return edges
}

function turnAround({ versionCount, edgeCount, edgeStart, edgeSource }: LineageGraph): DerivedEdges {
  const start = new Uint32Array(versionCount + 1)
  for (let edge = 0; edge < edgeCount; edge++) start[edgeSource[edge]! + 1]!++
  for (let version = 0; version < versionCount; version++) start[version + 1]! += start[version]!
  const next = start.slice(0, versionCount)
  const version = new Uint32Array(edgeCount)
  const edges = new Uint32Array(edgeCount)
  for (let owner = 0; owner < versionCount; owner++) {
    for (let edge = edgeStart[owner]!; edge < edgeStart[owner + 1]!; edge++) {
      const place = next[edgeSource[edge]!]!++
      version[place] = owner
      edges[place] = edge
    }
  }
  return { start, version, edge: edges }
}
