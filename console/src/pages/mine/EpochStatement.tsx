import { useQuery } from '@tanstack/react-query'
import type { Statement } from 'headwater/client'
import { useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'

/** One epoch at a time; the last one first. */
export function EpochStatement({ payee }: { payee: string }) {
  const [asked, ask] = useState<number>()
  const { data, error, refetch } = useQuery({
    queryKey: ['statement', payee, asked],
    queryFn: () => headwater.statement(payee, asked),
    placeholderData: (before) => before,
  })
  const [last, setLast] = useState<number>()
  if (data !== undefined && (last === undefined || data.epoch > last)) setLast(data.epoch)
  return (
    <section>
      <h2>
        Your <Term word="statement">statements</Term>
      </h2>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what="your statement" />}
      {data !== undefined && last !== undefined && (
        <>
          <label className="choice">
            <span>Epoch</span>
            <select value={data.epoch} onChange={({ target }) => ask(Number(target.value))}>
              {Array.from({ length: last }, (_, at) => last - at).map((epoch) => (
                <option key={epoch} value={epoch}>
                  {epoch}
                </option>
              ))}
            </select>
          </label>
          <p className="about">
            Until <Moment at={data.until} />
          </p>
          <Currencies currencies={data.currencies} />
        </>
      )}
    </section>
  )
}

function Currencies({ currencies }: { currencies: Statement['currencies'] }) {
  if (currencies.length === 0) return <Empty>Nothing in this epoch.</Empty>
  return currencies.map((one) => <Currency key={one.currency} one={one} />)
}

function Currency({ one }: { one: Statement['currencies'][number] }) {
  const { currency, broughtForward, earned, paid, paidTo, carried, lines } = one
  const figures: readonly (readonly [string, string | undefined])[] = [
    ['Brought forward', broughtForward],
    ['Earned', earned],
    ['Received by clauses', one.received],
    ['Given by clauses', one.diverted],
    ['Transfers, payments and deposits', one.posted],
    ['Withheld', one.withheld],
    ['Paid', paid],
    ['Carried to the next epoch', carried],
  ]
  return (
    <div className="card">
      <h3>
        <bdi>{currency}</bdi>
      </h3>
      <dl className="figures">
        {figures.flatMap(([name, value]) =>
          value === undefined
            ? []
            : [
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <Amount value={value} currency={currency} />
                  </dd>
                </div>,
              ],
        )}
      </dl>
      {paidTo !== null && (
        <p>
          Paid to <bdi className="hash">{paidTo.account}</bdi> on <bdi>{paidTo.chain}</bdi>
        </p>
      )}
      {lines.length > 0 && (
        <DataTable
          caption={`What you earned ${currency} from`}
          rows={lines}
          keyOf={({ asset, version, role }) => `${role} ${asset} ${version}`}
          columns={[
            { title: 'Asset', cell: ({ asset }) => <bdi>{asset === '' ? 'platform fee' : asset}</bdi> },
            { title: 'Version', cell: ({ version }) => <bdi>{version}</bdi> },
            { title: 'As', cell: ({ role }) => role },
            { title: 'Earned', numeric: true, cell: (line) => <Amount value={line.earned} /> },
          ]}
        />
      )}
    </div>
  )
}
