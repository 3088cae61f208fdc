/** Ingestion on the engines themselves: what was promised of a batch is what the database has, and what a restart finds. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openSqliteEventStore } from '../../src/eventstore/sqlite.ts'
import { openIdentityIndex } from '../../src/identities/index.ts'
import { openRequests, Writer } from '../../src/ingest/index.ts'
import { createBatchLog } from '../../src/log/batchLog.ts'
import { type BatchRecorded, batchRecorded } from '../../src/log/batchRecorded.ts'
import { openUsage } from '../../src/projections/index.ts'
import { createRegistry, evolve, factFromRecorded } from '../../src/registry/index.ts'
import { collect } from '../support/collect.ts'
import { eventText, registryLines } from '../support/memoryIngest.ts'

const folder = mkdtempSync(join(tmpdir(), 'headwater-ingest-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function open() {
  const events = openSqliteEventStore({ path: join(folder, 'events.sqlite'), clock: () => new Date() })
  const usage = await openUsage({ path: join(folder, 'usage') })
  const identities = await openIdentityIndex({ folder: join(folder, 'identities') })
  const registry = createRegistry()
  for await (const event of events.readStream('registry')) {
    evolve(registry, factFromRecorded(event.type, event.data), event.revision)
  }
  const writer = new Writer({
    events,
    usage: usage.writer,
    refused: usage.refused,
    identities,
    registry,
    randomBytes,
    clock: () => new Date(),
  })
  const requests = await openRequests(writer, { partition: 'local', refused: usage.refused })
  const recovery = { ...requests.partition }
  const recorded = async () =>
    (await collect(events.readAll()))
      .filter(({ type }) => type === batchRecorded.type)
      .map(({ data }) => data as BatchRecorded)
  const batches = async () => createBatchLog(events).upTo(await events.head())
  /** @param kept whether the index is closed in order, or left as a kill leaves it */
  const close = async (kept: boolean) => {
    if (kept) await identities.close()
    await usage.close()
    await events.close()
  }
  return { events, usage, requests, recovery, recorded, batches, close }
}

const calls = 150_000
const repeatedEach = 10

/** Calls in every form, every tenth one twice, with a broken line now and then. */
async function* input(): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${registryLines.join('\n')}\n`)
  for (let first = 0; first < calls; first += 1_000) {
    const lines: string[] = []
    for (let index = first; index < first + 1_000; index++) {
      const price =
        index % 3 === 0
          ? { tokens: { input: index, output: index % 700 } }
          : { amount: `${index % 50}.${index}`, currency: 'USDC' }
      const text = eventText('call.metered', `call-${index}`, {
        asset: 'model:meta/llama',
        caller: `ünï-${index % 5}`,
        ...price,
      })
      lines.push(index % 7 === 0 ? text.replace('"data"', '"\\u0064ata"') : text)
      if (index % repeatedEach === 0) lines.push(text)
    }
    lines.push(`broken ${first}`)
    yield Buffer.from(`${lines.join('\n')}\n`)
  }
}

test('a long stream is in the database as its batches say, is known after a restart, and counts once', async () => {
  const first = await open()
  const report = await first.requests.ingestStream(input(), { origin: 'input' })
  expect(report).toMatchObject({
    accepted: calls + registryLines.length,
    duplicate: calls / repeatedEach,
    conflict: 0,
    suspended: 0,
    rejectedCount: calls / 1_000,
  })
  const batches = await first.recorded()
  expect(batches.length).toBeGreaterThan(2)
  expect(batches.reduce((sum, { rows }) => sum + rows, 0)).toBe(calls)
  for await (const { revision, totals } of first.usage.reader.batchTotals(await first.batches())) {
    const promised = batches.find((batch) => batch.revision === revision)!
    expect([totals.call.rows, totals.call.digest]).toEqual([promised.rows, promised.digest])
    const sums = [...totals.call.sums].map(([currency, sum]) => [currency, sum.toString()])
    expect(Object.fromEntries(sums)).toEqual(promised.sums)
  }
  expect(await first.usage.refused.count()).toBe(calls / 1_000)
  await first.usage.writer.insert(
    { partition: 'local', revision: batches.length, attempt: 'ab'.repeat(16) },
    { call: await strayRow() },
  )
  await first.close(false)

  const again = await open()
  expect(again.recovery).toMatchObject({ revision: batches.length - 1, movedRows: 1 })
  expect(await again.requests.ingestStream(input(), { origin: 'input' })).toMatchObject({
    accepted: 0,
    duplicate: calls + calls / repeatedEach + registryLines.length,
    conflict: 0,
  })
  expect((await again.recorded()).length).toBe(batches.length)
  await again.close(true)

  const third = await open()
  expect(third.recovery).toMatchObject({ movedRows: 0, indexedIdentities: 0 })
  await third.close(true)
})

/** A row as a killed ingester leaves it: no batch names its attempt. */
async function strayRow() {
  const { CallBatch } = await import('../../src/ingest/batch/callBatch.ts')
  const { CallRow } = await import('../../src/ingest/calls/callRow.ts')
  const row = new CallRow()
  row.clear()
  row.bytes = Buffer.from('xy')
  row.slices.set([0, 1, 1, 2])
  const batch = new CallBatch(1)
  batch.append(row)
  batch.hash()
  return batch.columns()
}
