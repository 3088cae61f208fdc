/** Clauses with a cap, each as a bar from nothing to its cap, with its pace. */
import type { AdvancePage } from 'headwater/client'
import { headwater } from '../../app/headwater.ts'
import { Amount } from '../../parts/Amount.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { Listed, listedMax } from './Listed.tsx'

type Advance = AdvancePage['items'][number]

export function Advances() {
  return (
    <Listed
      title="Advances and their recoupment"
      what="the advances"
      queryKey={['advances']}
      read={() => headwater.advances({ limit: listedMax })}
      none="No clause has a cap."
      command="headwater advances"
    >
      {(items) => (
        <>
          <ul className="advances">
            {items.map((advance) => (
              <li key={advance.clause}>
                <Progress advance={advance} />
              </li>
            ))}
          </ul>
          <DataTable
            caption="Advances"
            file="v1/advances"
            rows={items}
            keyOf={({ clause }) => clause}
            columns={[
              { title: 'Clause', cell: ({ clause }) => <bdi>{clause}</bdi> },
              { title: 'From', cell: ({ payee }) => <bdi>{payee}</bdi> },
              { title: 'To', cell: ({ to }) => <bdi>{to}</bdi> },
              {
                title: 'Cap',
                numeric: true,
                cell: ({ cap, currency }) => <Amount value={cap} currency={currency} />,
              },
              { title: 'Recouped', numeric: true, cell: ({ taken }) => <Amount value={taken} /> },
              { title: 'Left', numeric: true, cell: ({ left }) => <Amount value={left} /> },
              { title: 'Recouped by', cell: (advance) => <RecoupedBy advance={advance} /> },
            ]}
          />
        </>
      )}
    </Listed>
  )
}

/** The widths are for the drawing alone; the table beside it has every digit. */
function Progress({ advance }: { advance: Advance }) {
  const { clause, payee, to, taken, cap, currency, pace } = advance
  const part = Math.max(0, Math.min(100, (Number(taken) / Number(cap)) * 100))
  const ahead =
    pace === null ? 0 : Math.max(0, Math.min(100 - part, (Number(pace.taken) / Number(cap)) * 100))
  return (
    <figure className="progress">
      <svg
        viewBox="0 0 100 6"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${clause}: ${taken} of ${cap} ${currency} recouped`}
      >
        <rect width="100" height="6" className="progress-all" />
        <rect width={part} height="6" className="progress-part" />
        <rect x={part} width={ahead} height="6" className="progress-pace" />
      </svg>
      <figcaption>
        <bdi>{clause}</bdi>: <bdi>{payee}</bdi> gives to <bdi>{to}</bdi>, so far{' '}
        <Amount value={taken} currency={currency} /> of <Amount value={cap} />. <Pace advance={advance} />
      </figcaption>
    </figure>
  )
}

function Pace({ advance }: { advance: Advance }) {
  const { pace, currency } = advance
  if (pace === null) return <>It took nothing in a close yet.</>
  return (
    <>
      Its pace: <Amount value={pace.taken} currency={currency} /> from <Moment at={pace.from} /> to{' '}
      <Moment at={pace.until} />. <RecoupedBy advance={advance} isSentence />
    </>
  )
}

function RecoupedBy({ advance, isSentence = false }: { advance: Advance; isSentence?: boolean }) {
  const { recoupedBy, recoupedIn, until } = advance
  if (recoupedIn !== null)
    return (
      <>
        {isSentence ? 'It was recouped' : 'recouped'} in epoch {recoupedIn}
        {recoupedBy !== null && (
          <>
            , until <Moment at={recoupedBy} />
          </>
        )}
        {isSentence && '.'}
      </>
    )
  if (recoupedBy === null)
    return until === null ? <>not at this pace</> : <>not at this pace, or it ends before</>
  return (
    <>
      {isSentence && 'So it is recouped by '}
      <Moment at={recoupedBy} />
      {isSentence && '.'}
    </>
  )
}
