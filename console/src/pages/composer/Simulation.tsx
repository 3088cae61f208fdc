/** What the agent would have earned and paid had it had the calls of another asset. */
import { useMutation } from '@tanstack/react-query'
import type { ReleaseSimulation } from 'headwater/client'
import { useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { mayUse, useSession } from '../../app/session.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Choice, Field } from '../../parts/Field.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { type Draft, fieldsOf } from './draft.ts'
import { Faults } from './Faults.tsx'

const prices = [
  { value: 'recorded', title: 'the amounts of the calls' },
  { value: 'rate', title: 'what the rate card makes of their tokens' },
]
const listedMax = 200

export function Simulation({ draft }: { draft: Draft }) {
  const session = useSession()
  const [of, setOf] = useState('')
  const [since, setSince] = useState(() => monthStart(-1))
  const [before, setBefore] = useState(() => monthStart(0))
  const [price, setPrice] = useState('recorded')
  const run = useMutation({
    mutationFn: () =>
      headwater.simulateRelease(fieldsOf(draft), {
        ...{ of, since, before, listedMax, price: price as 'recorded' | 'rate' },
      }),
  })
  return (
    <section className="card">
      <h2>On the calls of last month</h2>
      <p className="beside">
        What the next close would give if the calls that an asset had were made of this agent too. Nothing is
        recorded.
      </p>
      {mayUse(session, ['settle']) ? (
        <form
          className="fields"
          onSubmit={(event) => {
            event.preventDefault()
            run.mutate()
          }}
        >
          <Field label="Calls of the asset" value={of} placeholder="agent:acme/helper" onChange={setOf} />
          <Field label="From (00:00 UTC)" type="date" value={since} onChange={setSince} />
          <Field label="Before (00:00 UTC)" type="date" value={before} onChange={setBefore} />
          <Choice label="Prices" value={price} choices={prices} onChange={setPrice} />
          <button type="submit" disabled={run.isPending || of === ''}>
            {run.isPending ? 'Simulating …' : 'Simulate'}
          </button>
        </form>
      ) : (
        <p>A simulation costs as much as a close: it needs the scope settle.</p>
      )}
      {run.error !== null && <Failure error={run.error} />}
      {run.data !== undefined && <Simulated simulation={run.data} agent={draft.asset} />}
    </section>
  )
}

function Simulated({ simulation, agent }: { simulation: ReleaseSimulation; agent: string }) {
  const { of, since, before, calls, by, faults, rejectedCalls, rejected, payees, payeeCount, versions } =
    simulation
  if (faults.length > 0) return <Faults faults={faults} />
  const own = versions.filter(({ asset }) => asset === agent)
  const earned = payees.filter(({ difference }) => difference.earned !== '0' || difference.paid !== '0')
  return (
    <div role="status">
      <p>
        {calls} calls of <bdi>{of}</bdi>, from <Moment at={since} /> until before <Moment at={before} />
        {by === 'day' && ', summed by day'}.
        {rejectedCalls > 0 && ` ${rejectedCalls} of them would be refused: ${rejected?.message ?? ''}`}
      </p>
      <DataTable
        caption="What the agent would have received and passed on"
        rows={own}
        keyOf={({ currency }) => currency}
        columns={[
          {
            title: 'Calls',
            numeric: true,
            cell: (row) => <Amount value={row.after.direct!} currency={row.currency} />,
          },
          { title: 'Fee', numeric: true, cell: (row) => <Amount value={row.after.fee!} /> },
          { title: 'Costs', numeric: true, cell: (row) => <Amount value={row.after.cost!} /> },
          {
            title: 'To relative sources',
            numeric: true,
            cell: (row) => <Amount value={row.after.relativeOut!} />,
          },
          {
            title: 'To absolute sources',
            numeric: true,
            cell: (row) => <Amount value={row.after.absoluteOut!} />,
          },
          { title: 'Keeps', numeric: true, cell: (row) => <Amount value={row.after.retained!} /> },
        ]}
      />
      <DataTable
        caption="What each payee would have had more"
        rows={earned}
        keyOf={({ payee, currency }) => `${payee} ${currency}`}
        columns={[
          { title: 'Payee', cell: ({ payee }) => <bdi>{payee}</bdi> },
          {
            title: 'Earned',
            numeric: true,
            cell: ({ difference, currency }) => <Amount value={difference.earned!} currency={currency} />,
          },
          {
            title: 'Paid at once',
            numeric: true,
            cell: ({ difference }) => <Amount value={difference.paid!} />,
          },
        ]}
      />
      {payeeCount > payees.length && <p>… and {payeeCount - payees.length} more payees.</p>}
    </div>
  )
}

/** The first day of a month before or after this one. */
function monthStart(by: number): string {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + by)).toISOString().slice(0, 10)
}
