/**
 * Everything by which a ledger takes events in: streams, requests, refused events again, and streaming sources; and
 * simulations and previews of releases, which take them in without recording them.
 */
import { lazy } from '../base/lazy.ts'
import type { PaymentsView } from '../chain/payments/view.ts'
import type { EventStore } from '../eventstore/port.ts'
import type { Lanes, Requests } from '../ingest/index.ts'
import { readCheckpoint } from '../log/partitionEvent.ts'
import type { Headwater } from '../service/headwater.ts'
import type { Audit } from './audit/auditLog.ts'
import type { Engines } from './engines.ts'
import type { Parts } from './openParts.ts'
import type { RunningWork } from './runningWork.ts'

export interface TakingIn
  extends Pick<
    Headwater,
    'ingest' | 'simulate' | 'compose' | 'simulateRelease' | 'submit' | 'replayRefused' | 'dismissRefused'
  > {
  /** Opens everything now, so that a fault shows at the start and the first request does not wait. */
  openEverything(): Promise<void>
  /** Takes in partitions of a streaming source while `run` runs. This process must take in nothing else meanwhile. */
  consume<Result>(run: (lanes: Lanes, events: EventStore) => Promise<Result>): Promise<Result>
  /** The place from which the source continues, by the log; undefined where it never began. */
  checkpoint(partition: string): Promise<number | undefined>
  /** What decoders of payments on a chain look up. */
  paymentsView(): Promise<PaymentsView>
}

interface TakingInDeps {
  readonly engines: Engines
  readonly audit: Audit
}

export function takingIn(work: RunningWork<Parts>, { engines, audit }: TakingInDeps): TakingIn {
  const { events } = engines
  const taking = <Result>(take: (requests: Requests) => Promise<Result>): Promise<Result> =>
    work.upToDate(async ({ requests }) => take(await requests.get()))

  const compose = lazy(() => import('./compose.ts').then(({ createCompose }) => createCompose(engines)))
  const simulate = lazy(() => import('./simulate.ts').then(({ createSimulate }) => createSimulate(engines)))

  return {
    simulate: (chunks, options) =>
      work.eachUpToDate(async function* (parts) {
        yield* (await simulate.get())(parts, chunks, options)
      }),
    simulateRelease: (file, options) =>
      work.upToDate(async (parts) => {
        const { simulateReleaseOn } = await import('./simulateRelease.ts')
        return simulateReleaseOn(parts, await simulate.get(), file, { ...options, now: engines.clock() })
      }),
    compose: (file, options = {}) =>
      work.upToDate(async (parts) => (await compose.get())(parts, file, options)),
    async ingest(chunks, options) {
      if (!options.dryRun) return taking((requests) => requests.ingestStream(chunks, options))
      const { dryRunOn } = await import('./dryRun.ts')
      return work.upToDate((parts) => dryRunOn(engines, parts, chunks, options))
    },
    submit: (body, options) => taking((requests) => requests.submit(body, options)),
    replayRefused: (options = {}) =>
      taking(async (requests) => {
        const report = await requests.replayRefused(options)
        const { actor, mapping: _, ...asked } = options
        const { replayed, accepted, duplicate, conflict, rejected } = report
        const details = { ...asked, replayed, accepted, duplicate, conflict, rejected }
        if (replayed > 0) await audit.record('refused.replayed', actor, details)
        return report
      }),
    dismissRefused: ({ actor, ...selection }) =>
      work.run(async () => {
        const { refused } = await engines.usage.get()
        const { dismissRefused } = await import('./dismissRefused.ts')
        const report = await dismissRefused(refused, selection)
        const { ids, ...asked } = selection
        const entries = ids === undefined ? {} : { ids: ids.slice(0, 10).join(', ') }
        if (report.dismissed > 0)
          await audit.record('refused.dismissed', actor, { ...asked, ...entries, ...report })
        return report
      }),
    openEverything: () =>
      work.upToDate(async ({ requests }) => {
        await requests.get()
        // Where no call ever came, ingestion opens without it.
        await engines.usage.get()
      }),
    consume: (run) => work.upToDate(async ({ lanes }) => run(await lanes.get(), events)),
    checkpoint: (partition) => work.run(async () => (await readCheckpoint(events, partition)).checkpoint),
    paymentsView: () =>
      work.run(async () => {
        const { lists } = await engines.usage.get()
        const { paymentsView } = await import('../chain/payments/view.ts')
        const { createBatchLog } = await import('../log/batchLog.ts')
        return paymentsView(lists, createBatchLog(events))
      }),
  }
}
