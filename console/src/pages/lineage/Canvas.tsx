/** The canvas of the explorer: it is dragged, zoomed with the wheel, and moved with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { nodeAt } from './draw.ts'
import type { GraphNode, LineageGraph } from './graph.ts'
import { afterKey, fitted, sightOf, zoomed, zoomStep } from './sight.ts'
import { useSight, type View } from './useSight.ts'

interface CanvasProps {
  readonly graph: LineageGraph
  /** Changes with every step. */
  readonly revision: number
  readonly selected: GraphNode | undefined
  readonly onSelect: (node: GraphNode) => void
}

const about =
  'The lineage as a picture: arrow keys move it, plus and minus zoom, 0 shows all. The table below says the same.'

export function Canvas({ graph, revision, selected, onSelect }: CanvasProps) {
  const view = useSight({ graph, revision, selected })
  const dragging = useDragging(view, (x, y) => {
    const node = nodeAt(graph, x, y)
    if (node) onSelect(node)
  })
  const onKeyDown = (event: KeyboardEvent<HTMLCanvasElement>) => {
    const next =
      event.key === '0' ? fitted(graph, view.size()) : afterKey(event.key, view.sight(), view.size())
    if (next === undefined) return
    event.preventDefault()
    view.see(next)
  }
  return (
    <div className="lineage-picture">
      <Steps view={view} graph={graph} selected={selected} />
      <canvas
        ref={view.canvas}
        className="lineage-canvas"
        role="img"
        aria-label={about}
        onKeyDown={onKeyDown}
        {...focusable}
        {...dragging}
      />
    </div>
  )
}

function Steps({ view, graph, selected }: Pick<CanvasProps, 'graph' | 'selected'> & { view: View }) {
  const { edges } = view
  const centre = (factor: number) => {
    const { width, height } = view.size()
    view.see(zoomed(view.sight(), factor, width / 2, height / 2))
  }
  return (
    <p className="lineage-steps">
      <button type="button" onClick={() => centre(zoomStep)}>
        Larger
      </button>
      <button type="button" onClick={() => centre(1 / zoomStep)}>
        Smaller
      </button>
      <button type="button" onClick={() => view.see(fitted(graph, view.size()))}>
        Show all
      </button>
      {selected !== undefined && (
        <button type="button" onClick={() => view.see(sightOf(selected, view.size(), view.sight().scale))}>
          Go to the selected version
        </button>
      )}
      <span role="status">
        {graph.nodes.size} versions, {graph.edges.length} edges
        {edges.drawn < edges.inSight && `; ${edges.drawn} of ${edges.inSight} edges in sight are drawn`}
      </span>
    </p>
  )
}

/** The picture moves with keys, so it is in their reach. */
const focusable = { tabIndex: 0 }
/** Pixels within which a press is no drag. */
const pressPixels = 4

/** @param onPress gets a point of the plane */
function useDragging(view: View, onPress: (x: number, y: number) => void) {
  const drag = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined)
  return {
    onPointerDown(event: PointerEvent<HTMLCanvasElement>) {
      event.currentTarget.setPointerCapture(event.pointerId)
      drag.current = { x: event.clientX, y: event.clientY, moved: false }
    },
    onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
      const from = drag.current
      if (from === undefined) return
      const [dx, dy] = [event.clientX - from.x, event.clientY - from.y]
      if (!from.moved && Math.abs(dx) + Math.abs(dy) < pressPixels) return
      drag.current = { x: event.clientX, y: event.clientY, moved: true }
      const { x, y, scale } = view.sight()
      view.see({ x: x - dx / scale, y: y - dy / scale, scale })
    },
    onPointerUp(event: PointerEvent<HTMLCanvasElement>) {
      const from = drag.current
      drag.current = undefined
      if (from === undefined || from.moved) return
      const { x, y, scale } = view.sight()
      const box = event.currentTarget.getBoundingClientRect()
      onPress(x + (event.clientX - box.left) / scale, y + (event.clientY - box.top) / scale)
    },
    onPointerCancel() {
      drag.current = undefined
    },
  }
}
