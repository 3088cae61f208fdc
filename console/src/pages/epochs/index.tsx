/** Epochs: the list, one epoch, and the next close. */
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'wouter'
import { headwater } from '../../app/headwater.ts'
import { Command } from '../../parts/Command.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Page } from '../../parts/Page.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { EpochTable } from './EpochTable.tsx'
import { NextClose } from './NextClose.tsx'
import { OneEpoch } from './OneEpoch.tsx'
import { readEpochs } from './readEpochs.ts'

export default function Epochs() {
  const { epoch } = useParams<{ epoch?: string }>()
  if (epoch === undefined) return <List />
  return epoch === 'next' ? <NextClose /> : <OneEpoch key={epoch} epoch={Number(epoch)} />
}

function List() {
  const { data, error, refetch } = useQuery({ queryKey: ['epochs'], queryFn: () => readEpochs(headwater) })
  return (
    <Page
      title="Epochs"
      about={
        <>
          An <Term word="epoch" /> settles calls for ever. Closing one is final.
        </>
      }
      actions={<Link href="/epochs/next">See the next close</Link>}
    >
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what="the epochs" />}
      {data?.length === 0 && (
        <Empty step={<Command line="headwater close" />}>
          No epoch is closed yet. The next close is the first.
        </Empty>
      )}
      {data !== undefined && data.length > 0 && (
        <section className="card" aria-label="Closed epochs">
          <EpochTable epochs={data} caption="Closed epochs" whole />
        </section>
      )}
    </Page>
  )
}
