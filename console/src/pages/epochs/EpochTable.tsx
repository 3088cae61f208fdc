import type { EpochReport } from 'headwater/client'
import { Link } from 'wouter'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'

interface EpochTableProps {
  readonly epochs: readonly EpochReport[]
  readonly caption: string
  /** Whether all epochs can be downloaded beside it. */
  readonly whole?: boolean
}

export function EpochTable({ epochs, caption, whole = false }: EpochTableProps) {
  return (
    <DataTable
      caption={caption}
      hideCaption
      {...(whole && { file: 'v1/epochs' })}
      rows={epochs}
      keyOf={({ epoch }) => String(epoch)}
      columns={[
        {
          title: <Term word="epoch">Epoch</Term>,
          cell: ({ epoch }) => (
            <Link href={`/epochs/${epoch}`} aria-label={`Epoch ${epoch}`}>
              {epoch}
            </Link>
          ),
        },
        { title: 'Until', cell: ({ until }) => <Moment at={until} /> },
        { title: <Term word="call">Calls</Term>, numeric: true, cell: ({ counts }) => counts.settled },
        {
          title: <Term word="gross">Gross</Term>,
          numeric: true,
          cell: ({ totals }) => <Amounts of={totals} field="gross" />,
        },
        { title: 'Paid', numeric: true, cell: ({ totals }) => <Amounts of={totals} field="paid" /> },
        {
          title: <Term word="payout tree">Roots</Term>,
          numeric: true,
          cell: ({ trees }) => trees.length,
        },
      ]}
    />
  )
}

/** One amount of each currency. */
function Amounts({ of, field }: { of: EpochReport['totals']; field: 'gross' | 'paid' }) {
  return Object.entries(of).map(([currency, totals]) => (
    <div key={currency}>
      <Amount value={totals[field]} currency={currency} />
    </div>
  ))
}
