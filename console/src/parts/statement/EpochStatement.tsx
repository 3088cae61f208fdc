/** What moved a payee's balance in one epoch, with the events behind each step. */
import { useQuery } from '@tanstack/react-query'
import type { Statement } from 'headwater/client'
import { useState } from 'react'
import { segment } from '../../app/asking.ts'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../Amount.tsx'
import { DataTable } from '../DataTable.tsx'
import { Empty } from '../Empty.tsx'
import { Failure } from '../Failure.tsx'
import { Waiting } from '../Waiting.tsx'
import { EpochCalls } from './EpochCalls.tsx'
import { StatementDownloads } from './StatementDownloads.tsx'

type Sums = Statement['currencies'][number]
type Step = NonNullable<Sums['steps']>[number]

interface EpochStatementProps {
  readonly payee: string
  readonly currency: string
  readonly epoch: number
}

export function EpochStatement({ payee, currency, epoch }: EpochStatementProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['statement', payee, epoch],
    queryFn: () => headwater.statement(payee, epoch),
  })
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />
  if (data === undefined) return <Waiting what={`epoch ${epoch}`} />
  const sums = data.currencies.find((one) => one.currency === currency)
  return (
    <section className="epoch-statement" aria-label={`Epoch ${epoch}`}>
      <h3>Epoch {epoch}</h3>
      <StatementDownloads payee={payee} epoch={epoch} />
      {sums === undefined ? (
        <Empty>Nothing of this currency was moved in epoch {epoch}.</Empty>
      ) : (
        <EpochFigures payee={payee} epoch={epoch} sums={sums} />
      )}
    </section>
  )
}

interface EpochFiguresProps extends Pick<EpochStatementProps, 'payee' | 'epoch'> {
  readonly sums: Sums
}

function EpochFigures({ payee, epoch, sums }: EpochFiguresProps) {
  const { lines, caps = [], corrections = [] } = sums
  const [opened, setOpened] = useState<Sums['lines'][number]>()
  return (
    <>
      <DataTable
        caption="What moved the balance"
        rows={stepsOf(sums)}
        keyOf={({ key }) => key}
        columns={[
          { title: 'Step', cell: ({ what }) => what },
          { title: 'Amount', numeric: true, cell: ({ amount }) => <Amount value={amount} /> },
          { title: 'Because of', cell: ({ why }) => <bdi>{why}</bdi> },
        ]}
      />
      {lines.length > 0 && (
        <DataTable
          caption="What each version received and kept"
          file={`v1/payees/${segment(payee)}/statements?epoch=${epoch}`}
          rows={lines}
          keyOf={({ asset, version, role }) => JSON.stringify([asset, version, role])}
          columns={[
            {
              title: 'From',
              cell: ({ asset, version }) => (
                <bdi>{asset === '' ? 'the platform fee' : `${asset}@${version}`}</bdi>
              ),
            },
            { title: 'Own calls', numeric: true, cell: ({ flow }) => flow && <Amount value={flow.direct} /> },
            {
              title: 'Relative in',
              numeric: true,
              cell: ({ flow }) => flow && <Amount value={flow.relativeIn} />,
            },
            {
              title: 'Absolute in',
              numeric: true,
              cell: ({ flow }) => flow && <Amount value={flow.absoluteIn} />,
            },
            {
              title: 'Retained',
              numeric: true,
              cell: ({ flow }) => flow && <Amount value={flow.retained} />,
            },
            { title: 'Earned', numeric: true, cell: ({ earned }) => <Amount value={earned} /> },
            {
              title: 'Made of',
              cell: (line) => (
                <button
                  type="button"
                  aria-expanded={opened === line}
                  aria-label={`Calls behind ${line.asset === '' ? 'the platform fee' : line.asset}`}
                  onClick={() => setOpened(opened === line ? undefined : line)}
                >
                  calls
                </button>
              ),
            },
          ]}
        />
      )}
      {opened !== undefined && <EpochCalls payee={payee} epoch={epoch} of={opened} />}
      {caps.length > 0 && <Caps caps={caps} />}
      {corrections.length > 0 && (
        <DataTable
          caption="Corrected calls of earlier epochs"
          rows={corrections}
          keyOf={({ source, id }) => JSON.stringify([source, id])}
          columns={[
            { title: 'Call', cell: ({ source, id }) => <bdi>{`${id} of ${source}`}</bdi> },
            { title: 'Settled in', cell: ({ epoch }) => `epoch ${epoch}` },
            { title: 'Changed by', numeric: true, cell: ({ amount }) => <Amount value={amount} /> },
            {
              title: 'Because of',
              cell: ({ by }) => <bdi>{by.map(({ type, id }) => `${type} ${id}`).join('; ')}</bdi>,
            },
          ]}
        />
      )}
    </>
  )
}

/** Capped edges over which money came to what the payee earns from. */
function Caps({ caps }: { caps: NonNullable<Sums['caps']> }) {
  return (
    <DataTable
      caption="Capped edges"
      rows={caps}
      keyOf={(cap) => JSON.stringify([cap.asset, cap.version, cap.sourceAsset, cap.sourceVersion])}
      columns={[
        { title: 'From', cell: ({ asset, version }) => <bdi>{`${asset}@${version}`}</bdi> },
        {
          title: 'To',
          cell: ({ sourceAsset, sourceVersion }) => <bdi>{`${sourceAsset}@${sourceVersion}`}</bdi>,
        },
        { title: 'Share', numeric: true, cell: ({ share }) => share },
        { title: 'In the epoch', numeric: true, cell: ({ carried }) => <Amount value={carried} /> },
        { title: 'Cap', numeric: true, cell: ({ cap }) => <Amount value={cap} /> },
        { title: 'Taken', numeric: true, cell: ({ taken }) => <Amount value={taken} /> },
        {
          title: 'Left',
          numeric: true,
          cell: ({ left }) => (left === '0' ? 'used up' : <Amount value={left} />),
        },
      ]}
    />
  )
}

interface ShownStep {
  readonly key: string
  readonly what: string
  readonly amount: string
  readonly why: string
}

function stepsOf(sums: Sums): ShownStep[] {
  const plain = (what: string, amount: string, why = ''): ShownStep => ({ key: what, what, amount, why })
  if (sums.steps === undefined)
    return [
      plain('brought forward', sums.broughtForward),
      plain('earned', sums.earned, sums.late === '0' ? '' : `late: ${sums.late}`),
      plain('paid', sums.paid, sums.paidTo === null ? '' : `to ${sums.paidTo.chain}:${sums.paidTo.account}`),
      plain('carried', sums.carried),
    ]
  return [
    plain('brought forward', sums.broughtForward),
    ...sums.steps.map((step, place) => ({
      key: `step ${place}`,
      what: step.step,
      amount: step.amount,
      why: reasonOf(step),
    })),
    plain('carried', sums.carried),
  ]
}

/** Ids of the events and names of the payees that a step has. */
function reasonOf({ clause, with: other, id, source, note, epoch, due, chain, account }: Step): string {
  return [
    clause,
    other,
    id === undefined ? undefined : `${id} of ${source}`,
    note,
    epoch === undefined ? undefined : `epoch ${epoch}`,
    due === undefined ? undefined : `due ${due}`,
    account === undefined ? undefined : `to ${chain}:${account}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ')
}
