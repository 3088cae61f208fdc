/** Every edge that is shown, as a table. */
import { useState } from 'react'
import { DataTable } from '../../parts/DataTable.tsx'
import type { GraphNode, LineageGraph } from './graph.ts'
import { Carried, EdgeTerms, Marks } from './Selected.tsx'

interface EdgeTableProps {
  readonly graph: LineageGraph
  readonly onSelect: (node: GraphNode) => void
}

const rowsPerStep = 200

export function EdgeTable({ graph, onSelect }: EdgeTableProps) {
  const [rows, setRows] = useState(rowsPerStep)
  const left = graph.edges.length - rows
  const button = (node: GraphNode) => (
    <button type="button" onClick={() => onSelect(node)}>
      <bdi>{node.id}</bdi>
    </button>
  )
  return (
    <>
      <DataTable
        caption={`The first ${Math.min(rows, graph.edges.length)} of ${graph.edges.length} edges`}
        rows={graph.edges.slice(0, rows)}
        keyOf={({ derived, source }) => `${derived.id} ${source.id}`}
        columns={[
          { title: 'Derived version', cell: ({ derived }) => button(derived) },
          { title: 'Source', cell: ({ source }) => button(source) },
          { title: 'Terms', cell: ({ terms }) => <EdgeTerms terms={terms} /> },
          { title: 'Carried', cell: ({ terms }) => <Carried terms={terms} /> },
          { title: 'Marks', cell: ({ terms }) => <Marks terms={terms} /> },
        ]}
      />
      {left > 0 && (
        <button type="button" onClick={() => setRows(rows + rowsPerStep)}>
          Show {Math.min(left, rowsPerStep)} more
        </button>
      )}
    </>
  )
}
