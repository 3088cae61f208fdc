/** The edges of a graph that are in force for the calls of one cut. */
import type { Micros } from '../events/time.ts'
import type { LineageGraph } from './model.ts'

// Groups of calls come in the order of their cuts, so the last graph is mostly the one that is needed next.
const last = new WeakMap<LineageGraph, { readonly cut: Micros; readonly graph: LineageGraph }>()

/**
 * The graph of the edges in force in a cut: those without an end, or with one after it. `stack` is of these edges alone.
 * Where no edge ended by then, this is `graph` itself; else the time is linear in its edges.
 *
 * @param cut the latest end of an edge at or before the time of the calls; undefined where there is none
 *
 * @example
 * const graph = buildGraph([
 *   { releasedAt: 0, derivedFrom: [] },
 *   { releasedAt: 1, derivedFrom: [{ source: 0, relation: 'trainedOn', policy: 'relative', share: parseShare('0.1'), until: 100 }] },
 * ])
 * console.log(graphInForce(graph, undefined).edgeCount, graphInForce(graph, 100).edgeCount)
 * // 1 0
 */
export function graphInForce(graph: LineageGraph, cut: Micros | undefined): LineageGraph {
  const { edgeUntil } = graph
  if (cut === undefined || edgeUntil === undefined) return graph
  const known = last.get(graph)
  if (known?.cut === cut) return known.graph
  const ended = edgeUntil.reduce((count, until) => (until <= cut ? count + 1 : count), 0)
  const inForce = ended === 0 ? graph : without(graph, edgeUntil, cut, ended)
  last.set(graph, { cut, graph: inForce })
  return inForce
}

function without(graph: LineageGraph, edgeUntil: Float64Array, cut: Micros, ended: number): LineageGraph {
  const { versionCount, edgeStart, edgeSource, edgeShare, edgeAbsolute, edgeRelation } = graph
  const edgeCount = graph.edgeCount - ended
  const numbers = new Uint32Array(edgeCount)
  const starts = new Uint32Array(versionCount + 1)
  const sources = new Uint32Array(edgeCount)
  const shares = new Uint32Array(edgeCount)
  const absolute = new Uint8Array(edgeCount)
  const relation = new Uint8Array(edgeCount)
  const stack = new Uint32Array(versionCount)
  let next = 0
  for (let version = 0; version < versionCount; version++) {
    let stacked = 0
    const end = edgeStart[version + 1]!
    for (let edge = edgeStart[version]!; edge < end; edge++) {
      if (edgeUntil[edge]! <= cut) continue
      numbers[next] = graph.edgeNumbers?.[edge] ?? edge
      sources[next] = edgeSource[edge]!
      shares[next] = edgeShare[edge]!
      absolute[next] = edgeAbsolute[edge]!
      relation[next] = edgeRelation[edge]!
      // Sources have lower numbers, so their stacks are there.
      if (absolute[next] === 1) stacked += shares[next]! + stack[sources[next]!]!
      next++
    }
    starts[version + 1] = next
    stack[version] = stacked
  }
  return {
    ...graph,
    edgeCount,
    edgeStart: starts,
    edgeSource: sources,
    edgeShare: shares,
    edgeAbsolute: absolute,
    edgeRelation: relation,
    stack,
    edgeUntil: edgeUntil.filter((until) => until > cut),
    edgeNumbers: numbers,
  }
}
