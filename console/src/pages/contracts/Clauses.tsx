/** Every clause, and the chains that they make. */
import type { ClausePage } from 'headwater/client'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'
import { Chains } from './Chains.tsx'
import { Listed, listedMax } from './Listed.tsx'

type Clause = ClausePage['items'][number]

const states = { waits: 'not yet', inForce: 'in force', ended: 'ended' } as const

export function Clauses() {
  return (
    <Listed
      title={<Term word="clause">Clauses</Term>}
      what="the clauses"
      queryKey={['clauses']}
      read={() => headwater.clauses({ limit: listedMax })}
      none="No clause is agreed."
      command="headwater clauses"
    >
      {(items) => (
        <>
          <Chains clauses={items.filter(({ state }) => state !== 'ended')} />
          <DataTable
            caption="Clauses, in the order recorded"
            file="v1/clauses"
            rows={items}
            keyOf={({ clause }) => clause}
            columns={[
              { title: 'Clause', cell: ({ clause }) => <bdi>{clause}</bdi> },
              { title: 'State', cell: ({ state }) => states[state] },
              { title: 'From', cell: ({ payee }) => <bdi>{payee}</bdi> },
              { title: 'To', cell: ({ to }) => <bdi>{to}</bdi> },
              { title: 'Takes', cell: (clause) => <Takes clause={clause} /> },
              { title: 'Of', cell: (clause) => <About clause={clause} /> },
              { title: 'Rank', numeric: true, cell: ({ rank }) => rank },
              { title: 'Since', cell: ({ effectiveFrom }) => <Moment at={effectiveFrom} /> },
              { title: 'Until', cell: ({ until }) => (until === null ? 'no end' : <Moment at={until} />) },
              {
                title: 'Taken',
                numeric: true,
                cell: ({ taken, currency }) => <Amount value={taken} currency={currency} />,
              },
              {
                title: 'Left',
                numeric: true,
                cell: ({ left }) => (left === null ? 'no cap' : <Amount value={left} />),
              },
            ]}
          />
        </>
      )}
    </Listed>
  )
}

function Takes({ clause: { tiers } }: { clause: Clause }) {
  const text = tiers
    .map(({ upTo, share }) => (upTo === undefined ? share : `${share} up to ${upTo}`))
    .join(', then ')
  return <>{text}</>
}

function About({ clause: { assets, roles } }: { clause: Clause }) {
  if (assets === null && roles === null) return <>everything</>
  return <bdi>{[...(assets ?? []), ...(roles ?? [])].join(', ')}</bdi>
}
