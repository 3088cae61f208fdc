/** Finds a payee, and shows it over all epochs. */
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { headwater } from '../../app/headwater.ts'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Page } from '../../parts/Page.tsx'
import { PayeeStatement } from '../../parts/statement/PayeeStatement.tsx'
import { Waiting } from '../../parts/Waiting.tsx'

const shownMax = 50

export default function Statements() {
  const { payee } = useParams<{ payee?: string }>()
  if (payee !== undefined)
    return (
      <Page
        title={`Statement of ${payee}`}
        about="What the payee earned over all epochs, from what, what was paid, and what waits."
        actions={<Link href="/statements">Find another payee</Link>}
      >
        <PayeeStatement payee={payee} />
      </Page>
    )
  return (
    <Page title="Statements" about="Find a payee to see what it earned, from what, and what waits.">
      <FindPayee />
    </Page>
  )
}

function FindPayee() {
  const [prefix, setPrefix] = useState('')
  const [, navigate] = useLocation()
  const { data, error, refetch } = useQuery({
    queryKey: ['payees', prefix],
    queryFn: () => headwater.payees({ limit: shownMax, ...(prefix !== '' && { prefix }) }),
  })
  const open = (event: FormEvent) => {
    event.preventDefault()
    if (prefix !== '') navigate(`/statements/${encodeURIComponent(prefix)}`)
  }
  return (
    <>
      <form className="find-payee" onSubmit={open}>
        <label>
          Payee id, or how it begins{' '}
          <input type="search" value={prefix} onChange={({ target }) => setPrefix(target.value)} />
        </label>{' '}
        <button type="submit">Show the statement</button>
      </form>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what="the payees" />}
      {data?.items.length === 0 && <Empty>No payee is known whose id begins so.</Empty>}
      {data !== undefined && data.items.length > 0 && (
        <DataTable
          caption="Payees"
          file={`v1/payees?prefix=${encodeURIComponent(prefix)}`}
          rows={data.items}
          keyOf={({ payee }) => payee}
          columns={[
            {
              title: 'Payee',
              cell: ({ payee }) => (
                <Link href={`/statements/${encodeURIComponent(payee)}`}>
                  <bdi>{payee}</bdi>
                </Link>
              ),
            },
            { title: 'Name', cell: ({ name }) => <bdi>{name ?? ''}</bdi> },
          ]}
        />
      )}
      {data?.next != null && <p>The first {shownMax} are shown: write more of the id.</p>}
    </>
  )
}
