import { useQuery } from '@tanstack/react-query'
import type { EpochReport } from 'headwater/client'
import { useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { Command } from '../../parts/Command.tsx'
import { Copy } from '../../parts/Copy.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Page } from '../../parts/Page.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { OnChains } from './OnChains.tsx'
import { EpochTotals } from './Totals.tsx'
import { Verification } from './Verification.tsx'

export function OneEpoch({ epoch }: { epoch: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['epoch', epoch],
    queryFn: () => headwater.epoch(epoch),
  })
  return (
    <Page
      title={`Epoch ${epoch}`}
      about={
        data && (
          <>
            Closed for ever. It settles calls before <Moment at={data.until} />.
          </>
        )
      }
    >
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Waiting what="the epoch" />}
      {data !== undefined && (
        <>
          <EpochTotals totals={data.totals} />
          <Counts report={data} />
          <Roots report={data} />
          <Verification epoch={epoch} />
          <OnChains epoch={epoch} />
          <Manifest report={data} />
        </>
      )}
    </Page>
  )
}

function Counts({ report: { counts, repeats, position } }: { report: EpochReport }) {
  return (
    <section className="card" aria-label="Counts">
      <h2>Calls</h2>
      <p>
        {counts.settled} settled, of them {counts.late} <Term word="late" />; {counts.suspense} in{' '}
        <Term word="suspense" />; {counts.pending} <Term word="pending" />.
        {repeats > 0 && ` ${repeats} were excluded, because their identity was recorded before.`} Everything
        up to the <Term word="log position" /> {position} counts.
      </p>
    </section>
  )
}

function Roots({ report: { trees, epoch } }: { report: EpochReport }) {
  return (
    <section className="card" aria-label="Roots">
      <h2>
        <Term word="payout tree">Roots</Term>
      </h2>
      {trees.length === 0 && <p>No account can be paid on a chain yet, so there is no tree.</p>}
      {trees.length > 0 && (
        <DataTable
          caption="The root of each chain"
          hideCaption
          rows={trees}
          keyOf={({ chain }) => chain}
          columns={[
            { title: <Term word="chain">Chain</Term>, cell: ({ chain }) => chain },
            {
              title: 'Root',
              cell: ({ root }) => (
                <span className="hash">
                  {root} <Copy text={root} what="the root" />
                </span>
              ),
            },
            { title: 'Leaves', numeric: true, cell: ({ leaves }) => leaves },
            { title: <Term word="tree format">Format</Term>, cell: ({ format = 'openzeppelin' }) => format },
          ]}
        />
      )}
      <p className="steps">
        <Command line={`headwater tree ${epoch}`} /> writes the leaves with their proofs.
      </p>
    </section>
  )
}

/** The exact bytes that the manifest hash is of. Read when they are asked for. */
function Manifest({ report: { epoch, manifestHash } }: { report: EpochReport }) {
  const [wanted, setWanted] = useState(false)
  const { data, error } = useQuery({
    queryKey: ['manifest', epoch],
    queryFn: async () => new TextDecoder().decode(await headwater.manifest(epoch)),
    enabled: wanted,
  })
  return (
    <section className="card" aria-label="Manifest">
      <h2>
        <Term word="manifest">Manifest</Term>
      </h2>
      <p>
        SHA-256:{' '}
        <span className="hash">
          {manifestHash} <Copy text={manifestHash} what="the manifest's hash" />
        </span>
      </p>
      <details onToggle={(event) => setWanted(event.currentTarget.open)}>
        <summary>Show the manifest</summary>
        {error !== null && <Failure error={error} />}
        {wanted && data === undefined && error === null && <Waiting what="the manifest" />}
        {data !== undefined && (
          <>
            <p>
              <a href={`v1/epochs/${epoch}/manifest`} download={`manifest-${epoch}.json`}>
                Download its exact bytes
              </a>
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: text that scrolls must be in reach of the keyboard */}
            <pre tabIndex={0}>{JSON.stringify(JSON.parse(data), null, 2)}</pre>
          </>
        )}
      </details>
    </section>
  )
}
