/** Walks over the lineage: up to the sources of a version, down to what was derived from it; page by page. */

import type { Micros } from '../events/time.ts'
import { invariant } from '../invariant.ts'
import { derivedEdges } from './derivedEdges.ts'
import { viewEdge } from './graph.ts'
import { freshMarks, type Marks } from './marks.ts'
import type { EdgeView, LineageGraph } from './model.ts'

/** Nodes of a page that names no limit. */
export const lineageNodesDefault = 100
/** Edges listed at one node at most; `edgeCount` says how many there are. */
export const nodeEdgesMax = 1_000

export interface WalkOptions {
  /** Edges from the start at most; default: no limit. */
  readonly depthMax?: number
  /** Only versions released by then, and only paths through such versions. The start itself is not checked. */
  readonly asOf?: Micros
  /** The node after which the page begins: `next` of the page before. */
  readonly after?: WalkCursor
  /** Nodes a page. */
  readonly limit?: number
}

/** A node's place in the walk's order, which is by depth, then by version index. */
export interface WalkCursor {
  readonly depth: number
  readonly version: number
}

export interface LineageNode {
  readonly version: number
  /** Edges of the shortest way from the start. */
  readonly depth: number
  /**
   * Edges between it and the start or other versions reached: walking up, those that lead to it; walking down, its own.
   * So the edges of all nodes together are all edges of the part of the graph that was walked, each once.
   */
  readonly edges: readonly EdgeView[]
  readonly edgeCount: number
}

export interface LineagePage {
  /** Versions reached, without the start, over all pages. */
  readonly total: number
  readonly nodes: readonly LineageNode[]
  /** Where the next page begins; undefined after the last. */
  readonly next: WalkCursor | undefined
}

/**
 * The sources of `version`, their sources and so on: nearest first, page by page.
 *
 * @example
 * const graph = buildGraph([
 *   { releasedAt: 0, derivedFrom: [] },
 *   { releasedAt: 1, derivedFrom: [{ source: 0, relation: 'trainedOn', policy: 'absolute', share: parseShare('0.1') }] },
 *   { releasedAt: 2, derivedFrom: [{ source: 1, relation: 'finetunedFrom', policy: 'relative', share: parseShare('0.5') }] },
 * ])
 * const first = sourcesOf(graph, 2, { limit: 1 })
 * const second = sourcesOf(graph, 2, { limit: 1, after: first.next })
 * for (const { version, depth, edges } of second.nodes) console.log(version, depth, edges[0].relation)
 * console.log(second.total, second.next)
 * // 0 2 trainedOn
 * // 2 undefined
 */
export function sourcesOf(graph: LineageGraph, version: number, options: WalkOptions = {}): LineagePage {
  const walk = walkFrom(graph, version, { start: graph.edgeStart, to: graph.edgeSource }, options)
  const into = derivedEdges(graph)
  return pageOf(walk, options, (node) => {
    const edges: EdgeView[] = []
    let edgeCount = 0
    for (let place = into.start[node]!; place < into.start[node + 1]!; place++) {
      const from = into.version[place]!
      if (!walk.marks.has(from)) continue
      if (edgeCount++ < nodeEdgesMax) edges.push(viewEdge(graph, from, into.edge[place]!))
    }
    return { edges, edgeCount }
  })
}

/** The versions derived from `version`, those derived from them and so on, in the same way as `sourcesOf`. */
export function derivedOf(graph: LineageGraph, version: number, options: WalkOptions = {}): LineagePage {
  const into = derivedEdges(graph)
  const walk = walkFrom(graph, version, { start: into.start, to: into.version }, options)
  return pageOf(walk, options, (node) => {
    const edges: EdgeView[] = []
    let edgeCount = 0
    for (let edge = graph.edgeStart[node]!; edge < graph.edgeStart[node + 1]!; edge++) {
      if (!walk.marks.has(graph.edgeSource[edge]!)) continue
      if (edgeCount++ < nodeEdgesMax) edges.push(viewEdge(graph, node, edge))
    }
    return { edges, edgeCount }
  })
}

/** What a walk reached: level d is order[levels[d] … levels[d+1]−1], in no order yet; level 0 is the start. */
interface Walk {
  readonly order: Uint32Array
  readonly levels: readonly number[]
  readonly marks: Marks
}

/** The versions that a walk reaches from each version: from v, to[start[v]] … to[start[v+1]−1]. */
interface Neighbours {
  readonly start: Uint32Array
  readonly to: Uint32Array
}

/** Breadth first. */
function walkFrom(graph: LineageGraph, start: number, neighbours: Neighbours, options: WalkOptions): Walk {
  invariant(start >= 0 && start < graph.versionCount, 'a walk starts at a version of the graph')
  const { depthMax = Number.POSITIVE_INFINITY, asOf = Number.POSITIVE_INFINITY } = options
  const { start: rowStart, to: row } = neighbours
  const marks = freshMarks(graph.versionCount)
  marks.add(start)
  let order: Uint32Array = Uint32Array.of(start)
  let count = 1
  const levels = [0]
  for (let place = 0; place < count && levels.length <= depthMax; ) {
    const end = count
    levels.push(end)
    for (; place < end; place++) {
      const from = order[place]!
      const rowEnd = rowStart[from + 1]!
      for (let at = rowStart[from]!; at < rowEnd; at++) {
        const to = row[at]!
        if (graph.releasedAt[to]! > asOf || !marks.add(to)) continue
        if (count === order.length) order = doubled(order)
        order[count++] = to
      }
    }
  }
  if (levels.at(-1) !== count) levels.push(count)
  return { order: order.subarray(0, count), levels, marks }
}

/** Sorts only the levels that the page touches. */
function pageOf(
  { order, levels }: Walk,
  { after, limit = lineageNodesDefault }: WalkOptions,
  edgesAt: (node: number) => Pick<LineageNode, 'edges' | 'edgeCount'>,
): LineagePage {
  invariant(limit >= 1, 'a page holds at least one node')
  const nodes: LineageNode[] = []
  let last: WalkCursor | undefined
  for (let depth = Math.max(1, after?.depth ?? 1); depth + 1 < levels.length; depth++) {
    for (const version of order.subarray(levels[depth]!, levels[depth + 1]!).sort()) {
      if (after && depth === after.depth && version <= after.version) continue
      if (nodes.length === limit) return { total: order.length - 1, nodes, next: last }
      last = { depth, version }
      nodes.push({ version, depth, ...edgesAt(version) })
    }
  }
  return { total: order.length - 1, nodes, next: undefined }
}

function doubled(order: Uint32Array): Uint32Array {
  const more = new Uint32Array(Math.max(64, order.length * 2))
  more.set(order)
  return more
}
