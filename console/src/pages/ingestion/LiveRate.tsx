/** How many events come in, now and in the last two minutes. */
import { useEffect, useState } from 'react'
import type { Live } from '../../app/live.ts'
import { Term } from '../../parts/Term.tsx'
import { Waiting } from '../../parts/Waiting.tsx'
import { rateNow, ratesOf } from './rates.ts'

const results = ['accepted', 'duplicate', 'conflict', 'rejected'] as const
const width = 480
const height = 64
const shownMs = 120_000
const tickMs = 1_000

export function LiveRate({ snapshots, connected, aheadMs }: Live) {
  // The times of snapshots are by the server's clock.
  const now = useNow() - aheadMs
  const last = snapshots.at(-1)
  if (last === undefined) return <Waiting what="the server’s counts" />
  const rate = Math.round(rateNow(snapshots, now))
  return (
    <section aria-label="Events now">
      {!connected && (
        <p className="notice" role="status">
          The server does not answer. This page connects again by itself.
        </p>
      )}
      {last.closing !== null && (
        <p className="notice" role="status">
          A close is running: {last.closing}.
        </p>
      )}
      <div className="cards">
        <div className="card">
          <h2>Events a second</h2>
          <p className="figure">{rate.toLocaleString('en')}</p>
          <Curve snapshots={snapshots} now={now} />
        </div>
        <div className="card">
          <h2>Since the server’s start</h2>
          <dl className="facts">
            {results.map((result) => (
              <div key={result}>
                <dt>{result === 'duplicate' ? <Term word="duplicate">duplicate</Term> : result}</dt>
                <dd className="amount">{(last.taken[result] ?? 0).toLocaleString('en')}</dd>
              </div>
            ))}
            <div>
              <dt>bytes</dt>
              <dd className="amount">{last.receivedBytes.toLocaleString('en')}</dd>
            </div>
          </dl>
        </div>
      </div>
    </section>
  )
}

/** The same figures are in the text beside it, so the curve is decoration. */
function Curve({ snapshots, now }: { snapshots: Live['snapshots']; now: number }) {
  const rates = ratesOf(snapshots)
  const highest = Math.max(1, ...rates.map(({ eventsPerSecond }) => eventsPerSecond))
  const points = rates.map(({ at, eventsPerSecond }) => {
    const x = width - ((now - at) / shownMs) * width
    return `${x.toFixed(1)},${(height - (eventsPerSecond / highest) * height).toFixed(1)}`
  })
  return (
    <svg className="curve" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  )
}

function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return now
}
