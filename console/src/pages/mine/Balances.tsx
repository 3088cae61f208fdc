import type { PayeeBalances } from 'headwater/client'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'
import { heldSentences } from './held.ts'

/** What is not paid yet, and why. */
export function Balances({ balances }: { balances: PayeeBalances['balances'] }) {
  if (balances.length === 0) return <Empty>Nothing waits to be paid.</Empty>
  return (
    <DataTable
      caption="What is not paid yet, and why"
      rows={balances}
      keyOf={({ currency }) => currency}
      columns={[
        {
          title: <Term word="balance">Balance</Term>,
          numeric: true,
          cell: ({ balance, currency }) => <Amount value={balance} currency={currency} />,
        },
        {
          title: 'Why it is not paid, and what you do',
          cell: ({ held, payableFrom, holdReason, threshold, currency }) => (
            <>
              {held === null ? 'The next close pays it.' : heldSentences[held]}
              {payableFrom !== undefined && (
                <>
                  {' It is over at '}
                  <Moment at={payableFrom} />.
                </>
              )}
              {holdReason !== undefined && (
                <>
                  {' They wrote: '}
                  <bdi>{holdReason}</bdi>
                </>
              )}
              {threshold !== undefined && (
                <>
                  {' That is '}
                  <Amount value={threshold} currency={currency} />.
                </>
              )}
            </>
          ),
        },
      ]}
    />
  )
}
