/**
 * Registry events of a file on their way into the log, the identity index and the registry store: everything of `ingest`
 * but the calls. Beside it each event is read by its schema, hashed and decided alone, and nothing is recorded.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseBySchema } from '../src/events/parse.ts'
import type { RegistryWireEvent } from '../src/events/types.ts'
import { openSqliteEventStore } from '../src/eventstore/sqlite.ts'
import { openIdentityIndex } from '../src/identities/index.ts'
import { eventIdentity } from '../src/ingest/eventIdentity.ts'
import { openRequests, Writer } from '../src/ingest/index.ts'
import { createRegistry, decide, evolve, factData } from '../src/registry/index.ts'
import { openRegistry } from '../src/registrystore/open.ts'
import { createMemoryWriter } from '../test/support/memoryIngest.ts'
import { createMemoryRefused } from '../test/support/memoryRefused.ts'
import type { Measurement } from './measurement.ts'

const chunkBytes = 1 << 20

/** @param events CloudEvents as values */
export async function measureRegistryIngest(events: Iterable<unknown>): Promise<Measurement[]> {
  const lines = Array.from(events, (event) => JSON.stringify(event))
  const input = Buffer.from(lines.join('\n'))
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  try {
    const own = await measured(() => ingest(folder, input))
    const peer = await measured(async () => oneByOne(lines))
    const size = `${lines.length} events`
    const before = 'each by its schema and alone, not recorded'
    const each = (micros: number) => micros / lines.length
    return [
      {
        name: 'registry events from a file to the log',
        size,
        value: lines.length / own.seconds,
        unit: 'events/s',
        peer: before,
        peerValue: lines.length / peer.seconds,
        ratio: peer.seconds / own.seconds,
      },
      {
        name: 'the same, processor time of all threads',
        size,
        value: each(own.cpuMicros),
        unit: 'µs an event',
        peer: before,
        peerValue: each(peer.cpuMicros),
        ratio: peer.cpuMicros / own.cpuMicros,
      },
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function ingest(folder: string, input: Buffer): Promise<void> {
  const clock = () => new Date()
  const events = openSqliteEventStore({ path: join(folder, 'events.sqlite'), clock })
  const identities = await openIdentityIndex({ folder: join(folder, 'identities') })
  const stored = await openRegistry(events, { path: join(folder, 'registry.sqlite') })
  const refused = createMemoryRefused()
  const writer = new Writer({
    events,
    usage: createMemoryWriter(),
    refused,
    identities,
    registry: stored.state,
    saveRegistry: stored.beginSave,
    registryEventsMax: 16_384,
    randomBytes: (count) => randomBytes(count),
    clock,
  })
  const requests = await openRequests(writer, { partition: 'local', refused })
  await requests.ingestStream(chunks(input), { origin: 'bench' })
  await stored.save()
  await identities.close()
  await stored.close()
  await events.close()
}

async function* chunks(input: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < input.length; at += chunkBytes) yield input.subarray(at, at + chunkBytes)
}

function oneByOne(lines: readonly string[]): void {
  const state = createRegistry()
  for (const line of lines) {
    const event = parseBySchema(JSON.parse(line)) as RegistryWireEvent
    eventIdentity(event)
    const fact = decide(event, state)
    evolve(state, fact, state.count)
    JSON.stringify(factData(fact))
  }
}

async function measured(work: () => Promise<void>): Promise<{ seconds: number; cpuMicros: number }> {
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(cpu)
  return { seconds: (performance.now() - start) / 1_000, cpuMicros: user + system }
}
