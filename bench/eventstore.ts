/**
 * Question: how fast does the embedded event store take and give events?
 * Size: 200,000 events of about 300 bytes (a registry of that many facts), 1,000 events a transaction and one by one.
 * Estimate: in bulk a row and its index entry cost 3 µs, JSON 2 µs: 200,000/s; reading 2.5 µs: 400,000/s; one by one
 * the sync of the disk decides: 0.1 to 5 ms.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { EventStore, NewEvent } from '../src/eventstore/port.ts'
import { openSqliteEventStore } from '../src/eventstore/sqlite.ts'
import type { Measurement } from './measurement.ts'

const bulkCount = 200_000
const bulkBatch = 1_000
const singleCount = 500

export async function run(): Promise<Measurement[]> {
  // In the working folder, as a data folder would be; a temporary folder may be memory.
  const folder = mkdtempSync(join(process.cwd(), '.headwater-bench-'))
  const store = openSqliteEventStore({ path: join(folder, 'events.sqlite'), clock: () => new Date() })
  try {
    return await measure(store)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true })
  }
}

async function measure(store: EventStore): Promise<Measurement[]> {
  const events = Array.from({ length: bulkCount }, (_, number) => sample(number))
  const bulk = await rate(bulkCount, async () => {
    for (let from = 0; from < bulkCount; from += bulkBatch) {
      const expectedRevision = from === 0 ? ('none' as const) : from - 1
      await store.append([{ stream: 'bulk', expectedRevision, events: events.slice(from, from + bulkBatch) }])
    }
  })
  const read = await rate(bulkCount, () => exhaust(store.readAll()))
  const backwards = await rate(bulkCount, () => exhaust(store.readStream('bulk', { direction: 'backwards' })))
  const single = await rate(singleCount, async () => {
    for (let number = 0; number < singleCount; number++) {
      const expectedRevision = number === 0 ? ('none' as const) : number - 1
      await store.append([{ stream: 'single', expectedRevision, events: [sample(number)] }])
    }
  })
  const size = `${bulkCount} events`
  return [
    {
      name: 'event store, append',
      size: `${size}, ${bulkBatch} a transaction`,
      value: bulk,
      unit: 'events/s',
    },
    {
      name: 'event store, append one by one',
      size: `${singleCount} events`,
      value: single,
      unit: 'events/s',
    },
    { name: 'event store, read all', size, value: read, unit: 'events/s' },
    { name: 'event store, read a stream backwards', size, value: backwards, unit: 'events/s' },
  ]
}

function sample(number: number): NewEvent {
  const data = {
    source: 'https://registry.example/releases',
    id: `release-${number}`,
    time: '2026-01-02T03:04:05Z',
    asset: `model:studio/model-${number}`,
    version: '1.0.0',
    holders: [{ payee: `studio-${number % 1_000}`, share: '0.75' }],
    contributorShare: '0.25',
    contributors: [{ payee: `annotator-${number % 777}`, units: '120' }],
  }
  return { id: randomUUID(), type: 'VersionReleased', data }
}

async function exhaust(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events) {
    // Only the reading counts.
  }
}

async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (count / (performance.now() - began)) * 1_000
}
