/** The composer: an agent is built from blocks, and what every upstream payee would get of a call is there at once. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { CompositionPreview } from 'headwater/client'
import { useMemo, useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Page } from '../../parts/Page.tsx'
import { AgentFields, Contributors, Holders } from './AgentFields.tsx'
import { Block } from './Block.tsx'
import { BlockPicker } from './BlockPicker.tsx'
import { CallDivision } from './CallDivision.tsx'
import { type CallDraft, type Draft, draftOf, emptyDraft, type Fault, fieldsOf, sourceOf } from './draft.ts'
import { Faults, faultsAt } from './Faults.tsx'
import { Costs, RateCard } from './Prices.tsx'
import { Release } from './Release.tsx'
import { Simulation } from './Simulation.tsx'
import { useSettled } from './useSettled.ts'
import './page.css'

const settleMs = 250
const listedMax = 200

export default function Composer() {
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [call, setCall] = useState<CallDraft>({ amount: '', currency: '' })
  const { preview, error, isOld } = usePreview(draft, call)
  const set = (fields: Partial<Draft>) => setDraft((before) => ({ ...before, ...fields }))
  const isBegun = draft !== emptyDraft
  // Before the first change nothing is wrong.
  const faults = isBegun ? (preview?.faults ?? []) : []
  return (
    <Page
      title="Composer"
      about="Build an agent from models, datasets and tools. You see at once what everyone upstream gets of a call, and whether the release would be refused. Nothing is recorded before you release."
    >
      <div className="composer">
        <div>
          <AgentFields draft={draft} faults={faults} set={set} />
          <Sources draft={draft} faults={faults} set={set} shown={preview?.uses} />
          <Holders draft={draft} faults={faults} set={set} />
          <Contributors draft={draft} faults={faults} set={set} />
          <RateCard draft={draft} faults={faults} set={set} />
          <Costs draft={draft} faults={faults} set={set} />
        </div>
        <div>
          {error !== null && <Failure error={error} />}
          <Standing
            faults={faults}
            isBegun={isBegun}
            isReleasable={preview?.releasable === true}
            isRecorded={preview?.recorded === true}
          />
          <CallDivision preview={isBegun ? preview : undefined} isOld={isOld} call={call} onCall={setCall} />
          <Release preview={preview} isCurrent={!isOld} onLoad={(file) => setDraft(draftOf(file))} />
          <Simulation draft={draft} />
        </div>
      </div>
    </Page>
  )
}

/** The preview of the last draft that has settled, and whether the page has gone on since. */
function usePreview(draft: Draft, call: CallDraft) {
  const now = useMemo(() => ({ fields: fieldsOf(draft), call }), [draft, call])
  const settled = useSettled(now, settleMs)
  const { data, error, isFetching } = useQuery({
    queryKey: ['compose', settled],
    queryFn: () => headwater.compose(settled.fields, { call: callOf(settled.call), listedMax }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  return { preview: data, error, isOld: isFetching || settled !== now }
}

function callOf({ amount, currency }: CallDraft) {
  return amount === '' ? {} : { amount, ...(currency !== '' && { currency }) }
}

interface SourcesProps {
  readonly draft: Draft
  readonly faults: readonly Fault[]
  readonly set: (fields: Partial<Draft>) => void
  /** What the server says of each; it may be of the state before. */
  readonly shown: CompositionPreview['uses'] | undefined
}

function Sources({ draft: { uses }, faults, set, shown }: SourcesProps) {
  const all = faultsAt(faults, '/uses')
  return (
    <section aria-labelledby="sources">
      <h2 id="sources">Blocks</h2>
      {uses.length === 0 && <Empty>The agent uses nothing yet. Pick what it is built from.</Empty>}
      <ol className="blocks">
        {uses.map((source, at) => (
          <Block
            key={source.key}
            source={source}
            shown={shown?.[at]?.asset === source.asset ? shown[at] : undefined}
            faults={faultsAt(faults, `/uses/${at}`)}
            onChange={(changed) => set({ uses: uses.map((one) => (one.key === source.key ? changed : one)) })}
            onRemove={() => set({ uses: uses.filter(({ key }) => key !== source.key) })}
          />
        ))}
      </ol>
      <Faults faults={all.filter(({ path }) => path === '/uses')} />
      <BlockPicker onPick={(asset) => set({ uses: [...uses, sourceOf(asset)] })} />
    </section>
  )
}

interface StandingProps {
  readonly faults: readonly Fault[]
  readonly isBegun: boolean
  readonly isReleasable: boolean
  readonly isRecorded: boolean
}

/** Whether it would be released, in one sentence; the reasons are beside what they are about. */
function Standing({ faults, isBegun, isReleasable, isRecorded }: StandingProps) {
  const elsewhere = faults.filter(
    ({ path }) =>
      !/^\/(?:uses|asset|version|owner|name|license|metadataUri|holders|contributor|rate|costs|releasedAt|contentDigest|source|time)/.test(
        path,
      ),
  )
  const text = !isBegun
    ? 'Begin with the name of the agent, or load a file.'
    : isRecorded
      ? 'This version is released already.'
      : isReleasable
        ? 'This can be released.'
        : 'The release would be refused. The reasons stand beside what they are about.'
  return (
    <div className={isBegun && !isReleasable ? 'notice' : 'card'}>
      <p role="status" className="standing">
        {text}
      </p>
      <Faults faults={elsewhere} />
    </div>
  )
}
