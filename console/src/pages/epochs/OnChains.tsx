/** Where the roots of an epoch are on chains, and what is claimed. */
import { useQuery } from '@tanstack/react-query'
import { headwater } from '../../app/headwater.ts'
import { mayUse, useSession } from '../../app/session.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Command } from '../../parts/Command.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { Publish } from './Publish.tsx'

const claimsMax = 50

export function OnChains({ epoch }: { epoch: number }) {
  const publications = useQuery({ queryKey: ['publications'], queryFn: () => headwater.publications() })
  const claims = useQuery({
    queryKey: ['claims', claimsMax],
    queryFn: () => headwater.claims({ limit: claimsMax }),
    enabled: (publications.data?.items.length ?? 0) > 0,
  })
  const mayPublish = mayUse(useSession(), ['settle'])
  const { data, error } = publications
  return (
    <section className="card" aria-label="On chains">
      <h2>On chains</h2>
      {error !== null && <Failure error={error} onRetry={() => void publications.refetch()} />}
      {data === undefined && error === null && <Waiting what="publications" />}
      {data?.items.length === 0 && (
        <p>
          No root was published yet. Name distributors in the chains file; then{' '}
          <Command line={`headwater publish ${epoch}`} /> publishes this epoch.
        </p>
      )}
      {data?.items.map(({ chain, distributor, roots, claimsBlock }) => (
        <section key={`${chain} ${distributor}`} aria-label={`Distributor ${distributor} on ${chain}`}>
          <h3>
            {chain} <span className="hash">{distributor}</span>
          </h3>
          <DataTable
            caption={`Roots of ${distributor} on ${chain}`}
            hideCaption
            rows={roots}
            keyOf={({ root, index }) => `${index} ${root}`}
            columns={[
              { title: <Term word="epoch">Epoch</Term>, cell: (root) => root.epoch ?? 'none of this ledger' },
              { title: 'Stage', cell: ({ stage }) => stage },
              { title: 'Root', cell: ({ root }) => <span className="hash">{root}</span> },
              {
                title: 'Activatable',
                cell: ({ activatableAt }) => activatableAt !== null && <Moment at={activatableAt} />,
              },
            ]}
          />
          <p>
            {claimsBlock === null
              ? 'No claims were read yet.'
              : `Claims up to block ${claimsBlock} are known.`}
          </p>
          {mayPublish && !roots.some((root) => root.epoch === epoch) && (
            <p className="steps">
              This epoch is not published there:{' '}
              <Command line={`headwater publish ${epoch} --chain ${chain}`} />
            </p>
          )}
        </section>
      ))}
      {mayPublish && <Publish epoch={epoch} />}
      {claims.error !== null && <Failure error={claims.error} onRetry={() => void claims.refetch()} />}
      {claims.data !== undefined && claims.data.items.length > 0 && (
        <DataTable
          caption={`What accounts can claim and have claimed${claims.data.next === null ? '' : `, the first ${claimsMax}`}`}
          rows={claims.data.items}
          keyOf={({ chain, distributor, account, token }) => [chain, distributor, account, token].join(' ')}
          columns={[
            {
              title: <Term word="account">Account</Term>,
              cell: ({ account }) => <span className="hash">{account}</span>,
            },
            {
              title: 'Claimable',
              numeric: true,
              cell: (line) => <Claim value={line.claimable} line={line} />,
            },
            { title: 'Claimed', numeric: true, cell: (line) => <Claim value={line.claimed} line={line} /> },
          ]}
        />
      )}
    </section>
  )
}

function Claim({ value, line }: { value: string; line: { currency: string | null } }) {
  return <Amount value={value} currency={line.currency ?? 'atoms'} />
}
