/** One source of the agent: which version, and its royalty terms. */
import { useQuery } from '@tanstack/react-query'
import type { CompositionPreview } from 'headwater/client'
import { headwater } from '../../app/headwater.ts'
import { Copy } from '../../parts/Copy.tsx'
import { Choice, Field } from '../../parts/Field.tsx'
import { Term } from '../../parts/Term.tsx'
import type { Fault, Source } from './draft.ts'
import { Faults } from './Faults.tsx'

const relations = [
  ...['composedOf', 'trainedOn', 'finetunedFrom', 'mergedFrom', 'adapterOf', 'quantizedFrom'],
  ...['distilledFrom', 'subsetOf'],
].map((value) => ({ value, title: value }))
const policies = [
  { value: 'relative', title: 'relative: of what the agent receives' },
  { value: 'absolute', title: 'absolute: of its own base' },
]

interface BlockProps {
  readonly source: Source
  /** What the server says of it; undefined before the first answer. */
  readonly shown: CompositionPreview['uses'][number] | undefined
  readonly faults: readonly Fault[]
  readonly onChange: (source: Source) => void
  readonly onRemove: () => void
}

export function Block({ source, shown, faults, onChange, onRemove }: BlockProps) {
  const { asset, version, relation, policy, share, until } = source
  const set = (fields: Partial<Source>) => onChange({ ...source, ...fields })
  const { data: versions } = useQuery({
    queryKey: ['versions', asset],
    queryFn: () => headwater.versions(asset, { limit: 100 }),
  })
  const latest = shown?.version ?? '…'
  const named = versions?.items.map((each) => ({ value: each.version, title: each.version })) ?? []
  const unlisted = version !== '' && !named.some(({ value }) => value === version)
  return (
    <li className={`card block${faults.length > 0 ? ' wrong' : ''}`}>
      <div className="block-head">
        <h3>
          <bdi className="asset">{asset}</bdi>
        </h3>
        <button type="button" onClick={onRemove} aria-label={`Remove ${asset}`}>
          Remove
        </button>
      </div>
      <p className="beside">
        {shown?.owner != null && (
          <>
            of <bdi>{shown.owner}</bdi>;{' '}
          </>
        )}
        {shown?.promised != null && (
          <>
            takes <span className="amount">{shown.promised}</span>
            <Copy text={shown.promised} what="what it takes" /> of what the agent receives
          </>
        )}
      </p>
      <div className="fields">
        <Choice
          label="Version"
          value={version}
          onChange={(value) => set({ version: value })}
          choices={[
            { value: '', title: `the latest, pinned at release (${latest})` },
            ...named,
            ...(unlisted ? [{ value: version, title: version }] : []),
          ]}
        />
        <Choice
          label="Relation"
          value={relation}
          choices={relations}
          onChange={(value) => set({ relation: value })}
        />
        <Choice
          label="Policy"
          value={policy}
          choices={policies}
          onChange={(value) => set({ policy: value })}
        />
        <Field
          label="Share"
          value={share}
          inputMode="decimal"
          isWrong={faults.some(({ path }) => path.endsWith('/share'))}
          onChange={(value) => set({ share: value })}
        />
        <Field
          label="Ends on (00:00 UTC)"
          type="date"
          value={until.slice(0, 10)}
          onChange={(value) => set({ until: value })}
        />
      </div>
      <Caps source={source} set={set} />
      <Faults faults={faults} />
    </li>
  )
}

/** What a relative edge carries at most, to date. */
function Caps({ source, set }: { source: Source; set: (fields: Partial<Source>) => void }) {
  const { caps, policy } = source
  if (policy !== 'relative' && caps.length === 0) return null
  const change = (at: number, fields: Partial<Source['caps'][number]>) =>
    set({ caps: caps.map((cap, place) => (place === at ? { ...cap, ...fields } : cap)) })
  return (
    <div className="caps">
      {caps.map((cap, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a cap has no name of its own
        <div className="fields" key={at}>
          <Field label="At most" value={cap.amount} onChange={(amount) => change(at, { amount })} />
          <Field
            label="Currency of the cap"
            value={cap.currency}
            onChange={(currency) => change(at, { currency })}
          />
          <button type="button" onClick={() => set({ caps: caps.filter((_, place) => place !== at) })}>
            Remove the cap
          </button>
        </div>
      ))}
      {(caps.length === 0 || policy === 'relative') && (
        <p>
          <button type="button" onClick={() => set({ caps: [...caps, { currency: '', amount: '' }] })}>
            {caps.length === 0 ? 'Add a cap' : 'Add a cap in another currency'}
          </button>{' '}
          <span className="beside">
            <Term word="cap">what is a cap?</Term>
          </span>
        </p>
      )}
    </div>
  )
}
