import { useQuery } from '@tanstack/react-query'
import type { CallFlow, EpochFlow } from 'headwater/client'
import { useState } from 'react'
import { useParams } from 'wouter'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Command } from '../../parts/Command.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Empty } from '../../parts/Empty.tsx'
import { Failure } from '../../parts/Failure.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Page } from '../../parts/Page.tsx'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { Details } from './Details.tsx'
import { type CurrencyFlow, nameOf } from './drawing.ts'
import { Filters } from './Filters.tsx'
import { Sankey } from './Sankey.tsx'
import { addressOf, type Shown, shownAt } from './view.ts'
import './page.css'

const firstTime =
  'The server has no file of this flow yet, so it divides the calls of the epoch again: about 15 seconds for a million versions. The next time it is there at once.'

export default function FlowPage() {
  const { subject, query } = useParams<{ subject?: string; query?: string }>()
  const [shown, setShown] = useState(() => shownAt(subject, query))
  const epochs = useQuery({ queryKey: ['epoch numbers'], queryFn: readEpochs })
  const epoch = shown.epoch ?? epochs.data?.[0]
  const flow = useQuery({
    queryKey: ['flow', shown, epoch],
    queryFn: () => readFlow(shown, epoch),
    enabled: shown.call !== undefined || epoch !== undefined,
    placeholderData: (before: EpochFlow | CallFlow | undefined) => before,
  })
  const show = (change: Partial<Shown>) => {
    const next = { ...shown, epoch, ...change }
    setShown(next)
    // The page stays: only its address follows.
    history.replaceState(history.state, '', `#${addressOf(next)}`)
  }
  const error = epochs.error ?? flow.error
  const nothing = epochs.data?.length === 0 && shown.call === undefined
  return (
    <Page
      title="Flow"
      about={
        <>
          Where money went: from calls to the assets that served them, over the lineage to their sources, and
          to <Term word="payee">payees</Term>.
        </>
      }
    >
      <Filters
        shown={{ ...shown, epoch }}
        epochs={epochs.data ?? []}
        currencies={flow.data?.currencies.map(({ currency }) => currency) ?? []}
        onShow={show}
      />
      {error !== null && <Failure error={error} onRetry={() => void flow.refetch()} />}
      {nothing && (
        <Empty step={<Command line="headwater close" />}>
          No <Term word="epoch" /> is closed yet.
        </Empty>
      )}
      {!nothing && error === null && flow.data === undefined && <Waiting what="the flow" why={firstTime} />}
      {flow.data !== undefined && error === null && (
        <div aria-busy={flow.isPlaceholderData}>
          <Subject flow={flow.data} />
          {flow.data.currencies.length === 0 && <Empty>Nothing flowed.</Empty>}
          {flow.data.currencies.map((one) => (
            <CurrencyPicture key={one.currency} flow={one} shown={{ ...shown, epoch }} onShow={show} />
          ))}
        </div>
      )}
    </Page>
  )
}

function Subject({ flow }: { flow: EpochFlow | CallFlow }) {
  if ('id' in flow)
    return (
      <p>
        Call <bdi>{flow.id}</bdi> of <bdi>{flow.source}</bdi>, <Moment at={flow.time} />
      </p>
    )
  return (
    <p>
      Epoch {flow.epoch}, until <Moment at={flow.until} />
    </p>
  )
}

interface PictureProps {
  readonly flow: CurrencyFlow
  readonly shown: Shown
  readonly onShow: (change: Partial<Shown>) => void
}

const scales = [1, 1.5, 2, 3, 4] as const

function CurrencyPicture({ flow, shown, onShow }: PictureProps) {
  const [selected, setSelected] = useState<string>()
  const [scale, setScale] = useState(0)
  const { currency, gross, fee, earned, rounding, nodes, links } = flow
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]))
  const node = nodes.find(({ id }) => id === selected)
  const show = (change: Partial<Shown>) => {
    setSelected(undefined)
    onShow(change)
  }
  return (
    <section className="flow-currency" aria-labelledby={`flow-${currency}`}>
      <h2 id={`flow-${currency}`}>
        <bdi>{currency}</bdi>
      </h2>
      <p>
        <Term word="gross">Gross</Term> <Amount value={gross} /> = fee <Amount value={fee} /> + earned{' '}
        <Amount value={earned} /> + rounding <Amount value={rounding} />
      </p>
      {links.length === 0 ? (
        <Empty>Nothing of this currency is in what is shown.</Empty>
      ) : (
        <>
          <p className="flow-steps">
            <button type="button" disabled={scale === scales.length - 1} onClick={() => setScale(scale + 1)}>
              Larger
            </button>
            <button type="button" disabled={scale === 0} onClick={() => setScale(scale - 1)}>
              Smaller
            </button>
          </p>
          <Sankey flow={flow} scale={scales[scale]!} selected={selected} onSelect={setSelected} />
          {node !== undefined && <Details node={node} currency={currency} shown={shown} onShow={show} />}
          <details className="flow-table">
            <summary>The same as a table, with all digits</summary>
            <DataTable
              caption={`Links of the flow of ${currency}`}
              rows={links}
              keyOf={({ from, to }) => JSON.stringify([from, to])}
              columns={[
                { title: 'From', cell: ({ from }) => <bdi>{names.get(from)}</bdi> },
                { title: 'To', cell: ({ to }) => <bdi>{names.get(to)}</bdi> },
                {
                  title: 'Amount',
                  numeric: true,
                  cell: ({ amount }) => <Amount value={amount} currency={currency} />,
                },
              ]}
            />
          </details>
        </>
      )}
    </section>
  )
}

async function readEpochs(): Promise<number[]> {
  const epochs: number[] = []
  for await (const { epoch } of headwater.epochs()) epochs.push(epoch)
  return epochs.reverse()
}

function readFlow(
  { epoch: _, call, ...view }: Shown,
  epoch: number | undefined,
): Promise<EpochFlow | CallFlow> {
  if (call !== undefined) return headwater.callFlow(call.id, call.source, view)
  return headwater.flow(epoch!, view)
}
