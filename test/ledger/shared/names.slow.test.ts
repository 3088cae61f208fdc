/**
 * Several services on one ledger, as several processes would be: on the double of KurrentDB and the ClickHouse front,
 * with a data folder each. Whichever of them takes in an event, the books are those of one process with its own folder.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../src/config.ts'
import type { LedgerHeadwater } from '../../../src/ledger/headwater.ts'
import { examineSetup, openHeadwater } from '../../../src/ledger/open.ts'
import { type FrontProcess, startFrontProcess } from '../../../tools/clickhouse-front/start.ts'
import { type KurrentDouble, startKurrentDouble } from '../../../tools/kurrentdb-double/server.ts'
import { type ServerAccess, temporaryDatabase } from '../../projections/support/serverStore.ts'
import { collect } from '../../support/collect.ts'
import { callEvent, callEvents, linesOf, registryEvents, wholeInput } from '../../support/events.ts'
import { runCli } from '../../support/process.ts'
import { temporaryHeadwater, textStream } from '../../support/temporaryHeadwater.ts'

const until = '2026-02-01T00:00:00Z'

let front: FrontProcess
beforeAll(async () => {
  front = await startFrontProcess()
})
afterAll(() => front.stop())

let double: KurrentDouble
let database: ServerAccess & { drop(): Promise<void> }
let root: string
const opened: LedgerHeadwater[] = []
beforeEach(async () => {
  double = await startKurrentDouble()
  database = await temporaryDatabase({ url: front.url })
  root = mkdtempSync(join(tmpdir(), 'headwater-ledger-'))
})
afterEach(async () => {
  for (const service of opened.splice(0)) await service.shutdown()
  await database.drop()
  await double.stop()
  rmSync(root, { recursive: true, force: true })
})

const environment = (clickhouse = database.url) => ({
  HEADWATER_EVENTSTORE_URL: double.url,
  HEADWATER_CLICKHOUSE_URL: clickhouse,
})
const configOf = (name: string) => loadConfig({ HEADWATER_DATA: join(root, name) }, environment())

/** A service on a new folder of its own. */
async function open(name: string): Promise<LedgerHeadwater> {
  const service = await openHeadwater(configOf(name), { command: 'test', make: false })
  opened.push(service)
  return service
}

const ingest = (service: LedgerHeadwater, ...events: object[]) =>
  service.ingest(textStream(linesOf(events)), { origin: 'test' })

async function booksOf(service: Pick<LedgerHeadwater, 'statements' | 'epoch'>) {
  const { trees, counts, totals } = await service.epoch(1)
  return { statements: await collect(service.statements(1)), trees, counts, totals }
}

describe('processes on one ledger', () => {
  test('I3: give the books of one process, whichever of them takes in which event', async () => {
    await using alone = await temporaryHeadwater()
    await alone.service.ingest(textStream(wholeInput), { origin: 'test' })
    await alone.service.close({ until })

    const [one, two] = [await open('one'), await open('two')]
    await ingest(one, ...registryEvents.slice(0, 5))
    // Each decides with what the other has recorded.
    expect(await ingest(two, ...registryEvents.slice(5))).toMatchObject({ accepted: 4, rejectedCount: 0 })
    expect(await ingest(one, ...callEvents.slice(0, 2))).toMatchObject({ accepted: 2 })
    expect(await ingest(two, ...callEvents)).toMatchObject({ accepted: 2, duplicate: 2 })
    expect(await ingest(one, ...registryEvents, ...callEvents)).toMatchObject({ accepted: 0, duplicate: 13 })
    await one.ingest(textStream(wholeInput), { origin: 'test' })

    await two.close({ until })
    expect(await booksOf(one)).toEqual(await booksOf(alone.service))
    expect((await collect(one.verify())).flatMap(({ checks }) => checks.filter(({ ok }) => !ok))).toEqual([])
    expect(await one.asset('model:acme/chat')).toEqual(await two.asset('model:acme/chat'))
    const { items } = await two.refused()
    expect(items.map(({ code }) => code).sort()).toEqual(['amount.malformed', 'line.notJson'])
  })

  test('I8: take in the same call at the same time, and it is settled once', async () => {
    const services = [await open('one'), await open('two'), await open('three')]
    await ingest(services[0]!, ...registryEvents)
    const calls = Array.from({ length: 50 }, (_, i) =>
      callEvent(`c${i}`, { asset: 'model:acme/chat', amount: '1', currency: 'USDC' }),
    )
    for (const service of services) await service.openEverything()
    await Promise.all(services.map((service) => ingest(service, ...calls)))
    const { counts, totals } = await services[1]!.close({ until })
    expect(counts.settled).toBe(50)
    expect(totals.USDC!.gross).toBe('50')
  })

  test('decide registry events at the same time without losing one', async () => {
    const services = [await open('one'), await open('two')]
    await ingest(services[0]!, ...registryEvents)
    const asset = (name: string) => ({
      ...registryEvents[5],
      id: name,
      data: { asset: `model:${name}`, owner: name },
    })
    for (let round = 0; round < 10; round++) {
      await Promise.all(
        services.map(async (service, n) => {
          for (let tries = 0; ; tries++) {
            try {
              return await ingest(service, asset(`m${round}-${n}`), asset(`both-${round}`))
            } catch (error) {
              // The other was first at the same revision: the failure says so, and sending again succeeds.
              if (!(error as { retry?: boolean }).retry || tries > 5) throw error
            }
          }
        }),
      )
    }
    const names = async (service: LedgerHeadwater) =>
      (await service.assets({ limit: 1_000 })).items.map(({ asset }) => asset)
    expect(await names(services[0]!)).toHaveLength(2 + 30)
    expect(await names(services[1]!)).toEqual(await names(services[0]!))
  })

  test('close one epoch between them', async () => {
    const [one, two] = [await open('one'), await open('two')]
    await ingest(one, ...registryEvents, ...callEvents)
    const closes = await Promise.allSettled([one.close({ until }), two.close({ until })])
    const lost = closes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[]
    expect(lost.map(({ reason }) => reason.code)).toEqual(['close.anotherClosed'])
    expect(await booksOf(two)).toEqual(await booksOf(one))
  })

  test('need no folder: a missing one is created, also after a loss', async () => {
    await ingest(await open('one'), ...registryEvents, ...callEvents)
    await opened.pop()!.shutdown()
    rmSync(join(root, 'one'), { recursive: true })
    const again = await open('one')
    expect(await ingest(again, ...registryEvents, ...callEvents)).toMatchObject({
      accepted: 0,
      duplicate: 13,
    })
    await again.close({ until })
    const elsewhere = await runCli(['statements', '--epoch', '1', '--json', '--data', join(root, 'new')], {
      env: environment(),
    })
    expect(
      elsewhere.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(await collect(again.statements(1)))
    expect(existsSync(join(root, 'new'))).toBe(true)
    expect((await examineSetup(configOf('another'))).ok).toBe(true)
  })
})

describe('a log', () => {
  test('whose calls are on a server is refused with any other place for them', async () => {
    await ingest(await open('one'), ...registryEvents, ...callEvents)
    const env = { HEADWATER_EVENTSTORE_URL: double.url }
    const inFolder = await runCli(['init', '--data', join(root, 'two')], { env })
    expect(inFolder.stderr).toContain('usage.elsewhere')
    const other = await startKurrentDouble()
    const mixed = await runCli(['refused', 'list', '--data', join(root, 'three')], {
      env: { ...environment(), HEADWATER_EVENTSTORE_URL: other.url },
    })
    expect(mixed.stderr).toContain('usage.otherLedger')
    await other.stop()
  })

  test('whose calls are in one folder is refused with another folder', async () => {
    const env = { HEADWATER_EVENTSTORE_URL: double.url }
    expect((await runCli(['init', '--data', join(root, 'one')], { env })).code).toBe(0)
    const other = await runCli(['init', '--data', join(root, 'two')], { env })
    expect(other.stderr).toContain('usage.elsewhere')
    expect(
      (await runCli(['epochs', '--data', join(root, 'three')], { env: environment() })).stderr,
    ).toContain('usage.elsewhere')
  })
})
