/**
 * What the explorer knows of a lineage: versions that were reached, in columns by their distance from the start, and the
 * edges between them. It grows by steps. Coordinates are of the plane that the canvas shows a part of.
 */
import type { LineageReport } from 'headwater/client'

type ReportNode = LineageReport['nodes'][number]
export type ReportEdge = ReportNode['edges'][number]
export type Direction = 'up' | 'down'

export interface GraphNode {
  readonly id: string
  readonly asset: string
  readonly version: string
  readonly releasedAt: string | undefined
  /** Columns to the left of the start are what was derived from it, to the right are its sources. */
  readonly column: number
  /** Place in the column, from the top. */
  row: number
  /** Edges that go on in a direction, as far as it is known; undefined where it was never asked. */
  readonly onwards: { up?: number; down?: number }
  readonly expanded: { up: boolean; down: boolean }
}

export interface GraphEdge {
  readonly derived: GraphNode
  readonly source: GraphNode
  readonly terms: ReportEdge
}

export const nodesMax = 20_000
const columnWidth = 340
const rowHeight = 34
export const nodeWidth = 190
export const nodeHeight = 26

const nameOf = (asset: string, version: string): string => `${asset}@${version}`
export const xOf = ({ column }: GraphNode): number => column * columnWidth
export const yOf = ({ row }: GraphNode): number => row * rowHeight

export class LineageGraph {
  readonly start: GraphNode
  readonly nodes = new Map<string, GraphNode>()
  readonly edges: GraphEdge[] = []
  /** Nodes by column, in the order of their rows. */
  readonly columns = new Map<number, GraphNode[]>()
  readonly #edgeNames = new Set<string>()

  constructor(asset: string, version: string) {
    this.start = this.#put({ asset, version, releasedAt: undefined, column: 0 })
    this.layOut()
  }

  /** Takes one step from a node, or a part of one. @returns how many nodes are new */
  add(from: GraphNode, direction: Direction, nodes: readonly ReportNode[]): number {
    const before = this.nodes.size
    for (const { asset, version, releasedAt, onwards, edges } of nodes) {
      if (this.nodes.size >= nodesMax) break
      const column = from.column + (direction === 'up' ? 1 : -1)
      const node = this.nodes.get(nameOf(asset, version)) ?? this.#put({ asset, version, releasedAt, column })
      if (onwards !== undefined) node.onwards[direction] = onwards
      for (const terms of edges) {
        const nearer = this.nodes.get(nameOf(terms.asset, terms.version))
        if (nearer === undefined) continue
        this.#join(
          direction === 'up'
            ? { derived: nearer, source: node, terms }
            : { derived: node, source: nearer, terms },
        )
      }
    }
    return this.nodes.size - before
  }

  /** Gives every node its row: beside the nodes that it was reached from, as far as there is room. */
  layOut(): void {
    const wanted = new Map<GraphNode, number>()
    const order = [...this.columns.keys()].sort((a, b) => Math.abs(a) - Math.abs(b))
    const neighbours = this.#neighbours()
    for (const column of order) {
      const nodes = this.columns.get(column)!
      for (const node of nodes) {
        const near = (neighbours.get(node) ?? []).filter(({ column: at }) => Math.abs(at) < Math.abs(column))
        const sum = near.reduce((all, { row }) => all + row, 0)
        wanted.set(node, near.length === 0 ? node.row : sum / near.length)
      }
      nodes.sort((a, b) => wanted.get(a)! - wanted.get(b)! || (a.id < b.id ? -1 : 1))
      const middle = column === 0 ? 0 : nodes.reduce((all, node) => all + wanted.get(node)!, 0) / nodes.length
      let row = Math.round(middle - (nodes.length - 1) / 2)
      for (const node of nodes) node.row = row++
    }
  }

  /** Nodes from which a step may reach others, nearest to the start first. */
  ends(): { readonly node: GraphNode; readonly direction: Direction }[] {
    const found: { node: GraphNode; direction: Direction }[] = []
    for (const node of this.nodes.values()) {
      if (node.column >= 0 && !node.expanded.up && node.onwards.up !== 0)
        found.push({ node, direction: 'up' })
      if (node.column <= 0 && !node.expanded.down && node.onwards.down !== 0)
        found.push({ node, direction: 'down' })
    }
    return found.sort((a, b) => Math.abs(a.node.column) - Math.abs(b.node.column))
  }

  edgesOf(node: GraphNode): readonly GraphEdge[] {
    return this.edges.filter(({ derived, source }) => derived === node || source === node)
  }

  #put(fields: Pick<GraphNode, 'asset' | 'version' | 'releasedAt' | 'column'>): GraphNode {
    const id = nameOf(fields.asset, fields.version)
    const column = this.columns.get(fields.column) ?? []
    const node: GraphNode = {
      ...fields,
      id,
      row: column.length,
      onwards: {},
      expanded: { up: false, down: false },
    }
    column.push(node)
    this.columns.set(fields.column, column)
    this.nodes.set(id, node)
    return node
  }

  #join(edge: GraphEdge): void {
    const name = `${edge.derived.id} ${edge.source.id}`
    if (this.#edgeNames.has(name)) return
    this.#edgeNames.add(name)
    this.edges.push(edge)
  }

  #neighbours(): Map<GraphNode, GraphNode[]> {
    const found = new Map<GraphNode, GraphNode[]>()
    const add = (node: GraphNode, other: GraphNode) => {
      const list = found.get(node)
      if (list) list.push(other)
      else found.set(node, [other])
    }
    for (const { derived, source } of this.edges) {
      add(derived, source)
      add(source, derived)
    }
    return found
  }
}

/** What is to be seen of an edge at once: the worst first. */
export function markOf({
  contradictions,
  ended,
  capped,
}: ReportEdge): 'contradiction' | 'ended' | 'capped' | undefined {
  if (contradictions !== undefined) return 'contradiction'
  if (ended) return 'ended'
  return capped === undefined ? undefined : 'capped'
}
