import type { EpochReport } from 'headwater/client'
import type { ReactNode } from 'react'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Term } from '../../parts/Term.tsx'

type Totals = EpochReport['totals'][string]

const lines: readonly { field: keyof Totals; title: ReactNode; about: string }[] = [
  { field: 'gross', title: <Term word="gross">Gross</Term>, about: 'calls that the epoch settles' },
  { field: 'fee', title: <Term word="platform fee">Fee</Term>, about: 'of the gross' },
  { field: 'earned', title: 'Earned', about: 'by holders and contributors, and costs' },
  { field: 'rounding', title: <Term word="rounding account">Rounding</Term>, about: 'what divisions leave' },
  { field: 'paid', title: 'Paid', about: 'in whole atoms, by the roots' },
  { field: 'carried', title: <Term word="carried">Carried</Term>, about: 'all balances after the epoch' },
  { field: 'suspense', title: <Term word="suspense">Suspense</Term>, about: 'calls of unknown assets' },
  { field: 'pending', title: <Term word="pending">Pending</Term>, about: 'calls for a later close' },
  { field: 'adjusted', title: 'Adjusted', about: 'of the gross: changes of calls settled before' },
  { field: 'reduced', title: 'Reduced', about: 'what refunds and open disputes take' },
  { field: 'disputed', title: 'Disputed', about: 'of what is reduced: open disputes' },
  { field: 'deposits', title: 'Deposits', about: 'of the epoch' },
  { field: 'payments', title: 'Payments elsewhere', about: 'of the epoch' },
  { field: 'reserved', title: <Term word="reserve">Reserved</Term>, about: 'of what is carried' },
  { field: 'withheld', title: <Term word="withholding">Withheld</Term>, about: 'from payments of the epoch' },
  { field: 'owed', title: 'Owed', about: 'balances below zero' },
]

/** The totals of each currency, with the sum that always holds: gross = fee + earned + rounding. */
export function EpochTotals({ totals }: { totals: EpochReport['totals'] }) {
  return Object.entries(totals).map(([currency, of]) => (
    <section className="card" key={currency} aria-label={`Totals in ${currency}`}>
      <h2>
        <bdi>{currency}</bdi>
      </h2>
      <p className="identity">
        <Term word="gross">gross</Term> <Amount value={of.gross} /> = fee <Amount value={of.fee} /> + earned{' '}
        <Amount value={of.earned} /> + rounding <Amount value={of.rounding} />
      </p>
      <DataTable
        caption={`Totals in ${currency}`}
        hideCaption
        rows={lines.filter(({ field }) => of[field] !== undefined)}
        keyOf={({ field }) => field}
        columns={[
          { title: 'Total', cell: ({ title }) => title },
          {
            title: 'Amount',
            numeric: true,
            cell: ({ field }) => <Amount value={of[field]!} currency={currency} />,
          },
          { title: 'What it is', cell: ({ about }) => about },
        ]}
      />
    </section>
  ))
}
