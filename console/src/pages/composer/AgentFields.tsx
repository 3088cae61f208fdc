/** What is released, and who shares what it keeps. */
import { Field } from '../../parts/Field.tsx'
import { Term } from '../../parts/Term.tsx'
import { type Draft, type Fault, nextKey } from './draft.ts'
import { Faults, faultsAt } from './Faults.tsx'

export interface FieldsProps {
  readonly draft: Draft
  readonly faults: readonly Fault[]
  readonly set: (fields: Partial<Draft>) => void
}

/** Fields of the file that are a text each, by their names. */
type OwnText = Extract<
  keyof Draft,
  'asset' | 'version' | 'owner' | 'name' | 'license' | 'metadataUri' | 'contentDigest' | 'source' | 'time'
>

const ownPlaces = [
  ...['/asset', '/version', '/owner', '/name', '/license', '/metadataUri'],
  ...['/releasedAt', '/contentDigest', '/source', '/time'],
]

export function AgentFields({ draft, faults, set }: FieldsProps) {
  const own = faultsAt(faults, ...ownPlaces)
  const text = (name: OwnText, label: string) => (
    <Field
      label={label}
      value={draft[name]}
      isWrong={own.some(({ path }) => path === `/${name}`)}
      onChange={(value) => set({ [name]: value })}
    />
  )
  return (
    <section className="card">
      <h2>The agent</h2>
      <div className="fields">
        {text('asset', 'Asset')}
        {text('version', 'Version')}
        {text('owner', 'Owner (a payee)')}
        {text('name', 'Name')}
        {text('license', 'License')}
        {text('metadataUri', 'Address of its metadata')}
      </div>
      <details>
        <summary>Times, digest and source</summary>
        <div className="fields">
          <Field
            label="Released on (00:00 UTC)"
            type="date"
            value={draft.releasedAt.slice(0, 10)}
            onChange={(releasedAt) => set({ releasedAt })}
          />
          {text('contentDigest', 'Digest of its content')}
          {text('source', 'Source of the events (empty: composer)')}
          {text('time', 'Time of the events (empty: now)')}
        </div>
      </details>
      <Faults faults={own} />
    </section>
  )
}

export function Holders({ draft, faults, set }: FieldsProps) {
  const { holders } = draft
  const change = (key: number, fields: { payee?: string; share?: string }) =>
    set({ holders: holders.map((one) => (one.key === key ? { ...one, ...fields } : one)) })
  return (
    <section className="card">
      <h2>
        <Term word="holder">Holders</Term>
      </h2>
      {holders.length === 0 && <p className="beside">The owner holds the whole.</p>}
      {holders.map(({ key, payee, share }) => (
        <div className="fields" key={key}>
          <Field label="Payee" value={payee} onChange={(value) => change(key, { payee: value })} />
          <Field
            label="Share of the version"
            value={share}
            onChange={(value) => change(key, { share: value })}
          />
          <button type="button" onClick={() => set({ holders: holders.filter((one) => one.key !== key) })}>
            Remove the holder
          </button>
        </div>
      ))}
      <button
        type="button"
        onClick={() =>
          set({
            holders: [...holders, { key: nextKey(), payee: '', share: holders.length === 0 ? '1' : '' }],
          })
        }
      >
        Add a holder
      </button>
      <Faults faults={faultsAt(faults, '/holders')} />
    </section>
  )
}

/** Who shares by units what the version keeps, beside its holders. */
export function Contributors({ draft, faults, set }: FieldsProps) {
  const { contributors, contributorShare } = draft
  const change = (key: number, fields: { payee?: string; units?: string }) =>
    set({ contributors: contributors.map((one) => (one.key === key ? { ...one, ...fields } : one)) })
  return (
    <section className="card">
      <h2>Contributors</h2>
      <p className="beside">
        They share a part of what the version keeps by their units. Without a list they are those whose
        contributions are recorded for the asset.
      </p>
      <Field
        label="Share of all contributors"
        inputMode="decimal"
        value={contributorShare}
        onChange={(share) => set({ contributorShare: share })}
      />
      {contributors.map(({ key, payee, units }) => (
        <div className="fields" key={key}>
          <Field
            label="Contributor (a payee)"
            value={payee}
            onChange={(value) => change(key, { payee: value })}
          />
          <Field label="Units" value={units} onChange={(value) => change(key, { units: value })} />
          <button
            type="button"
            onClick={() => set({ contributors: contributors.filter((one) => one.key !== key) })}
          >
            Remove the contributor
          </button>
        </div>
      ))}
      <button
        type="button"
        onClick={() => set({ contributors: [...contributors, { key: nextKey(), payee: '', units: '1' }] })}
      >
        Add a contributor
      </button>
      <Faults faults={faultsAt(faults, '/contributors', '/contributorShare')} />
    </section>
  )
}
