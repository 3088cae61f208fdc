import { useQuery } from '@tanstack/react-query'
import type { RevenueReport } from 'headwater/client'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Bars, Share } from '../../parts/Bars.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'

const states = ['settled', 'suspense', 'pending'] as const

/** Revenue by day, currency and asset: the amounts of calls as accepted, by their own time. */
export function Revenue() {
  const { data, error, refetch } = useQuery({ queryKey: ['revenue'], queryFn: () => headwater.revenue() })
  return (
    <section className="card" aria-labelledby="overview-revenue">
      <h2 id="overview-revenue">Revenue</h2>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what="the revenue" />}
      {data?.currencies.length === 0 && (
        <Empty>
          No <Term word="call" /> is accepted yet.
        </Empty>
      )}
      {data !== undefined && data.currencies.length > 0 && (
        <>
          <p className="about">
            Amounts of <Term word="call">calls</Term> as accepted, by the day of the call in UTC, {data.from}{' '}
            to {data.to}.{data.cut && ' Currencies with fewer calls are left out.'}
          </p>
          {data.currencies.map(({ currency }) => (
            <Currency key={currency} currency={currency} report={data} />
          ))}
        </>
      )}
    </section>
  )
}

function Currency({ currency, report }: { currency: string; report: RevenueReport }) {
  const whole = report.currencies.find((line) => line.currency === currency)!
  const days = report.days.filter((line) => line.currency === currency)
  const amount = (day: string, state: string) =>
    Number(days.find((line) => line.day === day && line.state === state)?.amount ?? 0)
  const first = [report.to!, ...report.days.map(({ day }) => day)].sort()[0]!
  const bars = daysBetween(first, report.to!).map((day) => ({
    label: day,
    parts: states.map((kind) => ({ kind, value: amount(day, kind) })),
  }))
  return (
    <section aria-label={`Revenue in ${currency}`}>
      <h3>
        <bdi>{currency}</bdi>: <Amount value={whole.amount} currency={currency} />, {whole.calls} calls
      </h3>
      <Bars
        bars={bars}
        about={`Revenue in ${currency} by day, ${first} to ${report.to}; the table below has it`}
      />
      <ul className="legend">
        {states.map((state) => (
          <li key={state}>
            <span className={`swatch ${state}`} />
            {state === 'settled' ? 'settled' : <Term word={state} />}
          </li>
        ))}
      </ul>
      <Assets currency={currency} report={report} whole={Number(whole.amount)} />
      <details>
        <summary>Every day in {currency} as a table</summary>
        <DataTable
          caption={`Revenue in ${currency} by day and state`}
          rows={days}
          keyOf={({ day, state }) => `${day} ${state}`}
          columns={[
            { title: 'Day (UTC)', cell: ({ day }) => day },
            { title: 'State', cell: ({ state }) => state },
            { title: 'Calls', numeric: true, cell: ({ calls }) => calls },
            {
              title: 'Amount',
              numeric: true,
              cell: (line) => <Amount value={line.amount} currency={currency} />,
            },
          ]}
        />
      </details>
    </section>
  )
}

interface AssetsProps {
  readonly currency: string
  readonly report: RevenueReport
  readonly whole: number
}

function Assets({ currency, report, whole }: AssetsProps) {
  const others = report.others.filter((line) => line.currency === currency)
  const rows = [
    ...report.assets
      .filter((line) => line.currency === currency)
      .map((line) => ({ name: line.asset, ...line })),
    ...others.map((line) => ({ name: `${line.assets} other assets`, ...line })),
  ]
  return (
    <DataTable
      caption={`Assets with the highest revenue in ${currency}`}
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        { title: <Term word="asset">Asset</Term>, cell: ({ name }) => <bdi>{name}</bdi> },
        { title: 'Calls', numeric: true, cell: ({ calls }) => calls },
        {
          title: 'Amount',
          numeric: true,
          cell: ({ amount }) => <Amount value={amount} currency={currency} />,
        },
        { title: 'Share', cell: ({ amount }) => <Share share={whole === 0 ? 0 : Number(amount) / whole} /> },
      ]}
    />
  )
}

const dayMs = 86_400_000

function daysBetween(from: string, to: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`); at += dayMs)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
