/** The calls that paid a payee in an epoch, a page at a time: what the figures of a statement are made of. */
import { useInfiniteQuery } from '@tanstack/react-query'
import { segment } from '../../app/asking.ts'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../Amount.tsx'
import { DataTable } from '../DataTable.tsx'
import { Empty } from '../Empty.tsx'
import { Failure } from '../Failure.tsx'
import { Moment } from '../Moment.tsx'
import { Waiting } from '../Waiting.tsx'

interface Source {
  readonly asset: string
  readonly version: string
}

interface EpochCallsProps {
  readonly payee: string
  readonly epoch: number
  readonly of: Source
}

const shownMax = 100

export function EpochCalls({ payee, epoch, of: { asset, version } }: EpochCallsProps) {
  const { data, error, hasNextPage, fetchNextPage, isFetching, refetch } = useInfiniteQuery({
    queryKey: ['payeeCalls', payee, epoch, asset, version],
    queryFn: ({ pageParam: cursor }) =>
      headwater.payeeCalls(payee, {
        epoch,
        asset,
        version,
        limit: shownMax,
        ...(cursor !== null && { cursor }),
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Waiting what="the calls" />
  const calls = data.pages.flatMap(({ items }) => items)
  const name = asset === '' ? 'the platform fee' : `${asset}@${version}`
  const query = `epoch=${epoch}&asset=${encodeURIComponent(asset)}&version=${encodeURIComponent(version)}`
  return (
    <section aria-label={`Calls behind ${name}`}>
      {calls.length === 0 && !hasNextPage ? (
        <Empty>No call of epoch {epoch} paid by this source; corrections of earlier calls may have.</Empty>
      ) : (
        <DataTable
          caption={`Calls of epoch ${epoch} that paid by ${name}`}
          file={`v1/payees/${segment(payee)}/calls?${query}`}
          rows={calls}
          keyOf={({ source, id }) => JSON.stringify([source, id])}
          columns={[
            { title: 'Call', cell: ({ source, id }) => <bdi>{`${id} of ${source}`}</bdi> },
            { title: 'Time', cell: ({ time }) => <Moment at={time} /> },
            { title: 'Late', cell: ({ late }) => (late ? 'late' : '') },
            {
              title: 'Paid the payee',
              numeric: true,
              cell: ({ amount, currency }) => <Amount value={amount} currency={currency} />,
            },
          ]}
        />
      )}
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          More calls
        </button>
      )}
    </section>
  )
}
