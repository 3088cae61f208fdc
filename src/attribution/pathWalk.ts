/** Paths of a graph one by one, back from their end, the shortest first. */
import type { LineageGraph } from './model.ts'

/** Edges into each place, those of nearer versions first. */
interface EdgesInto {
  readonly start: Uint32Array
  readonly edge: Uint32Array
  readonly from: Uint32Array
  /** Edges of the shortest path from the served version. */
  readonly depth: Uint32Array
}

/**
 * Paths from the last place to `target`, walked backwards from `target`. The walk takes a step only if the edges left
 * suffice to reach the served version. So no step is wasted, and the cost depends on what is listed.
 */
export function* walkBack(
  graph: LineageGraph,
  into: EdgesInto,
  target: number,
  edgesLeft: () => number,
): Generator<number[]> {
  const served = graph.versionCount - 1
  const back: number[] = []
  const places = [target]
  const cursors = [into.start[target]!]
  while (places.length > 0) {
    const place = places.at(-1)!
    const cursor = cursors.at(-1)!
    if (place === served) yield back.toReversed()
    else if (cursor < into.start[place + 1]!) {
      const from = into.from[cursor]!
      if (back.length + 1 + into.depth[from]! <= edgesLeft()) {
        cursors[cursors.length - 1] = cursor + 1
        back.push(into.edge[cursor]!)
        places.push(from)
        cursors.push(into.start[from]!)
        continue
      }
    }
    places.pop()
    cursors.pop()
    back.pop()
  }
}

export function edgesInto(graph: LineageGraph): EdgesInto {
  const { versionCount, edgeCount, edgeStart, edgeSource } = graph
  const depth = new Uint32Array(versionCount).fill(versionCount)
  const start = new Uint32Array(versionCount + 1)
  depth[versionCount - 1] = 0
  for (let n = versionCount - 1; n >= 0; n--) {
    for (let edge = edgeStart[n]!; edge < edgeStart[n + 1]!; edge++) {
      const source = edgeSource[edge]!
      if (depth[source]! > depth[n]! + 1) depth[source] = depth[n]! + 1
      start[source + 1]!++
    }
  }
  for (let n = 0; n < versionCount; n++) start[n + 1]! += start[n]!
  const next = start.slice(0, versionCount)
  const edges = new Uint32Array(edgeCount)
  const from = new Uint32Array(edgeCount)
  for (const n of byDepth(depth)) {
    for (let edge = edgeStart[n]!; edge < edgeStart[n + 1]!; edge++) {
      const at = next[edgeSource[edge]!]!++
      edges[at] = edge
      from[at] = n
    }
  }
  return { start, edge: edges, from, depth }
}

/** Places by depth, of equal ones the later version first. */
function byDepth(depth: Uint32Array): Uint32Array {
  const start = new Uint32Array(depth.length + 1)
  for (const one of depth) start[one + 1]!++
  for (let level = 0; level < depth.length; level++) start[level + 1]! += start[level]!
  const places = new Uint32Array(depth.length)
  for (let place = depth.length - 1; place >= 0; place--) places[start[depth[place]!]!++] = place
  return places
}
