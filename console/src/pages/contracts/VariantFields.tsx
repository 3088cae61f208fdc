/** What is tried out: whom it is about, and a slider for each term. */
import type { CurrencyView } from 'headwater/client'
import { Choice, Field } from '../../parts/Field.tsx'
import { Slider } from './Slider.tsx'
import { type Clause, hasTiers, termsOf, type Variant } from './variant.ts'

const kinds = [
  { value: 'clause', title: 'a new clause' },
  { value: 'terms', title: 'other terms of a clause' },
  { value: 'rate', title: 'other prices of a rate card' },
  { value: 'fee', title: 'another platform fee' },
  { value: 'cost', title: 'another cost of an asset' },
]

/** The end of the slider of a cap that is no larger. */
const capShown = 10_000
const rankMax = 999

interface VariantProps {
  readonly variant: Variant
  readonly set: (fields: Partial<Variant>) => void
  /** Those that others may replace. */
  readonly clauses: readonly Clause[]
}

export function VariantFields({
  currencies,
  ...props
}: VariantProps & { readonly currencies: readonly CurrencyView[] }) {
  const { variant, set, clauses } = props
  const { kind } = variant
  const choices = currencies.map(({ currency }) => ({ value: currency, title: currency }))
  return (
    <>
      <Choice
        label="What changes"
        value={kind}
        choices={kinds}
        onChange={(value) => set({ kind: value as Variant['kind'], clause: '' })}
      />
      {kind === 'terms' && (
        <Choice
          label="Clause"
          value={variant.clause}
          choices={[{ value: '', title: 'choose one' }, ...clauses.map(choiceOf)]}
          onChange={(id) => {
            const agreed = clauses.find(({ clause }) => clause === id)
            set(agreed === undefined ? { clause: '' } : termsOf(agreed))
          }}
        />
      )}
      {(kind === 'rate' || kind === 'cost') && (
        <Field label="Asset" value={variant.asset} onChange={(asset) => set({ asset })} />
      )}
      {kind === 'clause' && (
        <Field label="From the payee" value={variant.payee} onChange={(payee) => set({ payee })} />
      )}
      {(kind === 'clause' || kind === 'fee' || kind === 'cost') && (
        <Field label={receivers[kind]} value={variant.to} onChange={(to) => set({ to })} />
      )}
      {(kind === 'clause' || kind === 'cost') && (
        <Choice
          label="Currency"
          value={variant.currency}
          choices={[{ value: '', title: 'choose one' }, ...choices]}
          onChange={(currency) => set({ currency })}
        />
      )}
    </>
  )
}

const receivers = { clause: 'To the payee', fee: 'Payee of the fee', cost: 'Payee of the cost' } as const

function choiceOf({ clause, payee, to }: Clause) {
  return { value: clause, title: `${clause}: ${payee} gives to ${to}` }
}

export function Sliders({ variant, set, clauses }: VariantProps) {
  const { kind } = variant
  if (kind === 'rate')
    return (
      <>
        <Slider
          {...{ label: 'Rate: every price times', value: variant.times, max: 3, step: 0.05 }}
          onChange={(times) => set({ times })}
        />
        <p className="beside">
          Calls since that day keep what they were priced at, so a lower price is refunded, and a higher one
          is a call of the rest. A cost of each call is counted for that call too.
        </p>
      </>
    )
  const agreed = clauses.find(({ clause }) => clause === variant.clause)
  const share = (
    <Slider
      {...{ label: kind === 'fee' ? 'Rate of the fee' : 'Share', value: variant.share, max: 1, step: 0.005 }}
      onChange={(value) => set({ share: value })}
    />
  )
  const latest = <p className="beside">Of several, the one that is in force from the latest day counts.</p>
  if (kind === 'fee')
    return (
      <>
        {share}
        {latest}
      </>
    )
  if (kind === 'cost')
    return (
      <>
        {share}
        <Slider
          {...{ label: 'Price of a call', value: variant.perCall || '0', max: 1, step: 0.001 }}
          onChange={(perCall) => set({ perCall: perCall === '0' ? '' : perCall })}
        />
        {latest}
      </>
    )
  const capMax = Math.max(capShown, Number(agreed?.cap ?? 0))
  return (
    <>
      {agreed !== undefined && hasTiers(agreed) ? <p>It keeps its tiers.</p> : share}
      <Slider
        {...{ label: 'Cap (0: none)', value: variant.cap || '0', max: capMax, step: capMax / 1_000 }}
        onChange={(cap) => set({ cap: cap === '0' ? '' : cap })}
      />
      <Slider
        {...{ label: 'Rank (the lowest takes first)', value: variant.rank, max: rankMax, step: 1 }}
        onChange={(rank) => set({ rank })}
      />
      {kind === 'terms' && (
        <p className="beside">
          The clause ends on that day, and one with these terms begins. Its cap and its tiers count from then;
          the cap starts as what the clause may still take.
        </p>
      )}
    </>
  )
}
