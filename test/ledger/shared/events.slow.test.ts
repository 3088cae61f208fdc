/** The whole service with its events on the double of KurrentDB: the same input gives the same books as on SQLite. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import { openKurrentEventStore } from '../../../src/eventstore/kurrent.ts'
import type { LedgerHeadwater } from '../../../src/ledger/headwater.ts'
import { examineSetup, openHeadwater } from '../../../src/ledger/open.ts'
import { readCheckpoint } from '../../../src/log/partitionEvent.ts'
import { streams } from '../../../src/log/streams.ts'
import { type KurrentDouble, startKurrentDouble } from '../../../tools/kurrentdb-double/server.ts'
import { bobsAccount, wholeInput } from '../../support/events.ts'
import { runCli } from '../../support/process.ts'
import { textStream } from '../../support/temporaryHeadwater.ts'

const until = '2026-02-01T00:00:00Z'

let double: KurrentDouble
beforeEach(async () => {
  double = await startKurrentDouble()
})
afterEach(() => double.stop())

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'headwater-shared-'))
const configOf = (folder: string, eventstore: string | undefined) =>
  loadConfig({ HEADWATER_DATA: folder, HEADWATER_EVENTSTORE_URL: eventstore ?? '' }, {})
const open = (folder: string, eventstore: string | undefined): Promise<LedgerHeadwater> =>
  openHeadwater(configOf(folder, eventstore), { command: 'test', make: true })

/** The trees and statements of an epoch. */
async function booksOf(service: LedgerHeadwater) {
  const statements = await list(service.statements(1))
  const { trees, counts, totals } = await service.epoch(1)
  return { statements, trees, counts, totals }
}

describe('events on KurrentDB', () => {
  test('give the same verified books as on SQLite, over restarts', async () => {
    const own = await open(newFolder(), undefined)
    await own.ingest(textStream(wholeInput), { origin: 'test' })
    const closed = await own.close({ until })
    const books = await booksOf(own)
    await own.shutdown()
    expect(closed.trees).toHaveLength(1)

    const folder = newFolder()
    let shared = await open(folder, double.url)
    expect(await shared.ingest(textStream(wholeInput), { origin: 'test' })).toMatchObject({ accepted: 13 })
    await shared.shutdown()
    shared = await open(folder, double.url)
    expect(await shared.ingest(textStream(wholeInput), { origin: 'test' })).toMatchObject({
      accepted: 0,
      duplicate: 13,
    })
    expect((await shared.close({ until })).trees).toEqual(closed.trees)
    expect(await booksOf(shared)).toEqual(books)
    const reports = await list(shared.verify())
    expect(reports.length).toBeGreaterThan(0)
    expect(reports.flatMap(({ checks }) => checks.filter(({ ok }) => !ok))).toEqual([])
    await shared.shutdown()

    const written = new Set(double.log.records.map(({ stream }) => stream))
    for (const name of ['registry', 'ingest-local', 'epochs']) expect(written).toContain(`headwater-${name}`)
    expect((await examineSetup(configOf(folder, double.url))).ok).toBe(true)
  })

  test('a batch that an earlier run of the process is still sending loses at the fence', async () => {
    const folder = newFolder()
    const first = await open(folder, double.url)
    await first.ingest(textStream(wholeInput), { origin: 'test' })
    await first.shutdown()
    const stream = streams.ingest('local')
    const events = openKurrentEventStore({ url: double.url })
    const { revision } = await readCheckpoint(events, 'local')
    const second = await open(folder, double.url)
    await second.openEverything()
    const data = { partition: 'local', revision: revision + 1, attempt: 'f'.repeat(32) }
    const late = { id: crypto.randomUUID(), type: 'BatchRecorded', data }
    const appended = events.append([{ stream, expectedRevision: revision, events: [late] }])
    const outcome = await appended.catch((error: unknown) => error)
    await events.close()
    await second.shutdown()
    // Opening the folder removed its rows.
    expect(outcome).toMatchObject({ code: 'eventstore.wrongRevision' })
  })

  test('are used by every command with --eventstore, or by the environment', async () => {
    const data = newFolder()
    const cli = (...argv: string[]) =>
      runCli([...argv, '--data', data, '--eventstore', double.url, '--json'], { input: wholeInput })
    expect(await cli('ingest', '-')).toMatchObject({ code: 0 })
    expect(await cli('close', '--until', until)).toMatchObject({ code: 0 })
    for (const argv of [
      ['epochs'],
      ['statements', '--epoch', '1'],
      ['statement', 'bob'],
      ['tree', '1'],
      ['proof', bobsAccount],
      ['explain', 'c1'],
      ['lineage', 'model:acme/chat'],
      ['refused', 'list'],
      ['doctor'],
      ['verify'],
    ]) {
      const result = await cli(...argv)
      expect(result, result.stderr).toMatchObject({ code: 0 })
    }
    const env = { HEADWATER_EVENTSTORE_URL: double.url }
    expect(await runCli(['verify', '--data', data], { env })).toMatchObject({ code: 0 })
    const without = await runCli(['verify', '--data', data])
    expect(without.code).toBe(2)
    expect(without.stderr).toMatch(/eventstore\.other/)
  })
})

describe('a registry of some MiB', () => {
  test('is recorded in parts that a KurrentDB with default settings takes, together with calls', async () => {
    const time = '2026-01-01T00:00:00Z'
    const event = (id: string, type: string, data: unknown) =>
      JSON.stringify({ specversion: '1.0', source: 's', id, type: `io.headwater.${type}`, time, data })
    const name = 'n'.repeat(1_000)
    const payees = Array.from({ length: 4_000 }, (_, at) =>
      event(`p${at}`, 'payee.registered', { payee: `p${at}`, name }),
    )
    const holders = Array.from({ length: 9_000 }, (_, at) => ({ payee: `holder-${at}`, units: 1 }))
    const lines = [
      event('c', 'currency.registered', { currency: 'USD', decimals: 2 }),
      ...payees,
      event('a', 'asset.registered', { asset: 'model:m', owner: 'p0' }),
      ...[1, 2, 3].map((at) =>
        event(`w${at}`, 'contribution.recorded', { asset: 'model:m', contributions: holders }),
      ),
      event('call', 'call.metered', { asset: 'model:m', amount: '1', currency: 'USD' }),
    ]
    const folder = newFolder()
    const service = await open(folder, double.url)
    const accepted = { accepted: lines.length, rejectedCount: 0 }
    expect(await service.ingest(textStream(lines.join('\n')), { origin: 'test' })).toMatchObject(accepted)
    expect(await service.ingest(textStream(lines.join('\n')), { origin: 'test' })).toMatchObject({
      accepted: 0,
      duplicate: lines.length,
    })
    await service.shutdown()
    const again = await open(folder, double.url)
    expect(await again.health()).toMatchObject({ registryEvents: lines.length - 1 })
    await again.shutdown()
  })
})

describe('a data folder', () => {
  test('is locked although its events are on a server', async () => {
    const folder = newFolder()
    const service = await open(folder, double.url)
    await expect(open(folder, double.url)).rejects.toMatchObject({ code: 'data.held' })
    await service.shutdown()
    await (await open(folder, double.url)).shutdown()
  })

  test('is refused with any log except its own', async () => {
    const folder = newFolder()
    const service = await open(folder, double.url)
    await service.ingest(textStream(wholeInput), { origin: 'test' })
    await service.shutdown()
    const other = await startKurrentDouble()
    const refused = { code: 'eventstore.other' }
    await expect(open(folder, other.url)).rejects.toMatchObject(refused)
    const filler = await open(newFolder(), other.url)
    await filler.ingest(textStream(wholeInput), { origin: 'test' })
    await filler.shutdown()
    await expect(open(folder, other.url)).rejects.toMatchObject(refused)
    await expect(open(folder, undefined)).rejects.toMatchObject(refused)
    await (await open(folder, double.url)).shutdown()
    await other.stop()

    const withOwn = newFolder()
    const own = await open(withOwn, undefined)
    await own.ingest(textStream(wholeInput), { origin: 'test' })
    await own.shutdown()
    await expect(open(withOwn, double.url)).rejects.toMatchObject(refused)
  })

  test('is free again after a start without a reachable event store', async () => {
    const folder = newFolder()
    await double.stop()
    await expect(open(folder, double.url)).rejects.toMatchObject({ code: 'eventstore.unavailable' })
    await (await open(folder, undefined)).shutdown()
  })
})

async function list<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
