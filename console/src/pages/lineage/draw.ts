/**
 * Draws the part of a lineage that a canvas shows. Only what is in sight is drawn; from far away nodes are marks without
 * names, and of very many edges those with marks or money come first. So a frame costs what is in sight, not what there is.
 */
import {
  type GraphEdge,
  type GraphNode,
  type LineageGraph,
  markOf,
  nodeHeight,
  nodeWidth,
  xOf,
  yOf,
} from './graph.ts'

export interface Sight {
  /** The point of the plane in the canvas's upper left corner. */
  readonly x: number
  readonly y: number
  /** Pixels of the canvas for one of the plane. */
  readonly scale: number
}

export interface Colours {
  readonly paper: string
  readonly ink: string
  readonly line: string
  readonly accent: string
  readonly marks: { readonly contradiction: string; readonly ended: string; readonly capped: string }
  readonly kinds: ReadonlyMap<string, string>
}

interface Scene {
  readonly graph: LineageGraph
  readonly sight: Sight
  readonly selected: GraphNode | undefined
  readonly colours: Colours
  readonly width: number
  readonly height: number
}

/** Edges of a frame at most. */
const edgesMax = 2_500
/** Names and terms are readable from these scales on. */
const namesFrom = 0.55
const termsFrom = 0.9
const termsMax = 200

/** @returns how many edges are in sight, and how many of them were drawn */
export function draw(context: CanvasRenderingContext2D, scene: Scene): { inSight: number; drawn: number } {
  const { sight, colours, width, height } = scene
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = colours.paper
  context.fillRect(0, 0, width, height)
  context.setTransform(sight.scale, 0, 0, sight.scale, -sight.x * sight.scale, -sight.y * sight.scale)
  const edges = drawEdges(context, scene)
  drawNodes(context, scene)
  return edges
}

interface Bounds {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

function boundsOf({ sight, width, height }: Pick<Scene, 'sight' | 'width' | 'height'>): Bounds {
  const [right, bottom] = [sight.x + width / sight.scale, sight.y + height / sight.scale]
  return { left: sight.x, right, top: sight.y, bottom }
}

function drawEdges(context: CanvasRenderingContext2D, scene: Scene): { inSight: number; drawn: number } {
  const { graph, sight, colours, selected } = scene
  const bounds = boundsOf(scene)
  const plain: GraphEdge[] = []
  const first: GraphEdge[] = []
  let inSight = 0
  for (const edge of graph.edges) {
    if (!crosses(edge, bounds)) continue
    inSight++
    const isFirst = markOf(edge.terms) !== undefined || edge.terms.carried !== undefined
    const list = isFirst || edge.derived === selected || edge.source === selected ? first : plain
    if (list.length < edgesMax) list.push(edge)
  }
  const shown = [...first, ...plain].slice(0, edgesMax)
  context.lineWidth = 1 / sight.scale
  // One path for each colour: a stroke for each edge would cost ten times as much.
  const byColour = new Map<string, GraphEdge[]>()
  for (const edge of shown) {
    const mark = markOf(edge.terms)
    const isSelected = selected !== undefined && (edge.derived === selected || edge.source === selected)
    const colour = isSelected ? colours.accent : mark === undefined ? colours.line : colours.marks[mark]
    const list = byColour.get(colour)
    if (list) list.push(edge)
    else byColour.set(colour, [edge])
  }
  for (const [colour, edges] of byColour) {
    context.strokeStyle = colour
    context.beginPath()
    for (const { derived, source } of edges) {
      context.moveTo(xOf(derived) + nodeWidth, yOf(derived) + nodeHeight / 2)
      context.lineTo(xOf(source), yOf(source) + nodeHeight / 2)
    }
    context.stroke()
  }
  if (sight.scale >= termsFrom) writeTerms(context, shown.slice(0, termsMax), colours)
  return { inSight, drawn: shown.length }
}

function crosses({ derived, source }: GraphEdge, { left, right, top, bottom }: Bounds): boolean {
  if (xOf(source) < left || xOf(derived) + nodeWidth > right) return false
  const [one, other] = [yOf(derived), yOf(source)]
  return Math.max(one, other) + nodeHeight >= top && Math.min(one, other) <= bottom
}

function writeTerms(context: CanvasRenderingContext2D, edges: readonly GraphEdge[], colours: Colours): void {
  context.font = '10px system-ui, sans-serif'
  context.fillStyle = colours.ink
  for (const { derived, source, terms } of edges) {
    // Beside the end that is farther from the start: there edges come one by one.
    const isUp = Math.abs(source.column) >= Math.abs(derived.column)
    context.textAlign = isUp ? 'right' : 'left'
    const x = isUp ? xOf(source) - 5 : xOf(derived) + nodeWidth + 5
    const y = yOf(isUp ? source : derived) + nodeHeight / 2
    const carried = terms.carried?.[0]
    context.fillText(`${terms.share} ${terms.policy}`, x, y - 3)
    if (carried) context.fillText(`${carried.amount} ${carried.currency}`, x, y + 10)
  }
}

function drawNodes(context: CanvasRenderingContext2D, scene: Scene): void {
  const { graph, sight, colours, selected } = scene
  const { left, right, top, bottom } = boundsOf(scene)
  const isNear = sight.scale >= namesFrom
  context.textAlign = 'left'
  context.font = '12px system-ui, sans-serif'
  for (const nodes of graph.columns.values()) {
    const x = xOf(nodes[0]!)
    if (x > right || x + nodeWidth < left) continue
    const firstRow = nodes[0]!.row
    const rowHeight = nodes.length > 1 ? yOf(nodes[1]!) - yOf(nodes[0]!) : nodeHeight
    // Rows of a column follow each other, so those in sight are a range.
    const begin = Math.max(0, Math.floor(top / rowHeight) - firstRow)
    const end = Math.min(nodes.length, Math.ceil(bottom / rowHeight) - firstRow + 1)
    for (let place = begin; place < end; place++) {
      const node = nodes[place]!
      const y = yOf(node)
      context.fillStyle = colours.kinds.get(kindOf(node)) ?? colours.ink
      if (!isNear) {
        context.fillRect(x, y, nodeWidth, nodeHeight)
        continue
      }
      context.fillRect(x, y, 5, nodeHeight)
      context.strokeStyle = node === selected ? colours.accent : colours.line
      context.lineWidth = node === selected ? 3 : 1
      context.strokeRect(x, y, nodeWidth, nodeHeight)
      context.fillStyle = colours.ink
      context.fillText(clipped(node), x + 10, y + nodeHeight / 2 + 4)
    }
  }
  if (selected !== undefined && !isNear) {
    context.strokeStyle = colours.accent
    context.lineWidth = 3 / sight.scale
    context.strokeRect(xOf(selected), yOf(selected), nodeWidth, nodeHeight)
  }
}

/** As many letters as a node has room for. */
const nameMax = 25

function clipped({ id }: GraphNode): string {
  return id.length > nameMax ? `${id.slice(0, 10)}…${id.slice(-(nameMax - 11))}` : id
}

function kindOf({ asset }: Pick<GraphNode, 'asset'>): string {
  return asset.slice(0, asset.indexOf(':'))
}

/** The node at a point of the plane. */
export function nodeAt(graph: LineageGraph, x: number, y: number): GraphNode | undefined {
  for (const nodes of graph.columns.values()) {
    const left = xOf(nodes[0]!)
    if (x < left || x > left + nodeWidth) continue
    return nodes.find((node) => y >= yOf(node) && y <= yOf(node) + nodeHeight)
  }
  return undefined
}
