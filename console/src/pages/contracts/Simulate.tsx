/** What other terms would change: sliders of rate, share, cap and rank, and every payee before and after. */
import { useMutation, useQuery } from '@tanstack/react-query'
import type { SimulationLine } from 'headwater/client'
import { type FormEvent, useRef, useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { mayUse, useSession } from '../../app/session.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Field } from '../../parts/Field.tsx'
import { BeforeAndAfter } from './BeforeAndAfter.tsx'
import { listedMax } from './Listed.tsx'
import { Order } from './Order.tsx'
import { repriced } from './repriced.ts'
import { type LastUntil, untilAgain } from './untilAgain.ts'
import { Sliders, VariantFields } from './VariantFields.tsx'
import { eventsOf, firstVariant, type Variant, type WireEvent } from './variant.ts'

export function Simulate() {
  const session = useSession()
  const { data: currencies = [] } = useQuery({
    queryKey: ['currencies'],
    queryFn: () => headwater.currencies(),
  })
  const { data: agreed } = useQuery({
    queryKey: ['clauses'],
    queryFn: () => headwater.clauses({ limit: listedMax }),
  })
  // One that took all that it may changes nothing more, whatever its terms.
  const clauses = agreed?.items.filter(({ state, left }) => state !== 'ended' && left !== '0') ?? []
  const [variant, setVariant] = useState(firstVariant)
  const [from, setFrom] = useState('')
  const last = useRef<LastUntil>(undefined)
  const run = useMutation({
    mutationFn: async () => {
      const { kind, clause, effectiveFrom } = variant
      const chosen = clauses.find((one) => one.clause === clause)
      if (kind === 'terms' && chosen === undefined)
        throw new Error('Choose the clause that gets other terms.')
      if (kind === 'rate') return simulated(await repriced(variant), { from })
      const events = eventsOf(variant, chosen, new Date())
      if (from !== '') return simulated(events, { from })
      const now = Date.now()
      const known = untilAgain(last.current, { now, effectiveFrom })
      const asked = known === undefined ? now : last.current!.asked
      // An epoch that was closed since may end later: then the next simulation asks about now.
      last.current = undefined
      const lines = await simulated(events, { from, until: known })
      const until = lines.find((line) => line.kind === 'simulation')?.until
      last.current = until === undefined ? undefined : { until, asked }
      return lines
    },
  })
  const set = (fields: Partial<Variant>) => setVariant({ ...variant, ...fields })
  return (
    <section className="card">
      <h2>What if</h2>
      <p className="beside">
        What the next close, or closed epochs, would give with other terms. Nothing is recorded.
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
            <VariantFields variant={variant} set={set} clauses={clauses} currencies={currencies} />
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
          <Sliders variant={variant} set={set} clauses={clauses} />
          {(variant.kind === 'clause' || variant.clause !== '') && (
            <Order variant={variant} clauses={clauses} />
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

interface Asked {
  readonly from: string
  readonly until?: string | undefined
}

async function simulated(
  events: readonly WireEvent[],
  { from, until }: Asked,
): Promise<readonly SimulationLine[]> {
  const run = `what if ${new Date().toISOString()}`
  async function* chunks() {
    for (const [index, event] of events.entries()) {
      const envelope = { specversion: '1.0', source: 'console', id: `${run} ${index}` }
      yield new TextEncoder().encode(`${JSON.stringify({ ...envelope, ...event })}\n`)
    }
  }
  const options = {
    origin: 'console',
    format: 'cloudevents' as const,
    ...(from !== '' && { from: Number(from) }),
    ...(until !== undefined && { until }),
  }
  const lines: SimulationLine[] = []
  for await (const line of headwater.simulate(chunks(), options)) {
    lines.push(line)
    if (lines.length === linesMax) break
  }
  return lines
}
