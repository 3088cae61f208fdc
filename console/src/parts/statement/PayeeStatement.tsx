/**
 * One payee over all epochs. Each figure opens to what is behind it: earnings to sources, paths and releases, an epoch to
 * its steps with the events that they name. The payee's own page shows the same.
 */
import { useQuery } from '@tanstack/react-query'
import type { StatementToDate } from 'headwater/client'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../Amount.tsx'
import { DataTable } from '../DataTable.tsx'
import { Empty } from '../Empty.tsx'
import { Failure } from '../Failure.tsx'
import { Moment } from '../Moment.tsx'
import { Term } from '../Term.tsx'
import { Waiting } from '../Waiting.tsx'
import { EpochList } from './EpochList.tsx'
import { Sources } from './Sources.tsx'
import { StatementDownloads } from './StatementDownloads.tsx'
import './statement.css'

type Sums = StatementToDate['currencies'][number]

export function PayeeStatement({ payee }: { payee: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['statement to date', payee],
    queryFn: () => headwater.statementToDate(payee),
  })
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Waiting what="the statement" />
  return (
    <>
      <section className="card">
        <dl className="about-payee">
          <dt>
            <Term word="payee">Payee</Term>
          </dt>
          <dd>
            <bdi>{data.payee}</bdi>
          </dd>
          {data.name !== null && (
            <>
              <dt>Name</dt>
              <dd>
                <bdi>{data.name}</bdi>
              </dd>
            </>
          )}
          {data.accounts.map(({ chain, account }) => (
            <AccountLine key={chain} account={`${chain}:${account}`} />
          ))}
          <dt>Up to</dt>
          <dd>
            {data.until === null ? (
              'no epoch is closed yet'
            ) : (
              <>
                epoch {data.epochs}, <Moment at={data.until} />
              </>
            )}
          </dd>
        </dl>
        <StatementDownloads payee={data.payee} />
      </section>
      {data.currencies.length === 0 && <Empty>Nothing was earned or paid so far.</Empty>}
      {data.currencies.map((sums) => (
        <CurrencySection key={sums.currency} payee={data.payee} sums={sums} />
      ))}
    </>
  )
}

function AccountLine({ account }: { account: string }) {
  return (
    <>
      <dt>
        <Term word="account">Account</Term>
      </dt>
      <dd className="account">{account}</dd>
    </>
  )
}

function CurrencySection({ payee, sums }: { payee: string; sums: Sums }) {
  const { currency, toBePaid, clauses, lots } = sums
  return (
    <section className="card" aria-label={`Statement in ${currency}`}>
      <h2>
        <bdi>{currency}</bdi>
      </h2>
      <Figures sums={sums} />
      {toBePaid !== null && (
        <div className="to-be-paid" role="note">
          <p>
            <bdi>{toBePaid.why}</bdi>
          </p>
          <p>
            <strong>{toBePaid.step}</strong>
          </p>
        </div>
      )}
      <details>
        <summary>Earned from what, and by which path</summary>
        <Sources sums={sums} />
      </details>
      <details open>
        <summary>Epoch by epoch</summary>
        <EpochList payee={payee} sums={sums} />
      </details>
      {clauses.length > 0 && <ClauseList clauses={clauses} />}
      {lots.length > 0 && (
        <DataTable
          caption="Reserves that are not due"
          rows={lots}
          keyOf={({ epoch }) => String(epoch)}
          columns={[
            { title: 'Of epoch', cell: ({ epoch }) => epoch },
            { title: 'Due', cell: ({ due }) => <Moment at={due} /> },
            { title: 'Left', numeric: true, cell: ({ left }) => <Amount value={left} /> },
          ]}
        />
      )}
    </section>
  )
}

const figureNames = [
  ['earned', 'Earned'],
  ['received', 'Received by clauses'],
  ['diverted', 'Diverted by clauses'],
  ['posted', 'Posted: transfers, payments elsewhere, deposits'],
  ['withheld', 'Withheld from payments'],
  ['paid', 'Paid on chain'],
  ['carried', 'Carried'],
  ['reserved', 'Of it reserved'],
] as const

function Figures({ sums }: { sums: Sums }) {
  const figures = figureNames.flatMap(([name, title]) => {
    const value = sums[name]
    const isShown = value !== undefined && (value !== '0' || ['earned', 'paid', 'carried'].includes(name))
    return isShown ? [{ name, title, value }] : []
  })
  return (
    <DataTable
      caption={`Over all epochs, in ${sums.currency}`}
      rows={figures}
      keyOf={({ name }) => name}
      columns={[
        { title: 'Figure', cell: ({ title }) => title },
        { title: 'Amount', numeric: true, cell: ({ value }) => <Amount value={value} /> },
      ]}
    />
  )
}

function ClauseList({ clauses }: Pick<Sums, 'clauses'>) {
  return (
    <DataTable
      caption="Clauses that take from the payee or give to it"
      rows={clauses}
      keyOf={({ clause }) => clause}
      columns={[
        { title: <Term word="clause">Clause</Term>, cell: ({ clause }) => <bdi>{clause}</bdi> },
        { title: 'From', cell: ({ payee }) => <bdi>{payee}</bdi> },
        { title: 'To', cell: ({ to }) => <bdi>{to}</bdi> },
        { title: 'Taken', numeric: true, cell: ({ taken }) => <Amount value={taken} /> },
        {
          title: 'Left of its cap',
          numeric: true,
          cell: ({ left }) => (left === null ? '' : <Amount value={left} />),
        },
      ]}
    />
  )
}
