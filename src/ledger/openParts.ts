/**
 * The parts that work on the registry in memory: settlement and ingestion. Where an append fails, the registry may be
 * ahead of the log; then all parts are dropped and opened again from the log.
 */

import { type Lazy, lazy, lazyPort } from '../base/lazy.ts'
import type { Position } from '../eventstore/port.ts'
import type { Lanes, Requests, Writer } from '../ingest/index.ts'
import { invariant } from '../invariant.ts'
import { followRegistry } from '../log/followRegistry.ts'
import type { RegistryState } from '../registry/index.ts'
import type { StoredLedgerRegistry } from '../registrystore/open.ts'
import type { Settlement, SettlementDeps } from '../settlement/index.ts'
import type { Engines } from './engines.ts'
import { requireInStep } from './inStep.ts'
import { reachedCallsOf, refusedOf } from './unmadeUsage.ts'

/** What the reader of usage rows gives as it comes. */
const streamed = { batchTotals: true, moneyDigests: true } as const

export interface Parts {
  readonly registry: RegistryState
  readonly settlement: Settlement
  /** Requests and files. */
  readonly requests: Lazy<Requests>
  /** Partitions of a streaming source; in a process that takes in nothing else. */
  readonly lanes: Lazy<Lanes>
  /** Learns what other processes have recorded before the call. A process with a log of its own has nothing to learn. */
  catchUp(): Promise<void>
  /** Runs `work` while this process records nothing: no batch is under way, and none begins. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result>
  /** Resolves when everything taken in so far is durable, or its senders know why it is not. */
  drain(): Promise<void>
  /** Writes registry events that are only in memory into the registry store. */
  saveRegistry(): Promise<void>
  /** The registry of this moment to go on with; the ledger learns nothing of it. */
  forkRegistry(): Promise<Fork>
}

type Fork = Awaited<ReturnType<StoredLedgerRegistry['fork']>> & {
  /** Of the last event of the log at that moment. */
  readonly position: Position
}

/** @param onStopped called when ingestion has stopped and the parts must be opened again */
export async function openParts(engines: Engines, onStopped: () => void): Promise<Parts> {
  const { events, sharedLog } = engines
  const stored = await engines.registry.open()
  const registry = stored.state
  /** What runs exclusively where no writer is open yet. A writer that opens meanwhile waits for it. */
  let alone: Promise<unknown> = Promise.resolve()
  const ingestion = openIngestion(engines, { registry: stored, onStopped, ready: () => alone })
  const writing = () => ingestion.writer.opened()
  const settlement = await openSettlement(engines, registry, exclusively)

  async function catchUp(): Promise<void> {
    if (!sharedLog) return
    const writer = await writing()
    if (writer !== undefined) return writer.catchUp()
    await followRegistry(events, registry)
    if (registry.unsaved >= engines.registryEventsMax) await stored.save()
  }

  async function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const inTurn = async () => {
      // Only once none of our own appends is running, since waiting for one may take long and others record meanwhile.
      await catchUp()
      return work()
    }
    const writer = await writing()
    // Without a writer this process takes nothing in. A writer that has stopped throws here: its registry may differ
    // from the log's although both have as many events.
    if (writer !== undefined) return writer.exclusively(inTurn)
    const running = inTurn()
    alone = Promise.allSettled([alone, running])
    return running
  }

  return {
    registry,
    settlement,
    requests: ingestion.requests,
    lanes: ingestion.lanes,
    catchUp,
    exclusively,
    drain: async () => (await writing())?.drain(),
    async saveRegistry() {
      if (!registry.isBelow) await exclusively(stored.save)
    },
    async forkRegistry() {
      const { readHead } = await import('../settlement/registryAt.ts')
      let fork: Awaited<ReturnType<typeof stored.fork>> | undefined
      const { position } = await readHead(events, registry, (work) =>
        exclusively(async () => {
          const head = await work()
          if (head !== undefined) fork = await stored.fork()
          return head
        }),
      )
      return { ...fork!, position }
    },
  }
}

interface Ingestion {
  readonly writer: Lazy<Writer>
  readonly requests: Lazy<Requests>
  readonly lanes: Lazy<Lanes>
}

/** Opens on first use, so that commands that only read do not load it. */
function openIngestion(
  engines: Engines,
  {
    registry,
    onStopped,
    ready,
  }: {
    readonly registry: StoredLedgerRegistry
    readonly onStopped: () => void
    /** Resolves when a writer may open. */
    readonly ready: () => Promise<unknown>
  },
): Ingestion {
  const { events, clock, rules, randomBytes, identities, readers, sharedLog, observer, partition, audit } =
    engines
  const own = engines.knows === 'own' ? engines.ownIdentities : undefined
  const refused = refusedOf(engines)
  const writer: Lazy<Writer> = lazy(async () => {
    const { createLookBack, Writer } = await import('../ingest/index.ts')
    await ready()
    const stored = await requireInStep(engines)
    return new Writer({
      // On a shared ledger others may have added rows since.
      ...(sharedLog ? {} : { stored }),
      events,
      usage: lazyPort(async () => (await engines.usage.get()).writer, {}),
      refused,
      identities: await identities.get(),
      readers: await readers.get(),
      partitionIdentities: own && ((name) => own.partition(name)),
      registry: registry.state,
      saveRegistry: registry.beginSave,
      holdRegistry: registry.hold,
      registryEventsMax: engines.registryEventsMax,
      shared: sharedLog,
      randomBytes,
      clock,
      rules,
      lookBack: createLookBack(events, reachedCallsOf(engines)),
      onStopped,
      observer,
      audit: audit.registry,
    })
  })
  const requests = lazy(async () => {
    // A request may repeat a call of any process, and the rule about nested spans asks for calls of all of them.
    invariant(own === undefined, 'a process that takes in requests knows the identities of all')
    const { openRequests } = await import('../ingest/index.ts')
    const spans = lazyPort(async () => (await engines.usage.get()).spans, {})
    return openRequests(await writer.get(), { partition, refused, spans })
  })
  return {
    writer,
    requests,
    lanes: lazy(async () => {
      // Requests that never pause could keep the lanes waiting: a process takes in either.
      invariant((await requests.opened()) === undefined, 'a process takes in events in one way only')
      const { Lanes } = await import('../ingest/index.ts')
      return new Lanes(await writer.get())
    }),
  }
}

/** The usage store behind it opens on first use: reading an epoch's totals does not need it. */
async function openSettlement(
  engines: Engines,
  registry: RegistryState,
  exclusively: SettlementDeps['exclusively'],
): Promise<Settlement> {
  const { events, clock, randomBytes, usage, treeFiles, flowFiles, sharedLog } = engines
  const { createSettlement } = await import('../settlement/index.ts')
  return createSettlement({
    events,
    usage: lazyPort(async () => (await usage.get()).reader, streamed),
    lists: lazyPort(async () => (await usage.get()).lists, {}),
    books: lazyPort(async () => (await usage.get()).books, {
      eachBalance: true,
      balanceRows: true,
      eachPayout: true,
      payoutRows: true,
      eachState: true,
      eachLots: true,
      epochBalances: true,
      epochPayouts: true,
      epochEarnings: true,
      epochFlows: true,
      epochCallSums: true,
      epochStates: true,
      epochLots: true,
      epochTakes: true,
    }),
    refused: lazyPort(async () => (await usage.get()).refused, {}),
    treeFiles,
    flowFiles,
    registry,
    exclusively,
    closeAheadHoursMax: engines.closeAheadHoursMax,
    signer: engines.signer,
    alone: !sharedLog,
    randomBytes,
    clock,
  })
}
