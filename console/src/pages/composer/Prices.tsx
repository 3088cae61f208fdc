/** What a call brings where it has no amount, and what it costs before it is divided. */
import { useQuery } from '@tanstack/react-query'
import { headwater } from '../../app/headwater.ts'
import { Choice, Field } from '../../parts/Field.tsx'
import { Term } from '../../parts/Term.tsx'
import type { FieldsProps } from './AgentFields.tsx'
import { type CostDraft, costOf, type PriceDraft } from './draft.ts'
import { Faults, faultsAt } from './Faults.tsx'

const classes = [
  ['input', 'A million input tokens'],
  ['output', 'A million output tokens'],
  ['cacheRead', 'A million tokens read from a cache'],
  ['cacheWrite', 'A million tokens written to a cache'],
] as const

export function RateCard({ draft, faults, set }: FieldsProps) {
  return (
    <section className="card">
      <h2>
        <Term word="rate card">Rate card</Term>
      </h2>
      <p className="beside">
        Prices of calls that come without an amount. Leave them empty to release without.
      </p>
      <PriceFields
        prices={draft.rate}
        currencyLabel="Currency of the prices"
        set={(fields) => set({ rate: { ...draft.rate, ...fields } })}
      />
      <Faults faults={faultsAt(faults, '/rate')} />
    </section>
  )
}

export function Costs({ draft, faults, set }: FieldsProps) {
  const { costs } = draft
  const change = (key: number, fields: Partial<CostDraft>) =>
    set({ costs: costs.map((one) => (one.key === key ? { ...one, ...fields } : one)) })
  return (
    <section className="card">
      <h2>Costs</h2>
      <p className="beside">What a call costs before its revenue is divided, and who earns that.</p>
      {costs.map((cost, at) => (
        <fieldset key={cost.key}>
          <legend>Cost {at + 1}</legend>
          <div className="fields">
            <Field
              label="Who earns the cost (a payee)"
              value={cost.payee}
              onChange={(payee) => change(cost.key, { payee })}
            />
            <Field
              label="Share of the call's amount"
              inputMode="decimal"
              value={cost.share}
              onChange={(share) => change(cost.key, { share })}
            />
          </div>
          <PriceFields
            prices={cost}
            currencyLabel="Currency of the cost"
            set={(fields) => change(cost.key, fields)}
          />
          <button type="button" onClick={() => set({ costs: costs.filter(({ key }) => key !== cost.key) })}>
            Remove cost {at + 1}
          </button>
          <Faults faults={faultsAt(faults, `/costs/${at}`)} />
        </fieldset>
      ))}
      <button type="button" onClick={() => set({ costs: [...costs, costOf()] })}>
        Add a cost
      </button>
      <Faults faults={faults.filter(({ path }) => path === '/costs')} />
    </section>
  )
}

interface PriceFieldsProps {
  readonly prices: PriceDraft
  readonly currencyLabel: string
  readonly set: (fields: Partial<PriceDraft>) => void
}

function PriceFields({ prices, currencyLabel, set }: PriceFieldsProps) {
  const { data: currencies } = useQuery({ queryKey: ['currencies'], queryFn: () => headwater.currencies() })
  const choices = currencies?.map(({ currency }) => ({ value: currency, title: currency })) ?? []
  return (
    <div className="fields">
      <Choice
        label={currencyLabel}
        value={prices.currency}
        choices={[{ value: '', title: 'none' }, ...choices]}
        onChange={(currency) => set({ currency })}
      />
      <Field
        label="A call"
        inputMode="decimal"
        value={prices.perCall}
        onChange={(perCall) => set({ perCall })}
      />
      {classes.map(([name, label]) => (
        <Field
          key={name}
          label={label}
          inputMode="decimal"
          value={prices[name]}
          onChange={(value) => set({ [name]: value })}
        />
      ))}
      <Field
        label="In force from (00:00 UTC; empty: from the release)"
        type="date"
        value={prices.effectiveFrom.slice(0, 10)}
        onChange={(effectiveFrom) => set({ effectiveFrom })}
      />
    </div>
  )
}
