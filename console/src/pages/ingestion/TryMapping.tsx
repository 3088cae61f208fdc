/** A record pasted, a mapping beside it, and what the record would become. Nothing is recorded. */
import { useMutation } from '@tanstack/react-query'
import { HeadwaterError } from 'headwater/client'
import { useId, useState } from 'react'
import { request } from '../../app/headwater.ts'
import { Failure } from '../../parts/Failure.tsx'

interface Tried {
  readonly format: string
  readonly events: number
  readonly refused: number
  readonly skipped: number
  readonly records: readonly {
    readonly line: number
    readonly event?: unknown
    readonly skipped?: string
    readonly refused?: {
      readonly code: string
      readonly message: string
      readonly path?: string
      readonly fix?: string
    }
  }[]
}

interface Suggestion {
  readonly format: string
  readonly mapping: unknown
  readonly unsure: readonly string[]
}

const formats = ['', 'csv', 'json', 'litellm', 'otlp', 'langfuse', 'openrouter', 'x402', 'mpp', 'cloudevents']

export function TryMapping() {
  const ids = { records: useId(), mapping: useId(), format: useId() }
  const [records, setRecords] = useState('')
  const [format, setFormat] = useState('')
  const [mapping, setMapping] = useState('')
  const tried = useMutation({ mutationFn: () => post<Tried>('try', bodyOf(records, format, mapping)) })
  const suggested = useMutation({
    mutationFn: () => post<Suggestion>('suggest', { records }),
    onSuccess: (suggestion) => {
      setFormat(suggestion.format)
      setMapping(JSON.stringify(suggestion.mapping, null, 2))
    },
  })
  const nothing = records.trim() === ''
  return (
    <section aria-label="Try a mapping">
      <h2>Try a mapping</h2>
      <p className="about">
        Paste a few records as a gateway writes them. The server shows the events that they would become.
      </p>
      <div className="pair">
        <label htmlFor={ids.records}>
          Records
          <textarea
            id={ids.records}
            rows={10}
            spellCheck={false}
            value={records}
            onChange={({ target }) => setRecords(target.value)}
          />
        </label>
        <label htmlFor={ids.mapping}>
          Mapping, as JSON
          <textarea
            id={ids.mapping}
            rows={10}
            spellCheck={false}
            value={mapping}
            onChange={({ target }) => setMapping(target.value)}
          />
        </label>
      </div>
      <div className="steps">
        <label htmlFor={ids.format}>
          Format{' '}
          <select id={ids.format} value={format} onChange={({ target }) => setFormat(target.value)}>
            {formats.map((name) => (
              <option key={name} value={name}>
                {name === '' ? 'found by the records' : name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" disabled={nothing || suggested.isPending} onClick={() => suggested.mutate()}>
          Suggest a mapping
        </button>
        <button
          type="button"
          className="primary"
          disabled={nothing || tried.isPending}
          onClick={() => tried.mutate()}
        >
          Try
        </button>
      </div>
      {suggested.error !== null && <Failure error={suggested.error} />}
      {suggested.data !== undefined && suggested.data.unsure.length > 0 && (
        <div className="notice">
          <p>Check in the suggestion:</p>
          <ul>
            {suggested.data.unsure.map((note) => (
              <li key={note}>
                <bdi>{note}</bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      {tried.error !== null && <Failure error={tried.error} />}
      {tried.data !== undefined && <Outcome tried={tried.data} />}
    </section>
  )
}

function Outcome({ tried: { format, events, refused, skipped, records } }: { tried: Tried }) {
  return (
    <div role="status">
      <p>
        Read as {format}: {events} events, {refused} refused, {skipped} that bill nothing.
      </p>
      <ol className="tried">
        {records.map((record, place) => (
          <li key={`${record.line} ${String(place)}`}>
            Line {record.line}
            {record.skipped !== undefined && <>: bills nothing, because {record.skipped}</>}
            {record.refused !== undefined && (
              <div className="failure">
                <p>
                  <bdi>{record.refused.message}</bdi>{' '}
                  {record.refused.path && <code>{record.refused.path}</code>}
                </p>
                <p>
                  {record.refused.fix} <code>{record.refused.code}</code>
                </p>
              </div>
            )}
            {record.event !== undefined && <pre className="raw">{JSON.stringify(record.event, null, 2)}</pre>}
          </li>
        ))}
      </ol>
    </div>
  )
}

function bodyOf(records: string, format: string, mapping: string): object {
  return {
    records,
    ...(format !== '' && { format }),
    ...(mapping.trim() !== '' && { mapping: parseMapping(mapping) }),
  }
}

function parseMapping(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`The mapping is not JSON: ${(error as Error).message}`)
  }
}

async function post<Answer>(step: 'try' | 'suggest', body: object): Promise<Answer> {
  const answer = await request(`v1/mappings/${step}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const value = await answer.json()
  if (!answer.ok) throw new HeadwaterError({ ...value, message: value.detail })
  return value as Answer
}
