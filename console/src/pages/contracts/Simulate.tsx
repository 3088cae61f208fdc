/** What a clause or another platform fee would change: sliders, and every payee before and after. */
import { useMutation, useQuery } from '@tanstack/react-query'
import type { SimulationLine } from 'headwater/client'
import { type FormEvent, useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { mayUse, useSession } from '../../app/session.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Choice, Field } from '../../parts/Field.tsx'
import { BeforeAndAfter } from './BeforeAndAfter.tsx'
import { Slider } from './Slider.tsx'
import { eventsOf, type Variant } from './variant.ts'

const kinds = [
  { value: 'clause', title: 'a new clause' },
  { value: 'fee', title: 'another platform fee' },
]

export function Simulate() {
  const session = useSession()
  const { data: currencies } = useQuery({ queryKey: ['currencies'], queryFn: () => headwater.currencies() })
  const [variant, setVariant] = useState<Variant>({
    ...{ kind: 'clause', payee: '', to: '', currency: '', share: '0.5', cap: '' },
    effectiveFrom: '2020-01-01',
  })
  const [from, setFrom] = useState('')
  const run = useMutation({ mutationFn: () => simulated(variant, from) })
  const set = (fields: Partial<Variant>) => setVariant({ ...variant, ...fields })
  const choices = currencies?.map(({ currency }) => ({ value: currency, title: currency })) ?? []
  const isClause = variant.kind === 'clause'
  return (
    <section className="card">
      <h2>What if</h2>
      <p className="beside">
        What the next close, or closed epochs, would give with another agreement. Nothing is recorded.
      </p>
      {!mayUse(session, ['settle']) ? (
        <p>A simulation costs as much as a close: it needs the scope settle.</p>
      ) : (
        <form
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            run.mutate()
          }}
        >
          <div className="fields">
            <Choice
              label="What changes"
              value={variant.kind}
              choices={kinds}
              onChange={(kind) => set({ kind: kind as Variant['kind'] })}
            />
            {isClause && (
              <Field label="From the payee" value={variant.payee} onChange={(payee) => set({ payee })} />
            )}
            <Field
              label={isClause ? 'To the payee' : 'Payee of the fee'}
              value={variant.to}
              onChange={(to) => set({ to })}
            />
            {isClause && (
              <Choice
                label="Currency"
                value={variant.currency}
                choices={[{ value: '', title: 'choose one' }, ...choices]}
                onChange={(currency) => set({ currency })}
              />
            )}
            <Field
              label="In force from (00:00 UTC)"
              type="date"
              value={variant.effectiveFrom}
              onChange={(effectiveFrom) => set({ effectiveFrom })}
            />
            <Field
              label="From epoch (empty: the next close)"
              value={from}
              inputMode="decimal"
              onChange={setFrom}
            />
          </div>
          <Slider
            label="Share"
            value={variant.share}
            max={1}
            step={0.005}
            onChange={(share) => set({ share })}
          />
          {isClause && (
            <Slider
              label="Cap (0: none)"
              value={variant.cap === '' ? '0' : variant.cap}
              max={10_000}
              step={10}
              onChange={(cap) => set({ cap: cap === '0' ? '' : cap })}
            />
          )}
          <button type="submit" className="primary" disabled={run.isPending}>
            {run.isPending ? 'Simulating …' : 'Simulate'}
          </button>
        </form>
      )}
      {run.error !== null && <Failure error={run.error} />}
      {run.data !== undefined && <BeforeAndAfter lines={run.data} />}
    </section>
  )
}

/** Lines that are kept of an answer; those with the largest differences come first. */
const linesMax = 300

async function simulated(variant: Variant, from: string): Promise<readonly SimulationLine[]> {
  const body = eventsOf(variant, new Date()).map((event) => `${JSON.stringify(event)}\n`)
  async function* chunks() {
    yield new TextEncoder().encode(body.join(''))
  }
  const options = {
    origin: 'console',
    format: 'cloudevents' as const,
    ...(from !== '' && { from: Number(from) }),
  }
  const lines: SimulationLine[] = []
  for await (const line of headwater.simulate(chunks(), options)) {
    lines.push(line)
    if (lines.length === linesMax) break
  }
  return lines
}
