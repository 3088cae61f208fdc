/** Refused events by their codes: why, from where, and a second try after a fix. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Waiting } from '../../parts/Waiting.tsx'

const shownMax = 50
const key = 'refused'

/** @param changed differs when the number of open entries has changed */
export function RefusedEvents({ changed }: { changed: number | undefined }) {
  const [code, setCode] = useState<string>()
  const { data, error, refetch } = useQuery({
    queryKey: [key, changed],
    queryFn: () => headwater.refused({ limit: 1 }),
    placeholderData: keepPreviousData,
    // The key changes with every refused event, and what was read before is not asked for again.
    gcTime: 0,
  })
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Waiting what="the refused events" />
  if (data.total === 0) return <Empty>No event is in the list of refused events.</Empty>
  return (
    <>
      <DataTable
        caption={`${data.total.toLocaleString('en')} refused events, by code`}
        rows={data.codes ?? []}
        keyOf={(row) => row.code}
        columns={[
          { title: 'Code', cell: (row) => <code>{row.code}</code> },
          { title: 'Events', numeric: true, cell: ({ events }) => events.toLocaleString('en') },
          {
            title: <span className="unseen">Steps</span>,
            cell: (row) => (
              <div className="steps">
                <button
                  type="button"
                  aria-expanded={row.code === code}
                  onClick={() => setCode(row.code === code ? undefined : row.code)}
                >
                  {row.code === code ? 'Hide' : 'Show'} <span className="unseen">{row.code}</span>
                </button>
                <Replay code={row.code} />
              </div>
            ),
          },
        ]}
      />
      {code !== undefined && <EventsOf key={code} code={code} changed={changed} />}
    </>
  )
}

/** After a fix, for example of a missing currency, the events are judged once more. None is lost by it. */
function Replay({ code }: { code: string }) {
  const client = useQueryClient()
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => headwater.replayRefused({ code }),
    onSuccess: () => client.invalidateQueries({ queryKey: [key] }),
  })
  return (
    <>
      <button type="button" disabled={isPending} onClick={() => mutate()}>
        Send again <span className="unseen">those with {code}</span>
      </button>
      <span role="status">{data !== undefined && `${data.accepted} of ${data.replayed} accepted`}</span>
      {error !== null && <Failure error={error} />}
    </>
  )
}

function EventsOf({ code, changed }: { code: string; changed: number | undefined }) {
  const { data, error } = useQuery({
    queryKey: [key, changed, code],
    queryFn: () => headwater.refused({ code, limit: shownMax }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
  if (error !== null) return <Failure error={error} />
  if (data === undefined) return <Waiting what="the events" />
  return (
    <>
      <DataTable
        caption={`The first ${data.items.length} of ${data.total} events with ${code}`}
        file={`v1/refused?code=${encodeURIComponent(code)}`}
        rows={data.items}
        keyOf={({ id }) => id}
        columns={[
          { title: 'From', cell: ({ origin }) => <bdi>{origin}</bdi> },
          { title: 'Line', numeric: true, cell: ({ line }) => line },
          { title: 'Id', cell: ({ eventId }) => <bdi>{eventId ?? ''}</bdi> },
          {
            title: 'Why',
            cell: ({ message, path }) => (
              <>
                <bdi>{message}</bdi> {path !== '' && <code>{path}</code>}
              </>
            ),
          },
          { title: 'Refused', cell: ({ refusedAt }) => <Moment at={refusedAt} /> },
          { title: 'Event', cell: ({ raw }) => <Raw text={raw} /> },
        ]}
      />
      {data.next !== null && (
        <p>
          All of them: <code>headwater refused list --code {code} --json</code>
        </p>
      )}
    </>
  )
}

function Raw({ text }: { text: string }) {
  return (
    <details>
      <summary>as it came</summary>
      <pre className="raw">{text}</pre>
    </details>
  )
}
