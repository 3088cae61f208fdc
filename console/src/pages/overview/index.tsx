import { useQuery } from '@tanstack/react-query'
import { headwater } from '../../app/headwater.ts'
import { Command } from '../../parts/Command.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Page } from '../../parts/Page.tsx'
import { EpochsCard } from './EpochsCard.tsx'
import { Revenue } from './Revenue.tsx'
import { WhatWaits } from './WhatWaits.tsx'

export default function Overview() {
  const { data, error, refetch } = useQuery({ queryKey: ['health'], queryFn: () => headwater.health() })
  return (
    <Page title="Overview" about="What the ledger has, and what waits for a step that ends it.">
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data?.position === 0 && <Begin />}
      {/* Asked for at once: the epochs are the first figures that show. */}
      {data?.position !== 0 && <EpochsCard />}
      {data !== undefined && data.position > 0 && (
        <>
          <WhatWaits refused={data.refused} />
          <Revenue />
        </>
      )}
    </Page>
  )
}

/** A ledger without an event. */
function Begin() {
  return (
    <Empty step={<Command line="headwater ingest registry.ndjson calls.ndjson" />}>
      The ledger is empty. Take registry events and calls in first; the examples of the package have some.
    </Empty>
  )
}
