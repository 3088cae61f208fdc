/** What is held back, owed, disputed and refunded. */
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'
import { Listed, listedMax } from './Listed.tsx'

const refundStates = {
  counts: 'counts',
  excess: 'counts; the refunds are more than the call',
  mismatched: 'changes nothing: another currency than the call',
  waiting: 'waits for its call',
  pending: 'a later close counts it',
} as const

export function Reserves() {
  return (
    <Listed
      title={<Term word="reserve">Reserves</Term>}
      what="the reserves"
      queryKey={['reserves']}
      read={() => headwater.reserves({ limit: listedMax })}
      none="Nothing is held back."
      command="headwater reserves"
    >
      {(items) => (
        <DataTable
          caption="Lots that are not due"
          file="v1/reserves"
          rows={items}
          keyOf={({ payee, currency, epoch }) => JSON.stringify([payee, currency, epoch])}
          columns={[
            { title: 'Payee', cell: ({ payee }) => <bdi>{payee}</bdi> },
            { title: 'Of epoch', numeric: true, cell: ({ epoch }) => epoch },
            { title: 'Due', cell: ({ due }) => <Moment at={due} /> },
            {
              title: 'Left',
              numeric: true,
              cell: ({ left, currency }) => <Amount value={left} currency={currency} />,
            },
          ]}
        />
      )}
    </Listed>
  )
}

export function Owed() {
  return (
    <Listed
      title="Owed"
      what="who owes"
      queryKey={['owed']}
      read={() => headwater.owed({ limit: listedMax })}
      none="No payee owes anything."
      command="headwater owed"
    >
      {(items) => (
        <DataTable
          caption="Payees whose balance is below zero; later earnings go against it"
          file="v1/owed"
          rows={items}
          keyOf={({ payee, currency }) => JSON.stringify([payee, currency])}
          columns={[
            { title: 'Payee', cell: ({ payee }) => <bdi>{payee}</bdi> },
            {
              title: 'Owes',
              numeric: true,
              cell: ({ owed, currency }) => <Amount value={owed} currency={currency} />,
            },
          ]}
        />
      )}
    </Listed>
  )
}

export function Disputes() {
  return (
    <Listed
      title="Open disputes"
      what="the disputes"
      queryKey={['disputes']}
      read={() => headwater.disputes({ limit: listedMax })}
      none="No dispute is open."
      command="headwater disputes"
    >
      {(items) => (
        <DataTable
          caption="Open disputes, the oldest first"
          file="v1/disputes"
          rows={items}
          keyOf={({ source, id }) => JSON.stringify([source, id])}
          columns={[
            { title: 'Dispute', cell: ({ id }) => <bdi>{id}</bdi> },
            { title: 'Call', cell: ({ call }) => <bdi>{call.id}</bdi> },
            { title: 'Asset', cell: ({ asset }) => <bdi>{asset ?? 'no such call yet'}</bdi> },
            { title: 'Since', cell: ({ time }) => <Moment at={time} /> },
            { title: 'Days', numeric: true, cell: ({ days }) => days },
            {
              title: 'Holds',
              numeric: true,
              cell: ({ held, currency }) =>
                held === null ? '' : <Amount value={held} currency={currency ?? ''} />,
            },
            { title: 'Reason', cell: ({ reason }) => <bdi>{reason ?? ''}</bdi> },
          ]}
        />
      )}
    </Listed>
  )
}

export function Refunds() {
  return (
    <Listed
      title="Refunds"
      what="the refunds"
      queryKey={['refunds']}
      read={() => headwater.refunds({ limit: listedMax })}
      none="Nothing was refunded."
      command="headwater refunds"
    >
      {(items) => (
        <DataTable
          caption="Refunds, the oldest first"
          file="v1/refunds"
          rows={items}
          keyOf={({ source, id }) => JSON.stringify([source, id])}
          columns={[
            { title: 'Refund', cell: ({ id }) => <bdi>{id}</bdi> },
            { title: 'Call', cell: ({ call }) => <bdi>{call.id}</bdi> },
            { title: 'Asset', cell: ({ asset }) => <bdi>{asset ?? 'no such call yet'}</bdi> },
            { title: 'At', cell: ({ time }) => <Moment at={time} /> },
            {
              title: 'Amount',
              numeric: true,
              cell: ({ amount, currency }) =>
                amount === null ? 'the rest' : <Amount value={amount} currency={currency ?? ''} />,
            },
            { title: 'State', cell: ({ state }) => refundStates[state] },
            { title: 'Reason', cell: ({ reason }) => <bdi>{reason ?? ''}</bdi> },
          ]}
        />
      )}
    </Listed>
  )
}
