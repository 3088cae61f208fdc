import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Command } from '../../parts/Command.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Page } from '../../parts/Page.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'

export default function Overview() {
  const { data, error, refetch } = useQuery({ queryKey: ['epochs'], queryFn: readEpochs })
  return (
    <Page title="Overview" about="What the ledger has, and what waits for a step.">
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what="the epochs" />}
      {data?.length === 0 && (
        <Empty step={<Command line="headwater close" />}>
          No <Term word="epoch" /> is closed yet.
        </Empty>
      )}
      {data !== undefined && data.length > 0 && (
        <DataTable
          caption="Closed epochs"
          rows={data}
          keyOf={({ epoch }) => String(epoch)}
          columns={[
            {
              title: <Term word="epoch">Epoch</Term>,
              cell: ({ epoch }) => <Link href={`/epochs/${epoch}`}>{epoch}</Link>,
            },
            { title: 'Until', cell: ({ until }) => <Moment at={until} /> },
            { title: 'Settled calls', numeric: true, cell: ({ counts }) => counts.settled },
            {
              title: <Term word="gross">Gross</Term>,
              numeric: true,
              cell: ({ totals }) =>
                Object.entries(totals).map(([currency, { gross }]) => (
                  <div key={currency}>
                    <Amount value={gross} currency={currency} />
                  </div>
                )),
            },
          ]}
        />
      )}
    </Page>
  )
}

async function readEpochs() {
  const epochs = []
  for await (const epoch of headwater.epochs()) epochs.push(epoch)
  return epochs.reverse()
}
