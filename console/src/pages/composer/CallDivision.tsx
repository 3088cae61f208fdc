/** What every upstream payee would get of one call, with all digits. */
import { useQuery } from '@tanstack/react-query'
import type { CompositionPreview } from 'headwater/client'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Copy } from '../../parts/Copy.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Choice, Field } from '../../parts/Field.tsx'
import type { CallDraft } from './draft.ts'

interface DivisionProps {
  readonly preview: CompositionPreview | undefined
  readonly isOld: boolean
  readonly call: CallDraft
  readonly onCall: (call: CallDraft) => void
}

export function CallDivision({ preview, isOld, call, onCall }: DivisionProps) {
  const { data: currencies } = useQuery({ queryKey: ['currencies'], queryFn: () => headwater.currencies() })
  const choices = currencies?.map(({ currency }) => ({ value: currency, title: currency })) ?? []
  return (
    <section className="card division" aria-busy={isOld}>
      <h2>Of one call</h2>
      <div className="fields">
        <Field
          label="Amount of the call"
          inputMode="decimal"
          value={call.amount}
          placeholder="by the rate card"
          onChange={(amount) => onCall({ ...call, amount })}
        />
        <Choice
          label="Currency of the call"
          value={call.currency}
          choices={[{ value: '', title: 'of the rate card' }, ...choices]}
          onChange={(currency) => onCall({ ...call, currency })}
        />
      </div>
      <Promised promised={preview?.promised ?? null} />
      {preview?.callFault != null && (
        <p className="notice">
          <bdi>{preview.callFault.message}</bdi> Name an amount and a currency, or a price of a call.
        </p>
      )}
      {preview?.call != null && <Division call={preview.call} />}
    </section>
  )
}

/** How much of what the agent receives its sources take. The number is for the drawing alone. */
function Promised({ promised }: { promised: string | null }) {
  if (promised === null) return null
  const part = Math.min(Number(promised), 1) * 100
  const isTooMuch = Number(promised) > 1
  return (
    <div className={`promised${isTooMuch ? ' wrong' : ''}`}>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="4" className="promised-all" />
        <rect width={part} height="4" className="promised-part" />
      </svg>
      <p>
        All sources together take <span className="amount">{promised}</span> of what the agent receives
        {isTooMuch ? ', and there is only 1.' : '.'}
      </p>
    </div>
  )
}

type Division = NonNullable<CompositionPreview['call']>

function Division({ call }: { call: Division }) {
  const { currency, payees, payeeCount, rounding, fee, priced, amount } = call
  const rows = payees.flatMap(({ payee, parts }) =>
    parts.map((part) => ({
      ...part,
      payee,
      key: JSON.stringify([payee, part.role, part.asset, part.version]),
    })),
  )
  return (
    <>
      <DataTable
        caption={`What each payee gets of ${amount} ${currency}${priced ? ', by the rate card' : ''}`}
        rows={payees}
        keyOf={({ payee }) => payee}
        columns={[
          { title: 'Payee', cell: ({ payee }) => <bdi>{payee}</bdi> },
          {
            title: 'Gets',
            numeric: true,
            cell: ({ payee, amount: gets }) => (
              <>
                <Amount value={gets} currency={currency} />
                <Copy text={gets} what={`what ${payee} gets`} />
              </>
            ),
          },
        ]}
      />
      {payeeCount > payees.length && <p>… and {payeeCount - payees.length} more payees.</p>}
      <p className="beside">
        {fee !== null && <>The platform fee is {fee.share} of it.</>}
        Rounding gets <Amount value={rounding} currency={currency} />.
      </p>
      <details>
        <summary>By version and role</summary>
        <DataTable
          caption="Parts of the call"
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            { title: 'Payee', cell: ({ payee }) => <bdi>{payee}</bdi> },
            { title: 'As', cell: ({ role }) => role },
            {
              title: 'Of',
              cell: ({ asset, version }) => (
                <bdi>{asset === '' ? 'platform fee' : `${asset} ${version}`}</bdi>
              ),
            },
            {
              title: 'Gets',
              numeric: true,
              cell: ({ amount: gets }) => <Amount value={gets} currency={currency} />,
            },
          ]}
        />
      </details>
      <Contracts call={call} />
    </>
  )
}

/** What follows from totals to date, and so is not in the division. */
function Contracts({ call: { clauses = [], caps = [], currency } }: { call: Division }) {
  if (clauses.length + caps.length === 0) return null
  return (
    <ul className="beside">
      {clauses.map(({ clause, payee, to, taken }) => (
        <li key={clause}>
          The clause <bdi>{clause}</bdi> is over what <bdi>{payee}</bdi> gets, for <bdi>{to}</bdi>; so far{' '}
          <Amount value={taken} currency={currency} />.
        </li>
      ))}
      {caps.map(({ asset, version, sourceAsset, sourceVersion, left }) => (
        <li key={`${asset} ${version} ${sourceAsset} ${sourceVersion}`}>
          The edge from <bdi>{asset}</bdi> to <bdi>{sourceAsset}</bdi> is capped;{' '}
          <Amount value={left} currency={currency} /> are left.
        </li>
      ))}
    </ul>
  )
}
