/** The version that is selected: its edges with their terms, and the steps from it. */
import { Link } from 'wouter'
import { Amount } from '../../parts/Amount.tsx'
import { Moment } from '../../parts/Moment.tsx'
import type { Explorer } from './explorer.ts'
import type { GraphEdge, GraphNode, ReportEdge } from './graph.ts'

interface SelectedProps {
  readonly node: GraphNode
  readonly explorer: Explorer
  readonly onSelect: (node: GraphNode) => void
  readonly onStart: (node: GraphNode) => void
}

/** Edges that the card lists; the table has all. */
const listedMax = 50

export function Selected({ node, explorer, onSelect, onStart }: SelectedProps) {
  const edges = explorer.graph?.edgesOf(node) ?? []
  return (
    <section className="card" aria-label="The selected version">
      <h2>
        <bdi>{node.id}</bdi>
      </h2>
      {node.releasedAt !== undefined && (
        <p>
          Released <Moment at={node.releasedAt} />
        </p>
      )}
      <p className="lineage-steps">
        <button
          type="button"
          disabled={node.expanded.up || explorer.busy}
          onClick={() => void explorer.step(node, 'up')}
        >
          Step to its sources
        </button>
        <button
          type="button"
          disabled={node.expanded.down || explorer.busy}
          onClick={() => void explorer.step(node, 'down')}
        >
          Step to what derives from it
        </button>
        <button type="button" onClick={() => onStart(node)}>
          Start from here
        </button>
      </p>
      <EdgeList
        title="Its sources"
        edges={edges.filter(({ derived }) => derived === node)}
        end="source"
        onSelect={onSelect}
      />
      <EdgeList
        title="Derived from it"
        edges={edges.filter(({ source }) => source === node)}
        end="derived"
        onSelect={onSelect}
      />
    </section>
  )
}

interface EdgeListProps {
  readonly title: string
  readonly edges: readonly GraphEdge[]
  readonly end: 'source' | 'derived'
  readonly onSelect: (node: GraphNode) => void
}

function EdgeList({ title, edges, end, onSelect }: EdgeListProps) {
  if (edges.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul className="lineage-edges">
        {edges.slice(0, listedMax).map((edge) => (
          <li key={edge[end].id}>
            <button type="button" onClick={() => onSelect(edge[end])}>
              <bdi>{edge[end].id}</bdi>
            </button>{' '}
            <EdgeTerms terms={edge.terms} /> <Marks terms={edge.terms} /> <Carried terms={edge.terms} />
          </li>
        ))}
      </ul>
      {edges.length > listedMax && <p>{edges.length - listedMax} more are in the table.</p>}
    </>
  )
}

export function EdgeTerms({ terms: { relation, policy, share, until, caps } }: { terms: ReportEdge }) {
  return (
    <span>
      {relation} {share} {policy}
      {until !== undefined && (
        <>
          , until <Moment at={until} />
        </>
      )}
      {caps?.map(({ currency, amount }) => (
        <span key={currency}>
          , at most <Amount value={amount} currency={currency} />
        </span>
      ))}
    </span>
  )
}

export function Carried({ terms: { carried } }: { terms: ReportEdge }) {
  return (
    <>
      {carried?.map(({ currency, amount }) => (
        <span key={currency} className="lineage-carried">
          carried <Amount value={amount} currency={currency} />
        </span>
      ))}
    </>
  )
}

/** What is to be known of an edge: that it ended, what is left of its caps, and what contradicts it. */
export function Marks({ terms: { ended, capped, contradictions } }: { terms: ReportEdge }) {
  return (
    <>
      {ended && <span className="lineage-mark of-ended">ended</span>}
      {capped?.map(({ currency, paid, left }) => (
        <span key={currency} className="lineage-mark of-capped">
          capped: <Amount value={paid} currency={currency} /> carried, <Amount value={left} /> left
        </span>
      ))}
      {contradictions?.map(({ type, version, relation }) => (
        <span key={type} className="lineage-mark of-contradiction">
          {type === 'sourceReleasedLater'
            ? 'contradiction: the source was released after what derives from it'
            : `contradiction: version ${version} says ${relation}`}
        </span>
      ))}
    </>
  )
}

export function FlowLink({ node, epoch }: { node: GraphNode; epoch: number | undefined }) {
  if (epoch === undefined) return null
  const query = new URLSearchParams({ asset: node.asset }).toString()
  return <Link href={`/flow/${epoch}/${encodeURIComponent(query)}`}>Flow of its asset in epoch {epoch}</Link>
}
