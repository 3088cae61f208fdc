/** The service on engines that fail. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { lazy } from '../../src/base/lazy.ts'
import { loadConfig } from '../../src/config.ts'
import { fail } from '../../src/errors.ts'
import type { EventStore, SnapshotStore } from '../../src/eventstore/port.ts'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'
import { openIdentityIndex } from '../../src/identities/index.ts'
import { silentObserver } from '../../src/ingest/observer.ts'
import { noRules } from '../../src/ingest/rules.ts'
import { openDataFolder } from '../../src/ledger/dataFolder.ts'
import { createLedgerHeadwater } from '../../src/ledger/headwater.ts'
import { OwnIdentities } from '../../src/ledger/ownIdentities.ts'
import { openUsage } from '../../src/projections/index.ts'
import { openRegistry, type StoredLedgerRegistry } from '../../src/registrystore/open.ts'
import { callEvents, linesOf, registryEvents, wholeInput } from '../support/events.ts'
import { createMemoryAudit } from '../support/memoryAudit.ts'
import { createMemoryKeptFiles } from '../support/memoryKeptFiles.ts'

/** Appends to this store fail while `broken` is true. */
interface FragileStore {
  broken: boolean
}

async function openFragile(path: string, environment: Record<string, string> = {}) {
  const folder = openDataFolder(path, true)
  const real = openSqliteEventStore({ path: folder.events, clock: () => new Date() })
  const fragile: FragileStore = { broken: false }
  const events: EventStore & SnapshotStore = {
    ...real,
    append: (appends) => {
      if (fragile.broken) fail('data.diskFull', 'No space is left.')
      return real.append(appends)
    },
  }
  const config = loadConfig({ HEADWATER_DATA: path }, environment)
  const opened: StoredLedgerRegistry[] = []
  async function open(): Promise<StoredLedgerRegistry> {
    const one = await openRegistry(events, { path: folder.registry })
    opened.push(one)
    return one
  }
  const service = await createLedgerHeadwater(
    {
      folder,
      sharedLog: false,
      audit: createMemoryAudit(),
      partition: 'local',
      events,
      logFile: real,
      usage: lazy(() => openUsage({ path: folder.usageInside() })),
      hasUsage: () => true,
      ownIdentities: new OwnIdentities(folder.ownIdentities, () => Promise.reject(new Error('not used'))),
      knows: 'all',
      treeFiles: createMemoryKeptFiles(),
      flowFiles: createMemoryKeptFiles(),
      identities: lazy(() => openIdentityIndex({ folder: folder.identities })),
      readers: lazy(async () => undefined),
      openIdentities: (path) => openIdentityIndex({ folder: path }),
      registry: {
        open,
        opened: open,
        moment: async () => undefined,
        rebuilt: open,
        close: async () => {
          for (const one of opened) await one.close()
        },
      },
      registryEventsMax: config.data.snapshotEvents,
      clock: () => new Date(),
      closeAheadHoursMax: undefined,
      rules: noRules,
      randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      observer: silentObserver,
    },
    config,
    'test',
  )
  return { service, fragile }
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

describe('an append that fails', () => {
  test('loses nothing, counts nothing twice, and leaves no trace in the registry', async () => {
    const path = mkdtempSync(join(tmpdir(), 'headwater-recovery-'))
    const { service, fragile } = await openFragile(path)
    await service.ingest(chunks(linesOf(registryEvents.slice(0, 4))), { origin: 'a' })

    fragile.broken = true
    await expect(service.ingest(chunks(wholeInput), { origin: 'b' })).rejects.toMatchObject({
      code: expect.stringMatching(/diskFull|ingest\.stopped/),
    })
    await expect(service.ingest(chunks(wholeInput), { origin: 'b' })).rejects.toThrow()
    // The event was decided in memory but never recorded, so it must not be visible.
    await expect(service.asset('model:acme/chat')).rejects.toMatchObject({ code: 'asset.unknown' })

    fragile.broken = false
    expect(await service.ingest(chunks(wholeInput), { origin: 'b' })).toMatchObject({
      accepted: 9,
      duplicate: 4,
    })
    expect(await service.close({ until: '2026-02-01T00:00:00Z' })).toMatchObject({
      counts: { settled: 3, suspense: 1 },
    })
    for await (const report of service.verify()) expect(report.checks.filter(({ ok }) => !ok)).toEqual([])
    await service.shutdown()
  })
})

describe('the registry store', () => {
  const storedCount = (path: string) => {
    const database = new DatabaseSync(openDataFolder(path, false).registry, { readOnly: true })
    const head = database.prepare('SELECT count FROM head').get()
    database.close()
    return head?.count
  }

  test('is written after a number of events and at the end, and a start from it has the same registry', async () => {
    const path = mkdtempSync(join(tmpdir(), 'headwater-registry-'))
    const first = await openFragile(path, { HEADWATER_SNAPSHOT_EVENTS: '6' })
    await first.service.ingest(chunks(linesOf(registryEvents.slice(0, 5))), { origin: 'a' })
    expect(storedCount(path)).toBe(0)
    await first.service.ingest(chunks(linesOf(registryEvents.slice(0, 8))), { origin: 'a' })
    // A thread writes it.
    await expect.poll(() => storedCount(path)).toBe(8)
    await first.service.ingest(chunks(linesOf([...registryEvents, ...callEvents])), { origin: 'a' })
    const asset = await first.service.asset('model:acme/base')
    await first.service.shutdown()
    expect(storedCount(path)).toBe(9)

    const second = await openFragile(path)
    expect(await second.service.asset('model:acme/base')).toEqual(asset)
    expect(await second.service.ingest(chunks(wholeInput), { origin: 'a' })).toMatchObject({
      accepted: 0,
      duplicate: 13,
    })
    const epoch = await second.service.close({ until: '2026-02-01T00:00:00Z' })
    expect(epoch.counts).toMatchObject({ settled: 3 })
    await second.service.shutdown()
  })

  test.each(['nonsense', ''])('is made again where it is damaged at its beginning: %j', async (bytes) => {
    const path = mkdtempSync(join(tmpdir(), 'headwater-registry-'))
    const first = await openFragile(path)
    await first.service.ingest(chunks(linesOf(registryEvents)), { origin: 'a' })
    await first.service.shutdown()
    writeFileSync(openDataFolder(path, false).registry, bytes)
    const second = await openFragile(path)
    expect(await second.service.currencies()).toHaveLength(2)
    await second.service.shutdown()
    expect(storedCount(path)).toBe(9)
  })
})

test('a service that is shut down refuses work, and shutting down twice has no effect', async () => {
  const { service } = await openFragile(mkdtempSync(join(tmpdir(), 'headwater-shutdown-')))
  await Promise.all([service.shutdown(), service.shutdown()])
  await expect(service.close()).rejects.toMatchObject({ code: 'service.closing' })
  await expect(service.statements(1)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: 'service.closing',
  })
})

test('a close and events that come in at the same time do not disturb each other', async () => {
  const { service } = await openFragile(mkdtempSync(join(tmpdir(), 'headwater-meanwhile-')))
  await service.ingest(chunks(linesOf(registryEvents)), { origin: 'a' })
  const sending = (async () => {
    for (let batch = 0; batch < 40; batch++) {
      const events = Array.from({ length: 25 }, (_, index) => ({
        ...callEvents[0],
        id: `busy-${batch}-${index}`,
      }))
      const asset = {
        ...registryEvents[3],
        id: `asset-${batch}`,
        data: { asset: `model:acme/b${batch}`, owner: 'ann' },
      }
      const release = {
        ...registryEvents[4],
        id: `release-${batch}`,
        data: { asset: `model:acme/b${batch}`, version: '1' },
      }
      await service.submit(Buffer.from(linesOf([asset, release, ...events])), {
        origin: 'b',
      })
    }
  })()
  let settled = 0
  for (const day of ['11', '12', '13', '14']) {
    settled += (await service.close({ until: `2026-01-${day}T00:00:00Z` })).counts.settled
  }
  await sending
  const last = await service.close({ until: '2026-02-01T00:00:00Z' })
  expect(settled + last.counts.settled).toBe(1_000)
  for await (const report of service.verify()) expect(report.checks.filter(({ ok }) => !ok)).toEqual([])
  await service.shutdown()
})

test('a close does not wait for registry events that come without end', async () => {
  const { service } = await openFragile(mkdtempSync(join(tmpdir(), 'headwater-moving-')))
  let closed = false
  const stream = async function* () {
    for (let number = 0; !closed; number++) {
      const data = { payee: `payee-${number}` }
      const time = '2025-01-01T00:00:00Z'
      const type = 'io.headwater.payee.registered'
      yield Buffer.from(
        `${JSON.stringify({ specversion: '1.0', source: 's', id: `${number}`, type, time, data })}\n`,
      )
      if (number % 500 === 0) await new Promise(setImmediate)
    }
  }
  const ingesting = service.ingest(stream(), { origin: 'stream' })
  // Until the first events are durable, however busy the machine is.
  while ((await service.health()).position === 0) await new Promise((resolve) => setTimeout(resolve, 50))
  const report = await service.close({ until: '2026-01-01T00:00:00Z' })
  closed = true
  const { accepted } = await ingesting
  expect(report.position).toBeGreaterThan(0)
  expect(report.position).toBeLessThan(accepted)
  await service.shutdown()
})
