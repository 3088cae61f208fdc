import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { segment } from '../../app/asking.ts'
import { headwater } from '../../app/headwater.ts'
import { useSession } from '../../app/session.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Icon } from '../../parts/Icon.tsx'
import { Page } from '../../parts/Page.tsx'
import { PayeeStatement } from '../../parts/statement/PayeeStatement.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { Accounts } from './Accounts.tsx'
import { Claims } from './Claims.tsx'
import './mine.css'

export default function Mine() {
  const { caller } = useSession()
  const payees = caller?.payees ?? []
  const [chosen, choose] = useState<string>()
  const payee = chosen ?? payees[0]
  return (
    <Page
      title="Mine"
      about="What you earned, what was paid, what waits, and what you do to be paid."
      actions={payee !== undefined && <Download payee={payee} />}
    >
      {payee === undefined ? (
        <Empty>
          This page is for a <Term word="payee" /> that signed in. An operator finds the same under{' '}
          <Link href="/statements">Statements</Link>.
        </Empty>
      ) : (
        <>
          {payees.length > 1 && (
            <label className="choice">
              You are {payees.length} payees
              <select value={payee} onChange={({ target }) => choose(target.value)}>
                {payees.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            </label>
          )}
          <Payee key={payee} payee={payee} />
        </>
      )}
    </Page>
  )
}

function Payee({ payee }: { payee: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['balances', payee],
    queryFn: () => headwater.balances(payee),
  })
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Waiting what="your balances" />
  return (
    <>
      <h2>
        <bdi>{data.name ?? payee}</bdi>
      </h2>
      <Claims payee={payee} />
      <PayeeStatement payee={payee} />
      <Accounts payee={payee} accounts={data.accounts} />
    </>
  )
}

function Download({ payee }: { payee: string }) {
  return (
    <a href={`v1/payees/${segment(payee)}/export`} download="headwater-payee.ndjson" className="download">
      <Icon name="download" /> Download everything about you
    </a>
  )
}
