/** Settlement and ingestion on one registry, while other processes work on the same log. The engines are in memory. */
import { expect, test } from 'vitest'
import { lazy } from '../../src/base/lazy.ts'
import type { EventStore, SnapshotStore } from '../../src/eventstore/port.ts'
import { silentObserver } from '../../src/ingest/observer.ts'
import { noRules } from '../../src/ingest/rules.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import type { DataFolder } from '../../src/ledger/dataFolder.ts'
import { openParts } from '../../src/ledger/openParts.ts'
import { OwnIdentities } from '../../src/ledger/ownIdentities.ts'
import { followRegistry } from '../../src/log/followRegistry.ts'
import { createRegistry } from '../../src/registry/index.ts'
import type { StoredLedgerRegistry } from '../../src/registrystore/open.ts'
import { createSpanMemory } from '../../src/usage/spans.ts'
import { createMemoryAudit } from '../support/memoryAudit.ts'
import { createMemoryBooks } from '../support/memoryBooks.ts'
import { createMemoryEventStore } from '../support/memoryEventStore.ts'
import { createMemoryIdentities, createMemoryWriter, eventText } from '../support/memoryIngest.ts'
import { createMemoryKeptFiles } from '../support/memoryKeptFiles.ts'
import { createMemoryLists } from '../support/memoryLists.ts'
import { createMemoryRefused } from '../support/memoryRefused.ts'
import { createMemoryUsage } from '../support/memoryUsage.ts'

const asset = (name: string) => eventText('asset.registered', name, { asset: `model:${name}`, owner: 'x' })

function createProcess(log: EventStore) {
  const saved: number[] = []
  const events: EventStore & SnapshotStore = { ...log, load: async () => undefined, save: async () => {} }
  async function openRegistry(): Promise<StoredLedgerRegistry> {
    const state = createRegistry()
    await followRegistry(events, state)
    return {
      state,
      connection: undefined,
      replayed: state.count,
      save: async () => void saved.push(state.count - 1),
      fork: async () => ({ state, close: async () => {} }),
      contents: async () => ({ count: 0, digest: undefined }),
      beginSave: async () => {},
      hold: () => undefined,
      moment: async () => undefined,
      stopSaving: async () => {},
      close: async () => {},
    }
  }
  const engines = {
    writer: createMemoryWriter(),
    reader: createMemoryUsage(),
    readerBeside: () => createMemoryUsage(),
    lists: createMemoryLists([]),
    query: { query: async () => ({ columns: [], rows: [] }) },
    books: createMemoryBooks(),
    refused: createMemoryRefused(),
    spans: createSpanMemory(),
    freeze: undefined,
    quarantine: { list: async () => ({ batches: [], books: [] }), remove: async () => {} },
    files: undefined,
    version: async () => 'in memory',
    close: async () => {},
  }
  const identities = { ...createMemoryIdentities(), rebuilt: undefined, verify: async () => {} }
  const parts = openParts(
    {
      folder: {} as DataFolder,
      sharedLog: true,
      audit: createMemoryAudit(),
      partition: 'local-1',
      events,
      logFile: { copyTo: async () => {}, examine: () => [], unsummed: () => 0 },
      usage: lazy(async () => engines),
      hasUsage: () => true,
      ownIdentities: new OwnIdentities('nowhere', () => Promise.reject(new Error('not used'))),
      knows: 'all',
      treeFiles: createMemoryKeptFiles(),
      flowFiles: createMemoryKeptFiles(),
      identities: lazy(async () => identities),
      readers: lazy(async () => undefined),
      openIdentities: async () => identities,
      registry: {
        open: openRegistry,
        opened: openRegistry,
        moment: async () => undefined,
        rebuilt: openRegistry,
        close: async () => {},
      },
      registryEventsMax: 10_000,
      clock: () => new Date('2026-01-01T00:00:00Z'),
      closeAheadHoursMax: undefined,
      rules: noRules,
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      observer: silentObserver,
    },
    () => {},
  )
  return { parts, saved, engines }
}

test('nothing is settled by a registry whose events lost at the fence', async () => {
  const log = createMemoryEventStore()
  const other = await (await createProcess(log).parts).requests.get()
  const append = log.append
  const { parts, saved } = createProcess({
    ...log,
    // Another process records its registry event after this one has read the log and before it appends.
    async append(appends) {
      if (appends.some(({ stream }) => stream === 'registry'))
        await other.submit(Buffer.from(asset('theirs')), { origin: 'test' })
      return append(appends)
    },
  })
  const { lanes, settlement, saveRegistry } = await parts
  const open = await lanes.get()
  const lane = await open.open('kafka-t-0', 'kafka:t/0')
  const messages = [{ offset: '0', value: Buffer.from(asset('ours')) }]
  open.add(lane, { blocks: blocksOf(messages), bytes: 10, end: 1 })
  await expect(open.drain()).rejects.toMatchObject({ code: 'eventstore.wrongRevision' })
  // Memory and log have as many registry events, but not the same ones.
  await expect(settlement.close()).rejects.toMatchObject({ code: 'ingest.stopped' })
  await expect(saveRegistry()).rejects.toMatchObject({ code: 'ingest.stopped' })
  expect([log.log.filter(({ stream }) => stream === 'epochs'), saved]).toEqual([[], []])
})

test('a close does not wait for registry events that another process records during every batch', async () => {
  const log = createMemoryEventStore()
  const other = await (await createProcess(log).parts).requests.get()
  const { parts, engines } = createProcess(log)
  const { lanes, settlement } = await parts
  const open = await lanes.get()
  const lane = await open.open('kafka-t-0', 'kafka:t/0')
  let offset = 0
  let recorded = 0
  const add = () => {
    const messages = [{ offset: String(offset), value: Buffer.from('no JSON') }]
    open.add(lane, { blocks: blocksOf(messages), bytes: 2 << 20, end: ++offset })
  }
  let isBusy = true
  engines.refused.add = async () => {
    if (isBusy) add()
    await new Promise((resolve) => setTimeout(resolve, 5))
    await other.submit(Buffer.from(asset(`n${recorded++}`)), {
      origin: 'test',
    })
    return new Set()
  }
  add()
  await new Promise((resolve) => setTimeout(resolve, 50))
  const closed = settlement.close().finally(() => {
    isBusy = false
  })
  await expect(closed).resolves.toMatchObject({ epoch: 1 })
  await open.drain()
})

test('ingestion that begins while work runs exclusively records nothing before that work ends', async () => {
  const log = createMemoryEventStore()
  const { exclusively, requests } = await createProcess(log).parts
  const work = Promise.withResolvers<void>()
  const running = exclusively(() => work.promise)
  const submitted = requests.get().then((open) => open.submit(Buffer.from(asset('a')), { origin: 'test' }))
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(log.log).toEqual([])
  work.resolve()
  await running
  expect(await submitted).toMatchObject([{ status: 'accepted' }])
})
