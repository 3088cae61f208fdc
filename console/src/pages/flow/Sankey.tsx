/** The picture of a flow. Its nodes are in reach of the keyboard; the table beside it says the same with all digits. */
import { type SankeyNode, sankey, sankeyLeft, sankeyLinkHorizontal } from 'd3-sankey'
import { useMemo } from 'react'
import { type CurrencyFlow, type DrawnLink, type DrawnNode, drawnGraph } from './drawing.ts'

interface SankeyProps {
  readonly flow: CurrencyFlow
  /** How many times larger than it fits. */
  readonly scale: number
  readonly selected: string | undefined
  readonly onSelect: (id: string) => void
}

const width = 960
const nodeWidth = 14
const nodeHeight = 22
const labelMax = 34
const margin = 8
/** A region that scrolls must be in reach of the keyboard. */
const scrolls = { tabIndex: 0 }

export function Sankey({ flow, scale, selected, onSelect }: SankeyProps) {
  const { nodes, links, height } = useMemo(() => laidOut(flow), [flow])
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
          <NodeMark key={node.id} node={node} isSelected={node.id === selected} onSelect={onSelect} />
        ))}
      </svg>
    </section>
  )
}

type Placed = Pick<SankeyNode<DrawnNode, DrawnLink>, keyof DrawnNode | 'x0' | 'x1' | 'y0' | 'y1'>

function NodeMark({
  node,
  isSelected,
  onSelect,
}: {
  node: Placed
  isSelected: boolean
  onSelect: (id: string) => void
}) {
  const { x0 = 0, x1 = 0, y0 = 0, y1 = 0 } = node
  const isRight = x0 > width / 2
  const label = node.label.length > labelMax ? `${node.label.slice(0, labelMax - 1)}…` : node.label
  const figures = node.node ? `, in ${node.node.in}, out ${node.node.out}` : ''
  const mark = (
    <>
      <rect x={x0} y={y0} width={x1 - x0} height={Math.max(1.5, y1 - y0)} />
      <text
        x={isRight ? x0 - 5 : x1 + 5}
        y={(y0 + y1) / 2}
        dy="0.35em"
        textAnchor={isRight ? 'end' : 'start'}
      >
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
  const height = Math.max(240, Math.min(2_400, (graph.nodes.length / 3) * nodeHeight * 1.6))
  const layout = sankey<DrawnNode, DrawnLink>()
    .nodeId(({ id }) => id)
    .nodeAlign(sankeyLeft)
    .nodeWidth(nodeWidth)
    .nodePadding(8)
    .extent([
      [margin, margin],
      [width - margin, height - margin],
    ])
  return {
    ...layout({
      nodes: graph.nodes.map((node) => ({ ...node })),
      links: graph.links.map((link) => ({ ...link })),
    }),
    height,
  }
}

function linkClass(link: { source: unknown; target: unknown }, selected: string | undefined): string {
  const [from, to] = [link.source, link.target] as [DrawnNode, DrawnNode]
  const isOf = selected !== undefined && (from.id === selected || to.id === selected)
  return `sankey-link of-${from.type}${selected === undefined ? '' : isOf ? ' is-selected' : ' is-other'}`
}
