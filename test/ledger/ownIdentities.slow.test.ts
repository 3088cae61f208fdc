/** A worker that knows the identities of its own partitions, on shared engines: its modes, the doctor and a rebuild. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { openKurrentEventStore } from '../../src/eventstore/kurrent.ts'
import { openIdentityIndex } from '../../src/identities/index.ts'
import type { Lane } from '../../src/ingest/lanes/lane.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import { examineSetup, openHeadwater, readCheckpoints, rebuildProjections } from '../../src/ledger/open.ts'
import { OwnIdentities } from '../../src/ledger/ownIdentities.ts'
import { type FrontProcess, startFrontProcess } from '../../tools/clickhouse-front/start.ts'
import { type KurrentDouble, startKurrentDouble } from '../../tools/kurrentdb-double/server.ts'
import { type ServerAccess, temporaryDatabase } from '../projections/support/serverStore.ts'
import { collect } from '../support/collect.ts'
import { callEvent, linesOf, registryEvents } from '../support/events.ts'
import { textStream } from '../support/temporaryHeadwater.ts'

const root = mkdtempSync(join(tmpdir(), 'headwater-own-'))
let front: FrontProcess
let double: KurrentDouble
let database: ServerAccess & { drop(): Promise<void> }
beforeAll(async () => {
  front = await startFrontProcess()
  double = await startKurrentDouble()
  database = await temporaryDatabase({ url: front.url })
  const first = await openHeadwater(configOf('first'), { command: 'test', make: true })
  await first.ingest(textStream(linesOf(registryEvents)), { origin: 'test' })
  await first.shutdown()
})
afterAll(async () => {
  await database.drop()
  await front.stop()
  await double.stop()
  rmSync(root, { recursive: true, force: true })
})

const configOf = (folder: string) =>
  loadConfig(
    { HEADWATER_DATA: join(root, folder) },
    { HEADWATER_EVENTSTORE_URL: double.url, HEADWATER_CLICKHOUSE_URL: database.url },
  )

const call = (id: string, amount = '1') =>
  JSON.stringify(callEvent(id, { asset: 'model:acme/base', amount, currency: 'EUR' }, '2026-01-10T00:00:00Z'))

/** Runs a worker on a folder; each call goes to the partition with its number. @returns what became of the calls */
async function work(
  folder: string,
  identities: 'all' | 'own',
  sent: readonly (readonly [number, string])[],
): Promise<{ accepted: number; duplicate: number; conflict: number }> {
  const worker = await openHeadwater(configOf(folder), { command: 'worker', make: true, identities })
  try {
    return await worker.consume(async (lanes) => {
      const opened = new Map<number, Lane>()
      for (const [partition, text] of sent) {
        const origin = `kafka:calls/${partition}`
        const lane = opened.get(partition) ?? (await lanes.open(`kafka-calls-${partition}`, origin))
        opened.set(partition, lane)
        const offset = lane.expected ?? 0
        const blocks = blocksOf([{ offset: String(offset), value: Buffer.from(text) }])
        lanes.add(lane, { blocks, bytes: text.length, end: offset + 1 })
        await lanes.drain()
      }
      const { accepted, duplicate, conflict } = lanes.counts
      return { accepted, duplicate, conflict }
    })
  } finally {
    await worker.shutdown()
  }
}

async function endOfLog(): Promise<number> {
  const events = openKurrentEventStore({ url: double.url })
  try {
    return await events.head()
  } finally {
    await events.close()
  }
}

/** The check of the doctor of that name. */
async function check(folder: string, name: string) {
  const { checks } = await examineSetup(configOf(folder), { deep: true })
  return checks.find((found) => found.name === name)
}

test('workers with one and the other kind of identities work on one ledger, and a close excludes what both accepted', async () => {
  expect(
    await work('east', 'own', [
      [0, call('a')],
      [0, call('b')],
      [0, call('b')],
    ]),
  ).toEqual({
    accepted: 2,
    duplicate: 1,
    conflict: 0,
  })
  // It knows nothing of partition 0, and takes over partition 1 alone.
  expect(
    await work('west', 'own', [
      [1, call('b')],
      [1, call('a', '9')],
      [1, call('c')],
    ]),
  ).toMatchObject({ accepted: 3 })
  // It knows everything.
  expect(
    await work('north', 'all', [
      [2, call('a')],
      [2, call('c')],
      [2, call('c', '2')],
    ]),
  ).toEqual({
    accepted: 0,
    duplicate: 2,
    conflict: 1,
  })
  const names = ['kafka-calls-0', 'kafka-calls-2']
  const known = [...(await readCheckpoints(configOf('anyone'), names)).values()]
  expect(known).toEqual([
    { next: 3, identities: 'own' },
    { next: 3, identities: 'all' },
  ])
  const closer = await openHeadwater(configOf('closer'), { command: 'test', make: true })
  const { counts, repeats } = await closer.close({ until: '2026-02-01T00:00:00Z' })
  expect([counts.settled, repeats]).toEqual([3, 2])
  const { items } = await closer.refused({ limit: 10 })
  expect(items.map(({ code, origin }) => [code, origin]).sort()).toEqual([
    ['event.conflict', 'batch 2 of partition kafka-calls-1'],
    ['event.conflict', 'kafka:calls/2'],
  ])
  expect((await collect(closer.verify())).map(({ ok }) => ok)).toEqual([true])
  await closer.shutdown()
})

test('a worker that changes its kind of identities between starts misses no repeat that it should find', async () => {
  expect(await work('south', 'own', [[3, call('d')]])).toMatchObject({ accepted: 1 })
  // All that any partition recorded, its own under the other kind included.
  expect(
    await work('south', 'all', [
      [4, call('d')],
      [4, call('a')],
      [4, call('e')],
    ]),
  ).toMatchObject({
    accepted: 1,
    duplicate: 2,
  })
  // Its partitions alone, with what it recorded there under the other kind, and what another worker recorded.
  await work('east', 'own', [[3, call('f')]])
  expect(
    await work('south', 'own', [
      [4, call('e')],
      [3, call('d')],
      [3, call('f')],
    ]),
  ).toMatchObject({
    accepted: 0,
    duplicate: 3,
  })
  expect(await work('south', 'all', [[5, call('f')]])).toMatchObject({ accepted: 0, duplicate: 1 })
})

test('the doctor compares the indexes of partitions with the log, and a rebuild removes one that differs', async () => {
  expect(await check('east', 'own identities')).toMatchObject({ status: 'ok' })
  const own = new OwnIdentities(join(root, 'east', 'identities-own'), (folder) =>
    openIdentityIndex({ folder }),
  )
  own.remove('kafka-calls-0')
  const empty = await own.partition('kafka-calls-0')
  await empty.advance(await endOfLog())
  await own.close()
  const lacking = 'The index of partition kafka-calls-0 lacks 2 identities that were recorded there.'
  expect(await check('east', 'own identities')).toMatchObject({ status: 'fail', detail: lacking })
  const look = await rebuildProjections(configOf('east'), { dryRun: true, onProgress() {} })
  expect([look.ok, look.identities?.differences]).toEqual([false, [lacking]])
  await rebuildProjections(configOf('east'), { dryRun: false, onProgress() {} })
  expect(await check('east', 'own identities')).toMatchObject({ status: 'ok' })
  expect(await work('east', 'own', [[0, call('a')]])).toMatchObject({ accepted: 0, duplicate: 1 })
})

test('the doctor and a rebuild find an identity that no log has: its call would be taken for a repeat', async () => {
  const own = new OwnIdentities(join(root, 'east', 'identities-own'), (folder) =>
    openIdentityIndex({ folder }),
  )
  const index = await own.partition('kafka-calls-3')
  index.add(new Uint8Array(16).fill(7), new Uint8Array(16).fill(8), 1)
  await index.advance(await endOfLog())
  await own.close()
  const strange = 'The index of partition kafka-calls-3 has 1 identities that were not recorded there.'
  expect(await check('east', 'own identities')).toMatchObject({ status: 'fail', detail: strange })
  await rebuildProjections(configOf('east'), { dryRun: false, onProgress() {} })
  expect(await check('east', 'own identities')).toMatchObject({ status: 'ok' })
})

test('a worker with engines of its own is refused identities of its own', async () => {
  const alone = loadConfig({ HEADWATER_DATA: join(root, 'alone') }, {})
  await expect(
    openHeadwater(alone, { command: 'worker', make: true, identities: 'own' }),
  ).rejects.toMatchObject({ code: 'usage.invalid' })
})

test('of a refund and a call with one identity in two partitions the first recorded counts, whichever kind', async () => {
  const of = { source: '/gateway', id: 'a' }
  const refund = (id: string, data: object = { call: of, amount: '0.25', currency: 'EUR' }) =>
    JSON.stringify({ ...callEvent(id, {}, '2026-01-20T00:00:00Z'), type: 'io.headwater.call.refunded', data })
  expect(
    await work('east', 'own', [
      [0, refund('r1')],
      [0, call('r1')],
      [0, refund('r1')],
    ]),
  ).toEqual({
    accepted: 1,
    duplicate: 1,
    conflict: 1,
  })
  expect(
    await work('west', 'own', [
      [1, call('r1')],
      [1, refund('c')],
      [1, refund('r2')],
    ]),
  ).toEqual({
    accepted: 2,
    duplicate: 0,
    conflict: 1,
  })
  expect(
    await work('north', 'all', [
      [2, call('r2')],
      [2, refund('r2')],
      [2, refund('r1')],
    ]),
  ).toEqual({
    accepted: 0,
    duplicate: 2,
    conflict: 1,
  })
  const closer = await openHeadwater(configOf('closer'), { command: 'test', make: true })
  const { totals, repeats } = await closer.close({ until: '2026-03-01T00:00:00Z' })
  expect([totals.EUR, repeats]).toMatchObject([{ adjusted: '-0.5', reduced: '0.5' }, 1])
  expect((await collect(closer.verify(2))).map(({ ok }) => ok)).toEqual([true])
  await closer.shutdown()
})
