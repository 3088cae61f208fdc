/** Assets to start from, found by how their ids begin. */
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId, useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { Command } from '../../parts/Command.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import type { Start } from './explorer.ts'

const listedMax = 50

export function Choose({ onStart }: { onStart: (start: Start) => void }) {
  const id = useId()
  const [typed, setTyped] = useState('')
  const prefix = useDeferredValue(typed.trim())
  const { data, error, refetch } = useQuery({
    queryKey: ['assets to start from', prefix],
    queryFn: () => headwater.assets({ limit: listedMax, ...(prefix !== '' && { prefix }) }),
    placeholderData: (before) => before,
  })
  return (
    <section className="card" aria-label="Assets to start from">
      <p className="field">
        <label htmlFor={id}>Find assets whose ids begin with</label>
        <input
          id={id}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder="agent:"
          autoComplete="off"
          spellCheck={false}
        />
      </p>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what="assets" />}
      {data?.items.length === 0 && prefix === '' && (
        <Empty step={<Command line="headwater ingest FILE" />}>No asset is registered yet.</Empty>
      )}
      {data?.items.length === 0 && prefix !== '' && <Empty>No asset begins so.</Empty>}
      <ul className="lineage-edges">
        {data?.items.map(({ asset, name }) => (
          <li key={asset}>
            <button type="button" onClick={() => onStart({ asset })}>
              Start from <bdi>{asset}</bdi>
            </button>{' '}
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      {data !== undefined && data.next !== null && <p>There are more. Type more of the id.</p>}
    </section>
  )
}
