import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useParams } from 'wouter'
import { headwater } from '../../app/headwater.ts'
import { Failure } from '../../parts/Failure.tsx'
import { Page } from '../../parts/Page.tsx'
import { Term } from '../../parts/Term.tsx'
import { TextField } from '../../parts/TextField.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { Canvas } from './Canvas.tsx'
import { Choose } from './Choose.tsx'
import { EdgeTable } from './EdgeTable.tsx'
import { type Explorer, type Start, useExplorer } from './explorer.ts'
import type { GraphNode } from './graph.ts'
import { FlowLink, Selected } from './Selected.tsx'
import './page.css'

export default function LineagePage() {
  const { asset, query } = useParams<{ asset?: string; query?: string }>()
  const [start, setStart] = useState(() => startAt(asset, query))
  const explorer = useExplorer(start)
  const begin = (next: Start) => {
    setStart(next)
    // The page stays: only its address follows.
    history.replaceState(history.state, '', `#${addressOf(next)}`)
  }
  return (
    <Page
      title="Lineage"
      about={
        <>
          What a <Term word="version" /> was derived from, and what derives from it, with the terms of each{' '}
          <Term word="lineage edge">edge</Term> and what it carried in an epoch.
        </>
      }
    >
      <StartForm start={start} onStart={begin} />
      {explorer.error !== undefined && <Failure error={explorer.error} />}
      {start === undefined && <Choose onStart={begin} />}
      {start !== undefined && explorer.graph === undefined && explorer.error === undefined && (
        <Waiting what="the lineage" />
      )}
      {start !== undefined && explorer.graph !== undefined && (
        <Explored key={explorer.graph.start.id} explorer={explorer} start={start} onStart={begin} />
      )}
    </Page>
  )
}

interface ExploredProps {
  readonly explorer: Explorer
  readonly start: Start
  readonly onStart: (start: Start) => void
}

function Explored({ explorer, start, onStart }: ExploredProps) {
  const graph = explorer.graph!
  const [selected, setSelected] = useState<GraphNode>(graph.start)
  return (
    <>
      <p className="lineage-steps">
        <button
          type="button"
          disabled={explorer.busy || graph.ends().length === 0}
          onClick={() => void explorer.stepAll()}
        >
          One step further everywhere
        </button>
        {explorer.busy && <span role="status">Taking steps …</span>}
        {explorer.isFull && <span role="status">The picture is full. Start from a version farther on.</span>}
      </p>
      <ul className="lineage-legend" aria-label="Colours">
        {['agent', 'model', 'dataset', 'tool'].map((kind) => (
          <li key={kind} className={`of-${kind}`}>
            {kind}
          </li>
        ))}
        <li className="of-contradiction">contradiction</li>
        <li className="of-ended">ended edge</li>
        <li className="of-capped">capped edge</li>
      </ul>
      <Canvas graph={graph} revision={explorer.revision} selected={selected} onSelect={setSelected} />
      <Selected
        node={selected}
        explorer={explorer}
        onSelect={setSelected}
        onStart={({ asset, version }) => onStart({ ...start, asset, version })}
      />
      <p>
        <FlowLink node={selected} epoch={start.epoch} />
      </p>
      <details className="lineage-table">
        <summary>The same as a table</summary>
        <EdgeTable graph={graph} onSelect={setSelected} />
      </details>
    </>
  )
}

function StartForm({ start, onStart }: { start: Start | undefined; onStart: (start: Start) => void }) {
  const id = useId()
  const epochs = useQuery({ queryKey: ['epoch numbers'], queryFn: readEpochs })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim() || undefined
    const asset = text('asset')
    if (asset === undefined) return
    const epoch = Number(text('epoch') ?? Number.NaN)
    onStart({
      asset,
      version: text('version'),
      asOf: text('asOf'),
      epoch: Number.isSafeInteger(epoch) ? epoch : undefined,
    })
  }
  return (
    <form className="card lineage-form" onSubmit={submit}>
      {(
        [
          ['asset', 'Asset', 'model:acme/chat'],
          ['version', 'Version', 'the latest'],
          ['asOf', 'As of', 'now'],
        ] as const
      ).map(([name, label, placeholder]) => (
        <TextField
          key={name}
          name={name}
          label={label}
          value={start?.[name] ?? ''}
          placeholder={placeholder}
          required={name === 'asset'}
        />
      ))}
      <span className="field">
        <label htmlFor={`${id}-epoch`}>Carried in epoch</label>
        <select
          id={`${id}-epoch`}
          name="epoch"
          key={`${epochs.data?.length} ${start?.epoch}`}
          defaultValue={String(start?.epoch ?? '')}
        >
          <option value="">none</option>
          {(epochs.data ?? []).map((epoch) => (
            <option key={epoch} value={epoch}>
              {epoch}
            </option>
          ))}
        </select>
      </span>
      <button type="submit">Show</button>
    </form>
  )
}

async function readEpochs(): Promise<number[]> {
  const epochs: number[] = []
  for await (const { epoch } of headwater.epochs()) epochs.push(epoch)
  return epochs.reverse()
}

/** `#/lineage/model%3Aacme%2Fchat/version=1&epoch=2`, each part encoded. */
function addressOf({ asset, version, asOf, epoch }: Start): string {
  const asked = new URLSearchParams()
  if (version) asked.set('version', version)
  if (asOf) asked.set('asOf', asOf)
  if (epoch !== undefined) asked.set('epoch', String(epoch))
  const query = asked.toString()
  return `/lineage/${encodeURIComponent(asset)}${query === '' ? '' : `/${encodeURIComponent(query)}`}`
}

function startAt(asset: string | undefined, query: string | undefined): Start | undefined {
  if (asset === undefined) return undefined
  const asked = new URLSearchParams(decode(query ?? ''))
  const epoch = Number(asked.get('epoch'))
  return {
    asset: decode(asset),
    version: asked.get('version') ?? undefined,
    asOf: asked.get('asOf') ?? undefined,
    epoch: Number.isSafeInteger(epoch) && epoch > 0 ? epoch : undefined,
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
