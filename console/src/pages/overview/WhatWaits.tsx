/** What waits, each with the step that ends it. */
import { useQuery } from '@tanstack/react-query'
import type { HeldReport } from 'headwater/client'
import type { ReactNode } from 'react'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Command } from '../../parts/Command.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { SuspenseItems } from './SuspenseItems.tsx'

const shownMax = 5

export function WhatWaits({ refused }: { refused: number }) {
  const suspense = useQuery({
    queryKey: ['suspense', shownMax],
    queryFn: () => headwater.suspense({ limit: shownMax }),
  })
  const disputes = useQuery({
    queryKey: ['disputes', shownMax],
    queryFn: () => headwater.disputes({ limit: shownMax }),
  })
  const held = useQuery({ queryKey: ['held'], queryFn: () => headwater.held() })
  const all = [suspense, disputes, held]
  const isDone = all.every(({ data }) => data !== undefined)
  const nothing =
    isDone &&
    refused === 0 &&
    suspense.data?.items.length === 0 &&
    disputes.data?.items.length === 0 &&
    held.data?.reasons.length === 0
  return (
    <section className="card" aria-labelledby="overview-waits">
      <h2 id="overview-waits">What waits</h2>
      {all.map(
        ({ error, refetch }, place) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: the three questions never change their places
          error !== null && <Failure key={place} error={error} onRetry={() => void refetch()} />,
      )}
      {!isDone && all.every(({ error }) => error === null) && <Waiting what="what waits" />}
      {nothing && <p>Nothing waits.</p>}
      <dl className="waits">
        {suspense.data !== undefined && suspense.data.items.length > 0 && (
          <SuspenseItems items={suspense.data.items} more={suspense.data.next !== null} />
        )}
        {refused > 0 && <Refused count={refused} />}
        {disputes.data !== undefined && disputes.data.items.length > 0 && (
          <Item
            title={
              <>
                <Term word="correction">Open disputes</Term>: {disputes.data.items.length}
                {disputes.data.next !== null && ' or more'}
              </>
            }
            step={<Command line="headwater disputes" />}
          >
            The oldest is {Math.max(...disputes.data.items.map(({ days }) => days))} days old. A lost one is
            refunded and then closed by the events <code>call.refunded</code> and <code>dispute.closed</code>.
          </Item>
        )}
        {held.data !== undefined && <Held report={held.data} />}
      </dl>
    </section>
  )
}

function Refused({ count }: { count: number }) {
  return (
    <Item
      title={
        <>
          <Term word="refused">Refused</Term> events: {count}
        </>
      }
      step={
        <>
          <Command line="headwater refused list" /> <Command line="headwater refused replay" />
        </>
      }
    >
      Each has a code and a fix. Send them again after the fix, or dismiss them.
    </Item>
  )
}

interface ItemProps {
  readonly title: ReactNode
  readonly step?: ReactNode
  readonly children: ReactNode
}

function Item({ title, step, children }: ItemProps) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
      {step !== undefined && <dd className="steps">{step}</dd>}
    </div>
  )
}

type Reason = HeldReport['reasons'][number]['held']

/** What a reason means, and what ends it. */
const reasons: Readonly<
  Record<NonNullable<Reason> | 'payable', { title: string; about: string; command?: string }>
> = {
  payable: {
    title: 'Balances that the next close pays',
    about: 'They have an account and a token.',
    command: 'headwater close --dry-run',
  },
  noAccount: {
    title: 'Payees without accounts',
    about:
      'Their balances are carried until an account is bound: send payee.bound, or have the payee bind it.',
    command: 'headwater balances',
  },
  noToken: {
    title: 'Balances in currencies without a token',
    about: 'Bind a token by currency.bound, or pay elsewhere and record it by payment.recorded.',
    command: 'headwater balances',
  },
  accountNotice: {
    title: 'Accounts whose notice still runs',
    about: 'A new account is paid when its time of notice is over. Nothing has to be done.',
  },
  belowAtom: {
    title: 'Balances below one atom',
    about: 'They are carried until more is earned. Nothing has to be done.',
  },
  owed: {
    title: 'Balances below zero',
    about: 'Later earnings make up for them.',
    command: 'headwater owed',
  },
  reserved: {
    title: 'Balances in reserves',
    about: 'They are paid when they fall due.',
    command: 'headwater reserves',
  },
  payeeHeld: {
    title: 'Payees that are held',
    about: 'A hold stops their payments until payee.cleared ends it.',
    command: 'headwater balances',
  },
  belowThreshold: {
    title: 'Balances below the threshold',
    about: 'They are carried until enough is available. Nothing has to be done.',
  },
}

function Held({ report }: { report: HeldReport }) {
  return (
    <>
      {report.reasons.map(({ held, currency, payees, amount }) => {
        const { title, about, command } = reasons[held ?? 'payable']
        return (
          <Item
            key={`${held} ${currency}`}
            title={
              <>
                {title}: {payees}, <Amount value={amount} currency={currency} />
              </>
            }
            step={command === undefined ? undefined : <Command line={command} />}
          >
            {about}
          </Item>
        )
      })}
      {report.others.map(({ currency, payees, amount }) => (
        <Item
          key={`others ${currency}`}
          title={
            <>
              Lower balances: {payees}, <Amount value={amount} currency={currency} />
            </>
          }
          step={<Command line={`headwater balances --currency ${currency}`} />}
        >
          Only the highest balances are looked at here.
        </Item>
      ))}
    </>
  )
}
