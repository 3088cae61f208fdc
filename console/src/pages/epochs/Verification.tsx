/** Verification of an epoch, with its checks as they end. */
import type { VerifyReport } from 'headwater/client'
import { useState } from 'react'
import { headwater } from '../../app/headwater.ts'
import { Failure } from '../../parts/Failure.tsx'
import { Term } from '../../parts/Term.tsx'

type Check = VerifyReport['checks'][number]

interface Progress {
  readonly running: boolean
  readonly checks: readonly Check[]
  readonly report?: VerifyReport
  readonly error?: unknown
}

const initial: Progress = { running: false, checks: [] }

export function Verification({ epoch }: { epoch: number }) {
  const [progress, setProgress] = useState(initial)
  const { running, checks, report, error } = progress
  const start = async () => {
    setProgress({ running: true, checks: [] })
    const onCheck = (_: number, check: Check) =>
      setProgress((before) => ({ ...before, checks: [...before.checks, check] }))
    try {
      for await (const found of headwater.verify(epoch, { onCheck }))
        setProgress({ running: false, checks: found.checks, report: found })
    } catch (failure) {
      setProgress((before) => ({ ...before, running: false, error: failure }))
    }
  }
  return (
    <section className="card" aria-label="Verification">
      <h2>Verification</h2>
      <p>
        <Term word="verify">Verify</Term> computes the epoch again from the logs alone, and compares.
      </p>
      <p className="steps">
        <button type="button" className="primary" disabled={running} onClick={() => void start()}>
          {running ? 'Verifying …' : 'Verify this epoch'}
        </button>
        <span role="status">
          {running && `${checks.length} checks have ended`}
          {report !== undefined &&
            (report.ok ? `All ${report.checks.length} checks hold.` : 'The epoch differs from the logs.')}
        </span>
      </p>
      {error !== undefined && <Failure error={error} onRetry={() => void start()} />}
      {checks.length > 0 && (
        <ul className="checks">
          {checks.map(({ name, ok, detail }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: checks are only added at the end
            <li key={place} className={ok ? 'good' : 'bad'}>
              <strong>{ok ? 'holds' : 'differs'}</strong> <code>{name}</code> <bdi>{detail}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
