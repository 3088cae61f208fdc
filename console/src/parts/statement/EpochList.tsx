/** A payee's epochs; each opens to the steps of its statement. */
import type { StatementToDate } from 'headwater/client'
import { useState } from 'react'
import { segment } from '../../app/asking.ts'
import { Amount } from '../Amount.tsx'
import { DataTable } from '../DataTable.tsx'
import { Moment } from '../Moment.tsx'
import { EpochStatement } from './EpochStatement.tsx'

type Sums = StatementToDate['currencies'][number]

export function EpochList({ payee, sums: { currency, byEpoch } }: { payee: string; sums: Sums }) {
  const [opened, setOpened] = useState<number>()
  return (
    <>
      <DataTable
        caption="Epochs in which something changed, the last first"
        hideCaption
        file={`v1/payees/${segment(payee)}/statements/to-date`}
        rows={byEpoch}
        keyOf={({ epoch }) => String(epoch)}
        columns={[
          {
            title: 'Epoch',
            cell: ({ epoch }) => (
              <button
                type="button"
                aria-expanded={opened === epoch}
                onClick={() => setOpened(opened === epoch ? undefined : epoch)}
              >
                {epoch}
              </button>
            ),
          },
          { title: 'Until', cell: ({ until }) => <Moment at={until} /> },
          { title: 'Earned', numeric: true, cell: ({ earned }) => <Amount value={earned} /> },
          { title: 'Paid', numeric: true, cell: ({ paid }) => <Amount value={paid} /> },
          { title: 'Carried', numeric: true, cell: ({ carried }) => <Amount value={carried} /> },
        ]}
      />
      {opened !== undefined && <EpochStatement payee={payee} currency={currency} epoch={opened} />}
    </>
  )
}
