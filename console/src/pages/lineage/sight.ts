/** Moves what the canvas shows: by zooming, by keys, and to what is looked for. */
import type { Colours, Sight } from './draw.ts'
import { type GraphNode, type LineageGraph, nodeHeight, nodeWidth, xOf, yOf } from './graph.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

const scaleMin = 0.02
const scaleMax = 2
const panPixels = 60
const readable = 0.6
export const zoomStep = 1.25

export function zoomed({ x, y, scale }: Sight, factor: number, aroundX: number, aroundY: number): Sight {
  const next = Math.min(scaleMax, Math.max(scaleMin, scale * factor))
  return { x: x + aroundX / scale - aroundX / next, y: y + aroundY / scale - aroundY / next, scale: next }
}

export function afterKey(key: string, sight: Sight, size: Size): Sight | undefined {
  const pan = panPixels / sight.scale
  switch (key) {
    case 'ArrowLeft':
      return { ...sight, x: sight.x - pan }
    case 'ArrowRight':
      return { ...sight, x: sight.x + pan }
    case 'ArrowUp':
      return { ...sight, y: sight.y - pan }
    case 'ArrowDown':
      return { ...sight, y: sight.y + pan }
    case '+':
      return zoomed(sight, zoomStep, size.width / 2, size.height / 2)
    case '-':
      return zoomed(sight, 1 / zoomStep, size.width / 2, size.height / 2)
    default:
      return undefined
  }
}

export function fitted(graph: LineageGraph, { width, height }: Size): Sight {
  let [left, right, top, bottom] = [0, nodeWidth, 0, nodeHeight]
  for (const nodes of graph.columns.values()) {
    left = Math.min(left, xOf(nodes[0]!))
    right = Math.max(right, xOf(nodes[0]!) + nodeWidth)
    top = Math.min(top, yOf(nodes[0]!))
    bottom = Math.max(bottom, yOf(nodes.at(-1)!) + nodeHeight)
  }
  const scale = Math.min(
    1,
    Math.max(scaleMin, Math.min(width / (right - left + 40), height / (bottom - top + 40))),
  )
  return { x: (left + right) / 2 - width / 2 / scale, y: (top + bottom) / 2 - height / 2 / scale, scale }
}

/** All of a small picture; the start of a large one. */
export function firstSight(graph: LineageGraph, size: Size): Sight {
  const all = fitted(graph, size)
  return all.scale < readable ? sightOf(graph.start, size, 1) : all
}

/** With the node in the middle, large enough to be read. */
export function sightOf(node: GraphNode, { width, height }: Size, scale: number): Sight {
  const near = Math.max(scale, 0.8)
  return { x: xOf(node) + nodeWidth / 2 - width / 2 / near, y: yOf(node) - height / 2 / near, scale: near }
}

let known: { readonly theme: string; readonly colours: Colours } | undefined

/** The tokens of the style sheet: asking for them costs more than a frame may. */
export function coloursOf(element: Element): Colours {
  const theme = `${document.documentElement.dataset.theme} ${matchMedia('(prefers-color-scheme: dark)').matches}`
  if (known?.theme === theme) return known.colours
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  const kinds = new Map([
    ['agent', token('mark-3')],
    ['model', token('mark-1')],
    ['dataset', token('mark-4')],
    ['tool', token('mark-2')],
  ])
  const marks = { contradiction: token('bad'), ended: token('mark-6'), capped: token('mark-2') }
  const colours = {
    paper: token('paper'),
    ink: token('ink'),
    line: token('line'),
    accent: token('accent'),
    marks,
    kinds,
  }
  known = { theme, colours }
  return colours
}
