/**
 * What works on the registry in memory: settlement and ingestion. Where an append fails, the registry may be ahead of
 * the log; then all of it is thrown away and built anew from the log.
 */
import { randomUUID } from 'node:crypto'
import type { Ingester } from '../ingest/index.ts'
import type { Lanes } from '../ingest/kafka/lanes.ts'
import { invariant } from '../invariant.ts'
import type { RegistryState } from '../registry/registry.ts'
import type { Settlement } from '../settlement/index.ts'
import { type Deferred, deferred, deferredPort } from './deferred.ts'
import type { Engines } from './engines.ts'
import { loadRegistry, saveRegistry } from './loadRegistry.ts'

export interface Core {
  readonly registry: RegistryState
  readonly settlement: Settlement
  readonly ingester: Deferred<Ingester>
  /** Partitions of a streaming source; in a process that takes in nothing else, since both would decide registry events. */
  readonly lanes: Deferred<Lanes>
  /** Keeps a snapshot if at least `eventsMin` events are in none yet. */
  keepSnapshot(eventsMin: number): Promise<void>
}

/** The embedded engines are one partition; several ingesters would each have their own. */
const partition = 'local'

export async function createCore(engines: Engines, onStopped: () => void): Promise<Core> {
  const { events, clock, randomBytes, identities, observer } = engines
  const usage =
    <Name extends 'writer' | 'reader' | 'settlements' | 'refused'>(name: Name) =>
    async () =>
      (await engines.usage.get())[name]
  const refused = deferredPort(usage('refused'))
  const { registry, replayed } = await loadRegistry(events)
  let snapshotCount = registry.count - replayed
  const { createSettlement } = await import('../settlement/index.ts')
  const settlement = createSettlement({
    events,
    usage: deferredPort(usage('reader'), ['batchTotals']),
    books: deferredPort(usage('settlements'), [
      'epochBalances',
      'epochPayouts',
      'epochEarnings',
      'epochFlows',
    ]),
    refused,
    registry,
    exclusively,
    randomBytes,
    clock,
  })
  const ingester: Deferred<Ingester> = deferred(async () => {
    const { createIngester } = await import('../ingest/index.ts')
    const created = createIngester({
      events,
      usage: deferredPort(usage('writer')),
      refused,
      identities: await identities.get(),
      registry,
      partition,
      randomBytes,
      clock,
      onStopped,
      observer,
    })
    await created.recover()
    return created
  })
  const lanes = deferred(async () => {
    invariant((await ingester.opened()) === undefined, 'a process takes in events in one way only')
    const { Lanes } = await import('../ingest/kafka/lanes.ts')
    return new Lanes({
      events,
      usage: deferredPort(usage('writer')),
      refused,
      identities: await identities.get(),
      registry,
      randomBytes,
      newEventId: randomUUID,
      clock,
      onStopped,
      observer,
    })
  })

  async function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const open = (await ingester.opened()) ?? (await lanes.opened())
    // Nobody takes anything in where ingestion was never opened or has stopped.
    return open === undefined || open.stopped !== undefined ? work() : open.exclusively(work)
  }

  return {
    registry,
    settlement,
    ingester,
    lanes,
    async keepSnapshot(eventsMin) {
      if (registry.count - snapshotCount < eventsMin) return
      const open = (await ingester.opened()) ?? (await lanes.opened())
      await exclusively(async () => {
        // Stopped, perhaps only just now, the registry in memory may be ahead of the log.
        if (open?.stopped !== undefined) return
        snapshotCount = registry.count
        await saveRegistry(events, registry)
      })
    },
  }
}
