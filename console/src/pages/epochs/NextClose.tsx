/** The next close: what it would record, and the close of exactly that. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { EpochPreview } from 'headwater/client'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { headwater } from '../../app/headwater.ts'
import { mayUse, useSession } from '../../app/session.tsx'
import { Command } from '../../parts/Command.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Page } from '../../parts/Page.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { Preview } from './Preview.tsx'

const listedMax = 20

export function NextClose() {
  const [until, setUntil] = useState('')
  const maySettle = mayUse(useSession(), ['settle'])
  const preview = useMutation({
    mutationFn: () => headwater.preview({ limit: listedMax, ...(until !== '' && { until }) }),
  })
  return (
    <Page
      title="The next close"
      about={
        <>
          A preview is a dry run: it computes what a <Term word="close" /> would record now, and records
          nothing.
        </>
      }
    >
      {!maySettle && (
        <p className="notice">
          Your key does not have the scope settle, which a preview needs.{' '}
          <Command line="headwater close --dry-run" />
        </p>
      )}
      <form
        className="steps"
        onSubmit={(event) => {
          event.preventDefault()
          preview.mutate()
        }}
      >
        <label>
          Until (UTC; empty: now){' '}
          <input
            value={until}
            placeholder="2026-02-01"
            onChange={({ target }) => setUntil(target.value.trim())}
            spellCheck={false}
          />
        </label>
        <button type="submit" className="primary" disabled={preview.isPending || !maySettle}>
          Preview
        </button>
      </form>
      {preview.isPending && <Waiting what="the preview" />}
      {preview.error !== null && <Failure error={preview.error} onRetry={() => preview.mutate()} />}
      {preview.data !== undefined && !preview.isPending && (
        <>
          <Preview preview={preview.data} />
          <Confirm key={preview.data.confirm} preview={preview.data} />
        </>
      )}
    </Page>
  )
}

/** Closes exactly what the preview shows, or fails. The check box keeps a single press from closing. */
function Confirm({ preview: { confirm, epoch } }: { preview: EpochPreview }) {
  const [sure, setSure] = useState(false)
  const [, go] = useLocation()
  const queries = useQueryClient()
  const close = useMutation({
    mutationFn: () => headwater.close({ confirm }),
    onSuccess: async (report) => {
      await queries.invalidateQueries()
      go(`/epochs/${report.epoch}`)
    },
  })
  return (
    <section className="card" aria-label="Close">
      <h2>Close epoch {epoch}</h2>
      <p>
        Closing is final. It records exactly what this preview shows; where anything has changed since, it
        fails.
      </p>
      <p>
        <label>
          <input type="checkbox" checked={sure} onChange={({ target }) => setSure(target.checked)} /> I have
          read the preview
        </label>
      </p>
      <p className="steps">
        <button
          type="button"
          className="primary"
          disabled={!sure || close.isPending}
          onClick={() => close.mutate()}
        >
          {close.isPending ? 'Closing …' : `Close epoch ${epoch}`}
        </button>
        <span>or</span>
        <Command line={`headwater close --confirm ${confirm}`} />
      </p>
      {close.error !== null && <Failure error={close.error} />}
    </section>
  )
}
