/** The picture of a flow. Its nodes are in reach of the keyboard; the table beside it says the same with all digits. */
import { type SankeyNode, sankey, sankeyJustify, sankeyLinkHorizontal } from 'd3-sankey'
import { useMemo } from 'react'
import { type CurrencyFlow, type DrawnLink, type DrawnNode, drawnGraph } from './drawing.ts'

interface SankeyProps {
  readonly flow: CurrencyFlow
  /** How many times larger than it fits. */
  readonly scale: number
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
}

const width = 1_100
const nodeWidth = 14
/** Room for a name beside each node, however low the node is. */
const nodePadding = 15
const rowHeight = 22
const heightMin = 260
const margin = 10
/** The names of the last column are to its right too. */
const lastNames = 200
/** About what a letter takes, and a wide one of other scripts. */
const letterWidth = 6.6
const wideFrom = 0x1100
/** A region that scrolls must be in reach of the keyboard. */
const scrolls = { tabIndex: 0 }

export function Sankey({ flow, scale, selected, onSelect }: SankeyProps) {
  const { nodes, links, height, roomOf } = useMemo(() => laidOut(flow), [flow])
  const path = sankeyLinkHorizontal<DrawnNode, DrawnLink>()
  return (
    <section
      className="flow-region"
      aria-label={`Flow of ${flow.currency} from calls to payees`}
      {...scrolls}
    >
      <svg className="sankey" viewBox={`0 0 ${width} ${height}`} style={{ width: `${scale * 100}%` }}>
        <title>{`${flow.nodes.length} nodes, ${flow.links.length} links`}</title>
        <g>
          {links.map((link, place) => (
            <path
              // The order of links is that of the answer.
              key={`${link.label} ${String(place)}`}
              className={linkClass(link, selected)}
              d={path(link) ?? undefined}
              strokeWidth={Math.max(1, link.width ?? 0)}
            >
              <title>{link.label}</title>
            </path>
          ))}
        </g>
        {nodes.map((node) => (
          <NodeMark
            key={node.id}
            node={node}
            label={cut(node.label, roomOf(node))}
            isSelected={node.id === selected}
            onSelect={onSelect}
          />
        ))}
      </svg>
    </section>
  )
}

type Placed = Pick<SankeyNode<DrawnNode, DrawnLink>, keyof DrawnNode | 'x0' | 'x1' | 'y0' | 'y1'>

interface NodeMarkProps {
  readonly node: Placed
  /** The name as far as there is room. */
  readonly label: string
  readonly isSelected: boolean
  readonly onSelect: (id: string) => void
}

function NodeMark({ node, label, isSelected, onSelect }: NodeMarkProps) {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node
  const figures = node.node ? `, in ${node.node.in}, out ${node.node.out}` : ''
  const mark = (
    <>
      <rect x={x0} y={y0} width={x1 - x0} height={Math.max(1.5, y1 - y0)} />
      <text x={x1 + 5} y={(y0 + y1) / 2} dy="0.35em">
        {label}
      </text>
      <title>{node.label}</title>
    </>
  )
  if (node.node === undefined) return <g className={`sankey-node of-${node.type}`}>{mark}</g>
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no button
    <g
      className={`sankey-node of-${node.type}`}
      role="button"
      tabIndex={0}
      aria-pressed={isSelected}
      aria-label={`${label === node.label ? label : `${label} ${node.label}`}${figures}`}
      onClick={() => onSelect(node.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onSelect(node.id)
      }}
    >
      {mark}
    </g>
  )
}

function laidOut(flow: CurrencyFlow) {
  const graph = drawnGraph(flow)
  if (graph.nodes.length === 0) return { nodes: [], links: [], height: heightMin, roomOf: () => 0 }
  const layOut = (height: number) =>
    sankey<DrawnNode, DrawnLink>()
      .nodeId(({ id }) => id)
      .nodeAlign(sankeyJustify)
      .nodeWidth(nodeWidth)
      .nodePadding(nodePadding)
      .extent([
        [margin, margin],
        [width - margin - lastNames, height - margin],
      ])({
      nodes: graph.nodes.map((node) => ({ ...node })),
      links: graph.links.map((link) => ({ ...link })),
    })
  // The columns are known when it is laid out, and the fullest one decides how high the picture is.
  const columns = new Map<number, number>()
  for (const { x0 = 0 } of layOut(heightMin).nodes) columns.set(x0, (columns.get(x0) ?? 0) + 1)
  const height = Math.max(heightMin, Math.max(0, ...columns.values()) * rowHeight + 2 * margin)
  const placed = layOut(height)
  const last = Math.max(0, ...columns.keys())
  const between = (last - margin) / Math.max(1, columns.size - 1)
  const roomOf = ({ x0 = 0 }: Placed) => (x0 === last ? lastNames : between - nodeWidth) - 10
  return { ...placed, height, roomOf }
}

/** The end of a name says more than its beginning: assets of one publisher begin alike. */
function cut(label: string, room: number): string {
  const letters = [...label]
  const width = (some: readonly string[]) =>
    some.reduce((sum, letter) => sum + (letter.codePointAt(0)! >= wideFrom ? 2 : 1), 0)
  const fit = room / letterWidth
  if (width(letters) <= fit) return label
  let [head, tail] = [0, 0]
  while (head + tail < letters.length) {
    const next = head * 2 < tail ? letters[head]! : letters.at(-1 - tail)!
    const taken = width(letters.slice(0, head)) + width(letters.slice(letters.length - tail))
    if (taken + width([next]) + 1 > fit) break
    if (head * 2 < tail) head++
    else tail++
  }
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - tail).join('')}`
}

function linkClass(link: { source: unknown; target: unknown }, selected: string | undefined): string {
  const [from, to] = [link.source, link.target] as [DrawnNode, DrawnNode]
  const isOf = selected !== undefined && (from.id === selected || to.id === selected)
  return `sankey-link of-${from.type}${selected === undefined ? '' : isOf ? ' is-selected' : ' is-other'}`
}
