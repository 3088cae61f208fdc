/**
 * Question: how many call events a second become durable, from bytes on disk to acknowledged rows, and how far is that
 * from what the database takes when columns are handed to it ready? And does it slow down with what is stored?
 *
 * With one thread, and with as many as the machine has cores: those read and hash ahead (docs/ingestion.md, Speed).
 *
 * Size: 1,000,000 NDJSON call events of about 390 bytes (source, id, asset, version, amount or tokens, caller, trace),
 * 1,000 assets; quick: 200,000. Stored identities: 10,000,000; quick: 1,000,000.
 *
 * Estimate, on 2 cores: reading and parsing 1.0 µs, hashing 5 Keccak permutations 1.3 µs, index 0.3 µs an event on one
 * core; the database takes about as much as bare on the other. So 250,000 to 350,000 events/s, 0.3 to 0.5 of the bare
 * insert; with 10 M stored at least 0.7 of the empty store's speed.
 */
import { randomBytes } from 'node:crypto'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { giveHeapRoom } from '../src/cli/heapRoom.ts'
import { openSqliteEventStore } from '../src/eventstore/sqlite.ts'
import { openIdentityIndex } from '../src/identities/index.ts'
import { fileChunks } from '../src/ingest/fileChunks.ts'
import { openRequests, ReaderThreads, type Requests, Writer } from '../src/ingest/index.ts'
import { openUsage } from '../src/projections/index.ts'
import { createRegistry } from '../src/registry/index.ts'
import type { CallColumns } from '../src/usage/kinds/call.ts'
import type { UsageWriter } from '../src/usage/writer.ts'
import type { Measurement } from './measurement.ts'

const chunkBytes = 1 << 20

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  const events = options.quick ? 200_000 : 1_000_000
  const stored = options.quick ? 1_000_000 : 10_000_000
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  // As the command does.
  giveHeapRoom()
  try {
    const file = join(folder, 'calls.ndjson')
    await writeCalls(file, events)
    const columns: CallColumns[] = []
    const one = await ingest(join(folder, 'one'), file, { keep: columns })
    const threads = availableParallelism()
    const all = threads === 1 ? one : await ingest(join(folder, 'all'), file, { threads })
    const full = await ingest(join(folder, 'full'), file, { stored, threads })
    const bare = await insertBare(join(folder, 'bare'), columns, events)
    const size = `${events / 1_000} k events`
    const beside = (name: string, { eventsPerSecond, cpuMicros }: Taken): Measurement[] => [
      {
        name: `ingest NDJSON calls, bytes on disk to durable rows, ${name}`,
        size,
        value: Math.round(eventsPerSecond),
        unit: 'events/s',
        peer: 'bare columnar insert of the same rows',
        peerValue: Math.round(bare),
        ratio: eventsPerSecond / bare,
      },
      {
        name: `processor time of an event, ${name}`,
        size,
        value: Number(cpuMicros.toFixed(2)),
        unit: 'µs of all threads, the database among them',
      },
    ]
    return [
      ...beside('one thread', one),
      ...(threads === 1 ? [] : beside(`${threads} threads`, all)),
      {
        name: 'ingest with identities stored',
        size: `${size}, ${stored / 1_000_000} M identities`,
        value: Math.round(full.eventsPerSecond),
        unit: 'events/s',
        peer: 'empty store',
        peerValue: Math.round(all.eventsPerSecond),
        ratio: full.eventsPerSecond / all.eventsPerSecond,
      },
      {
        name: 'memory of ingest with identities stored',
        size: `${stored / 1_000_000} M identities`,
        value: Math.round(full.memoryMiB),
        unit: 'MiB resident',
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Taken {
  readonly eventsPerSecond: number
  readonly cpuMicros: number
  readonly memoryMiB: number
}

interface Setting {
  readonly threads?: number
  /** Identities that are in the index before. */
  readonly stored?: number
  /** Gets the rows. */
  readonly keep?: CallColumns[]
}

async function ingest(
  folder: string,
  file: string,
  { threads = 1, stored = 0, keep }: Setting,
): Promise<Taken> {
  const events = openSqliteEventStore({ path: join(folder, 'events.sqlite'), clock: () => new Date() })
  const usage = await openUsage({ path: join(folder, 'usage') })
  const identities = await openIdentityIndex({ folder: join(folder, 'identities') })
  for (let at = 0; at < stored; at += 65_536) {
    const count = Math.min(65_536, stored - at)
    identities.add(randomBytes(count * 16), randomBytes(count * 16), count)
    await identities.advance(0)
  }
  const readers = threads === 1 ? undefined : new ReaderThreads({ count: threads - 1 })
  const writer = new Writer({
    events,
    usage: keep ? keeping(usage.writer, keep) : usage.writer,
    refused: usage.refused,
    identities,
    registry: createRegistry(),
    readers,
    randomBytes,
    clock: () => new Date(),
  })
  const requests = await openRequests(writer, { partition: 'local', refused: usage.refused })
  await setUp(requests)
  const started = performance.now()
  const cpu = process.cpuUsage()
  const report = await requests.ingestStream(fileChunks(file, chunkBytes), { origin: file })
  const seconds = (performance.now() - started) / 1_000
  if (report.rejectedCount > 0) throw new Error(JSON.stringify(report.rejected[0]))
  const { user, system } = process.cpuUsage(cpu)
  const memoryMiB = process.memoryUsage().rss / 2 ** 20
  await readers?.close()
  await identities.close()
  await usage.close()
  await events.close()
  return {
    eventsPerSecond: report.accepted / seconds,
    cpuMicros: (user + system) / report.accepted,
    memoryMiB,
  }
}

/** Keeps a copy of what is inserted, for the bare insert. Copying costs little beside the insert itself. */
function keeping(writer: UsageWriter, kept: CallColumns[]): UsageWriter {
  return {
    ...writer,
    insert: (key, rows) => {
      kept.push(copied(rows.call))
      return writer.insert(key, rows)
    },
  }
}

function copied(columns: CallColumns): CallColumns {
  const copy = Object.entries(columns).map(([name, column]: [string, CallColumns[keyof CallColumns]]) => {
    if (typeof column === 'number') return [name, column]
    if (!('offsets' in column)) return [name, column.slice()]
    return [name, { offsets: column.offsets.slice(), bytes: column.bytes.slice() }]
  })
  return Object.fromEntries(copy) as CallColumns
}

async function insertBare(folder: string, batches: readonly CallColumns[], rows: number): Promise<number> {
  const usage = await openUsage({ path: join(folder, 'usage') })
  const started = performance.now()
  for (const [revision, columns] of batches.entries()) {
    await usage.writer.insert(
      { partition: 'bare', revision, attempt: randomBytes(16).toString('hex') },
      { call: columns },
    )
  }
  const seconds = (performance.now() - started) / 1_000
  await usage.close()
  return rows / seconds
}

async function setUp(requests: Requests): Promise<void> {
  const lines = [registryEvent('currency', 'currency.registered', { currency: 'USDC', decimals: 6 })]
  for (let asset = 0; asset < 1_000; asset++) {
    lines.push(
      registryEvent(`asset-${asset}`, 'asset.registered', { asset: assetId(asset), owner: `owner-${asset}` }),
    )
    lines.push(
      registryEvent(`version-${asset}`, 'version.released', { asset: assetId(asset), version: '1.0' }),
      registryEvent(`rate-${asset}`, 'rate.set', {
        asset: assetId(asset),
        currency: 'USDC',
        effectiveFrom: '2025-01-01T00:00:00Z',
        perMillion: { input: '2.5', output: '10', cacheRead: '1.25' },
      }),
    )
  }
  const results = await requests.submit(Buffer.from(lines.join('\n')), { origin: 'set-up' })
  const bad = results.find(({ status }) => status !== 'accepted')
  if (bad) throw new Error(JSON.stringify(bad))
}

function registryEvent(id: string, type: string, data: object): string {
  const time = '2025-01-01T00:00:00Z'
  return JSON.stringify({
    specversion: '1.0',
    type: `io.headwater.${type}`,
    source: '/bench',
    id,
    time,
    data,
  })
}

function assetId(asset: number): string {
  return `model:maker-${asset % 50}/model-${asset}`
}

async function writeCalls(file: string, count: number): Promise<void> {
  const out = createWriteStream(file)
  const start = Date.UTC(2025, 5, 1)
  for (let first = 0; first < count; first += 10_000) {
    const lines: string[] = []
    for (let index = first; index < Math.min(count, first + 10_000); index++) lines.push(call(index, start))
    if (!out.write(`${lines.join('\n')}\n`))
      await new Promise((resolve) => out.once('drain', () => resolve(undefined)))
  }
  await new Promise((resolve) => out.end(() => resolve(undefined)))
}

/** Half carry an amount, half are priced by their tokens. */
function call(index: number, start: number): string {
  const asset = assetId((index * 7_919) % 1_000)
  const time = new Date(start + index * 37).toISOString()
  const number = String(index).padStart(9, '0')
  const price = index % 2 === 0 ? { amount: `0.00${(index % 9_000) + 1_000}`, currency: 'USDC' } : {}
  return JSON.stringify({
    specversion: '1.0',
    type: 'io.headwater.call.metered',
    source: '/gateways/eu-1',
    id: `chatcmpl-${number}-2299b6a2`,
    time,
    data: {
      asset,
      version: '1.0',
      ...price,
      caller: `team-${index % 300}`,
      tokens: { input: 500 + (index % 1_000), output: 100 + (index % 400), cacheRead: index % 64 },
      traceId: `4bf92f3577b34da6a3ce${number}aa`,
    },
  })
}

if (import.meta.main) console.table(await run({ quick: process.argv.includes('--quick') }))
