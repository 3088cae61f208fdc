/** What a close would record, and what it would change. */
import type { EpochPreview } from 'headwater/client'
import { Amount } from '../../parts/Amount.tsx'
import { Copy } from '../../parts/Copy.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'
import { EpochTotals } from './Totals.tsx'

export function Preview({ preview }: { preview: EpochPreview }) {
  const { epoch, until, hash, counts, totals, trees, warnings, suspected, alikePayees } = preview
  return (
    <>
      {warnings.map(({ code, message }) => (
        <p key={code} className="notice" role="alert">
          {message}
        </p>
      ))}
      <section className="card" aria-label="The epoch">
        <h2>Epoch {epoch} would be</h2>
        <p>
          {counts.settled} calls before <Moment at={until} /> settled, {counts.late} of them late;{' '}
          {counts.suspense} in suspense, {counts.pending} pending; {trees.length} roots.
        </p>
        <p>
          <Term word="manifest">Manifest</Term>{' '}
          <span className="hash">
            {hash} <Copy text={hash} what="the manifest's hash" />
          </span>
        </p>
      </section>
      <EpochTotals totals={totals} />
      <Changes preview={preview} />
      {suspected.calls > 0 && (
        <section className="card" aria-label="Suspected">
          <h2>Calls that may have been sent before: {suspected.calls}</h2>
          <ul>
            {suspected.examples.slice(0, 5).map(({ source, id, like }) => (
              <li key={`${source} ${id}`}>
                <bdi>{id}</bdi> of <bdi>{source}</bdi> is like <bdi>{like.id}</bdi> of{' '}
                <bdi>{like.source}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
      {alikePayees.total > 0 && (
        <section className="card" aria-label="Payees that look alike">
          <h2>Payees whose ids look alike: {alikePayees.total}</h2>
          <ul>
            {alikePayees.items.map((group) => (
              <li key={group.join(' ')}>
                <bdi>{group.join(' · ')}</bdi>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Changes({ preview: { payees, payments } }: { preview: EpochPreview }) {
  return (
    <section className="card" aria-label="What changes">
      <h2>What changes for payees</h2>
      <DataTable
        caption={`Those for whom most changes, ${payees.items.length} of ${payees.total}`}
        rows={payees.items}
        keyOf={({ payee, currency }) => `${payee} ${currency}`}
        columns={[
          { title: <Term word="payee">Payee</Term>, cell: ({ payee }) => <bdi>{payee}</bdi> },
          {
            title: 'Before',
            numeric: true,
            cell: (line) => <Amount value={line.broughtForward} currency={line.currency} />,
          },
          {
            title: 'Earned',
            numeric: true,
            cell: (line) => <Amount value={line.earned} currency={line.currency} />,
          },
          {
            title: 'Paid',
            numeric: true,
            cell: (line) => <Amount value={line.paid} currency={line.currency} />,
          },
          {
            title: <Term word="carried">Carried</Term>,
            numeric: true,
            cell: (line) => <Amount value={line.carried} currency={line.currency} />,
          },
        ]}
      />
      <DataTable
        caption={`Payments that grow most, ${payments.items.length} of ${payments.total}`}
        rows={payments.items}
        keyOf={({ payee, currency }) => `${payee} ${currency}`}
        columns={[
          { title: <Term word="payee">Payee</Term>, cell: ({ payee }) => <bdi>{payee}</bdi> },
          {
            title: 'Paid',
            numeric: true,
            cell: (line) => <Amount value={line.paid} currency={line.currency} />,
          },
          {
            title: 'Beside the last epoch',
            numeric: true,
            cell: (line) => <Amount value={line.difference} currency={line.currency} />,
          },
          {
            title: <Term word="account">Account</Term>,
            cell: ({ account }) => <span className="hash">{account}</span>,
          },
        ]}
      />
    </section>
  )
}
