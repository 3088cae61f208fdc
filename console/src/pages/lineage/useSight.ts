/** What of the plane the canvas shows, and when it draws. */
import { type RefObject, useEffect, useRef, useState } from 'react'
import { draw, type Sight } from './draw.ts'
import type { GraphNode, LineageGraph } from './graph.ts'
import { coloursOf, firstSight, type Size, zoomed, zoomStep } from './sight.ts'

interface Drawn {
  readonly graph: LineageGraph
  readonly revision: number
  readonly selected: GraphNode | undefined
}

export interface View {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  /** Edges in sight, and how many of them are drawn. */
  readonly edges: { readonly inSight: number; readonly drawn: number }
  sight(): Sight
  size(): Size
  see(sight: Sight): void
}

export function useSight({ graph, revision, selected }: Drawn): View {
  const canvas = useRef<HTMLCanvasElement>(null)
  /** Undefined until the size of the canvas is known. */
  const sight = useRef<Sight | undefined>(undefined)
  /** Until then the picture fits itself to what was loaded so far. */
  const isMoved = useRef(false)
  const frame = useRef(0)
  const [edges, setEdges] = useState({ inSight: 0, drawn: 0 })

  /** Draws once before the next frame is shown, however often it is asked. */
  const redraw = useRef(() => {})
  redraw.current = () => {
    if (frame.current !== 0) return
    frame.current = requestAnimationFrame(() => {
      frame.current = 0
      const target = canvas.current
      const context = target?.getContext('2d', { alpha: false })
      if (!target || !context) return
      const { width, height } = target
      if (sight.current === undefined || !isMoved.current)
        sight.current = firstSight(graph, { width, height })
      const colours = coloursOf(target)
      const found = draw(context, { graph, selected, colours, width, height, sight: sight.current })
      const isSame = (before: typeof found) =>
        before.inSight === found.inSight && before.drawn === found.drawn
      setEdges((before) => (isSame(before) ? before : found))
    })
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: it draws again where one of these is another
  useEffect(() => redraw.current(), [graph, revision, selected])
  useEffect(() => {
    const target = canvas.current
    if (!target) return
    const resized = new ResizeObserver(() => {
      target.width = target.clientWidth
      target.height = target.clientHeight
      redraw.current()
    })
    resized.observe(target)
    // React's own listeners of the wheel cannot keep the page from scrolling.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const factor = event.deltaY < 0 ? zoomStep : 1 / zoomStep
      isMoved.current = true
      if (sight.current) sight.current = zoomed(sight.current, factor, event.offsetX, event.offsetY)
      redraw.current()
    }
    target.addEventListener('wheel', onWheel, { passive: false })
    const theme = new MutationObserver(() => redraw.current())
    theme.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => {
      resized.disconnect()
      theme.disconnect()
      target.removeEventListener('wheel', onWheel)
    }
  }, [])

  return {
    canvas,
    edges,
    sight: () => sight.current ?? { x: 0, y: 0, scale: 1 },
    size: () => ({ width: canvas.current?.width ?? 0, height: canvas.current?.height ?? 0 }),
    see(next) {
      isMoved.current = true
      sight.current = next
      redraw.current()
    },
  }
}
