/** What is released, who holds it, and what a call costs. */
import { useQuery } from '@tanstack/react-query'
import { headwater } from '../../app/headwater.ts'
import { Choice, Field } from '../../parts/Field.tsx'
import { Term } from '../../parts/Term.tsx'
import { type Draft, type Fault, nextKey } from './draft.ts'
import { Faults, faultsAt } from './Faults.tsx'

interface FieldsProps {
  readonly draft: Draft
  readonly faults: readonly Fault[]
  readonly set: (fields: Partial<Draft>) => void
}

export function AgentFields({ draft, faults, set }: FieldsProps) {
  const own = faultsAt(faults, '/asset', '/version', '/owner', '/name', '/license', '/metadataUri')
  const isWrong = (path: string) => own.some((fault) => fault.path === path)
  return (
    <section className="card">
      <h2>The agent</h2>
      <div className="fields">
        <Field
          label="Asset"
          value={draft.asset}
          isWrong={isWrong('/asset')}
          onChange={(asset) => set({ asset })}
        />
        <Field
          label="Version"
          value={draft.version}
          isWrong={isWrong('/version')}
          onChange={(version) => set({ version })}
        />
        <Field
          label="Owner (a payee)"
          value={draft.owner}
          isWrong={isWrong('/owner')}
          onChange={(owner) => set({ owner })}
        />
        <Field label="Name" value={draft.name} onChange={(name) => set({ name })} />
      </div>
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
      <Faults faults={faultsAt(faults, '/holders', '/contributors', '/contributorShare')} />
    </section>
  )
}

export function RateCard({ draft, faults, set }: FieldsProps) {
  const { rate } = draft
  const { data: currencies } = useQuery({ queryKey: ['currencies'], queryFn: () => headwater.currencies() })
  const change = (fields: Partial<Draft['rate']>) => set({ rate: { ...rate, ...fields } })
  const choices = currencies?.map(({ currency }) => ({ value: currency, title: currency })) ?? []
  return (
    <section className="card">
      <h2>
        <Term word="rate card">Rate card</Term>
      </h2>
      <p className="beside">
        Prices of calls that come without an amount. Leave them empty to release without.
      </p>
      <div className="fields">
        <Choice
          label="Currency of the prices"
          value={rate.currency}
          choices={[{ value: '', title: 'none' }, ...choices]}
          onChange={(currency) => change({ currency })}
        />
        <Field
          label="A call"
          inputMode="decimal"
          value={rate.perCall}
          onChange={(perCall) => change({ perCall })}
        />
        <Field
          label="A million input tokens"
          inputMode="decimal"
          value={rate.input}
          onChange={(input) => change({ input })}
        />
        <Field
          label="A million output tokens"
          inputMode="decimal"
          value={rate.output}
          onChange={(output) => change({ output })}
        />
      </div>
      <Faults faults={faultsAt(faults, '/rate', '/costs')} />
    </section>
  )
}
