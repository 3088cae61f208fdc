import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { headwater } from '../../app/headwater.ts'
import { Command } from '../../parts/Command.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { EpochTable } from '../epochs/EpochTable.tsx'
import { readEpochs } from '../epochs/readEpochs.ts'

const shownMax = 5

export function EpochsCard() {
  const { data, error, refetch } = useQuery({ queryKey: ['epochs'], queryFn: () => readEpochs(headwater) })
  return (
    <section className="card" aria-labelledby="overview-epochs">
      <h2 id="overview-epochs">Epochs</h2>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what="the epochs" />}
      {data?.length === 0 && (
        <Empty
          step={
            <>
              <Link href="/epochs/next">See what a close would record</Link> or run{' '}
              <Command line="headwater close" />
            </>
          }
        >
          No <Term word="epoch" /> is closed yet.
        </Empty>
      )}
      {data !== undefined && data.length > 0 && (
        <>
          <EpochTable epochs={data.slice(0, shownMax)} caption="The last closed epochs" />
          <p>
            <Link href="/epochs">All {data.length} epochs</Link> ·{' '}
            <Link href="/epochs/next">The next close</Link>
          </p>
        </>
      )}
    </section>
  )
}
