/**
 * What works on the registry in memory: settlement and ingestion. Where an append fails, the registry may be ahead of
 * the log; then all of it is thrown away and built anew from the log.
 */
import type { Lanes, Requests, Writer } from '../ingest/index.ts'
import { followRegistry } from '../log/followRegistry.ts'
import { loadRegistry, saveRegistry } from '../log/loadRegistry.ts'
import type { RegistryState } from '../registry/index.ts'
import type { Settlement } from '../settlement/index.ts'
import type { Engines } from './engines.ts'
import { type Lazy, lazy, lazyPort } from './lazy.ts'

export interface Core {
  readonly registry: RegistryState
  readonly settlement: Settlement
  /** Requests and files. */
  readonly requests: Lazy<Requests>
  /** Partitions of a streaming source. They share one writer with the requests, so registry events are decided in one order. */
  readonly lanes: Lazy<Lanes>
  /** What other processes recorded before the call is known when it resolves; nothing to do for a process alone. */
  catchUp(): Promise<void>
  /** Everything taken in so far is durable, or its senders know why not. */
  drain(): Promise<void>
  /** Keeps a snapshot if at least `eventsMin` events are in none yet. */
  keepSnapshot(eventsMin: number): Promise<void>
}

export async function createCore(engines: Engines, onStopped: () => void): Promise<Core> {
  const { events, clock, randomBytes, identities, sharedLog, observer } = engines
  const usage =
    <Name extends 'writer' | 'reader' | 'books' | 'refused'>(name: Name) =>
    async () =>
      (await engines.usage.get())[name]
  const refused = lazyPort(usage('refused'), {})
  const { registry, replayed } = await loadRegistry(events)
  let snapshotCount = registry.count - replayed
  const { createSettlement } = await import('../settlement/index.ts')
  const settlement = createSettlement({
    events,
    usage: lazyPort(usage('reader'), { batchTotals: true }),
    books: lazyPort(usage('books'), {
      epochBalances: true,
      epochPayouts: true,
      epochEarnings: true,
      epochFlows: true,
    }),
    refused,
    registry,
    exclusively,
    randomBytes,
    clock,
  })
  const writer: Lazy<Writer> = lazy(async () => {
    const { Writer } = await import('../ingest/index.ts')
    return new Writer({
      events,
      usage: lazyPort(usage('writer'), {}),
      refused,
      identities: await identities.get(),
      registry,
      shared: sharedLog,
      randomBytes,
      clock,
      onStopped,
      observer,
    })
  })
  const requests: Lazy<Requests> = lazy(async () => {
    const { openRequests } = await import('../ingest/index.ts')
    return openRequests(await writer.get(), { partition: engines.partition, refused })
  })
  const lanes: Lazy<Lanes> = lazy(async () => {
    const { Lanes } = await import('../ingest/index.ts')
    return new Lanes(await writer.get())
  })

  async function catchUp(): Promise<void> {
    if (!sharedLog) return
    const open = await writer.opened()
    if (open !== undefined) return open.catchUp()
    return followRegistry(events, registry)
  }

  async function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const open = await writer.opened()
    // Nobody takes anything in where ingestion was never opened. Where it has stopped it throws: the registry in memory
    // may be another than the log's, with as many events.
    const inTurn = async () => {
      // Once nothing of ours is on its way, which may have taken its time: others go on meanwhile.
      await catchUp()
      return work()
    }
    return open === undefined ? inTurn() : open.exclusively(inTurn)
  }

  return {
    registry,
    settlement,
    requests,
    lanes,
    drain: async () => (await writer.opened())?.drain(),
    catchUp,
    async keepSnapshot(eventsMin) {
      if (registry.count - snapshotCount < eventsMin) return
      // Whoever has just been served is not told that ingestion has stopped since.
      if ((await writer.opened())?.stopped !== undefined) return
      await exclusively(async () => {
        snapshotCount = registry.count
        await saveRegistry(events, registry)
      })
    },
  }
}
