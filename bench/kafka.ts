/**
 * Question: how many events a second come from a Kafka topic to durable rows, and how far is that from what the client
 * alone can consume from the same topic in the same run?
 *
 * Size: 1,000,000 call events of about 280 bytes over 8 partitions, one event a message and 100 a message, uncompressed;
 * quick: 100,000. A real broker on the same machine takes its part of the cores. Needs Java and Maven.
 *
 * Estimate, on 2 cores: the client 3 µs a message, reading and hashing 4 µs an event, the database beside it: 100,000
 * to 130,000 events/s at one event a message, 0.3 of the bare consume; 150,000 to 200,000 at 100 a message.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEvent } from '../src/events/parse.ts'
import type { RegistryWireEvent } from '../src/events/types.ts'
import { openSqliteEventStore } from '../src/eventstore/sqlite.ts'
import { openIdentityIndex } from '../src/identities/index.ts'
import { Lanes, ReaderThreads, Writer } from '../src/ingest/index.ts'
import { readRanges, withAdmin } from '../src/kafka/client/admin.ts'
import { runSource } from '../src/kafka/consume/source.ts'
import { readCheckpoint } from '../src/log/partitionEvent.ts'
import { openUsage } from '../src/projections/index.ts'
import { createRegistry, decide, evolve } from '../src/registry/index.ts'
import { type Broker, hasKafka, startBroker } from '../tools/kafka/broker.ts'
import type { Measurement } from './measurement.ts'
import { benchRegistry, produceCalls } from './support/calls.ts'

const partitions = 8

export async function run(options: { quick: boolean }): Promise<Measurement[]> {
  if (!hasKafka()) return []
  const events = options.quick ? 100_000 : 1_000_000
  await using broker = await startBroker()
  const results: Measurement[] = []
  for (const each of [1, 100]) {
    const topic = `calls-${each}`
    await produceCalls(broker.kafka, { topic, partitions, events, each })
    const bare = await consumeBare(broker, topic, events / each)
    const durable = await takeIn(broker, topic, events)
    results.push({
      name: `Kafka to durable rows, ${each === 1 ? 'one event' : `${each} events`} a message`,
      size: `${events / 1_000} k events, ${partitions} partitions`,
      value: Math.round(events / durable),
      unit: 'events/s',
      peer: 'bare consume of kafkajs',
      peerValue: Math.round(events / bare),
      ratio: bare / durable,
    })
  }
  return results
}

/** Seconds from the first message to the last, with the same fetch sizes as ours. */
async function consumeBare(broker: Broker, topic: string, messages: number): Promise<number> {
  const consumer = broker.kafka.consumer({
    groupId: `bare-${topic}`,
    maxBytes: 32 << 20,
    maxBytesPerPartition: 4 << 20,
    maxWaitTimeInMs: 100,
  })
  await consumer.connect()
  await consumer.subscribe({ topic, fromBeginning: true })
  const done = Promise.withResolvers<number>()
  let began = 0
  let seen = 0
  consumer.on(consumer.events.GROUP_JOIN, () => {
    began = performance.now()
  })
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: partitions,
    eachBatch: async ({ batch }) => {
      seen += batch.messages.length
      if (seen >= messages) done.resolve(performance.now())
    },
  })
  const ended = await done.promise
  await consumer.disconnect()
  return (ended - began) / 1_000
}

/** Seconds from the assignment of the partitions until all of it is durable. */
async function takeIn(broker: Broker, topic: string, expected: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'))
  const clock = () => new Date()
  const events = openSqliteEventStore({ path: join(folder, 'events.sqlite'), clock })
  const usage = await openUsage({ path: join(folder, 'usage') })
  const identities = await openIdentityIndex({ folder: join(folder, 'identities') })
  const registry = createRegistry()
  for (const [revision, event] of benchRegistry().entries())
    evolve(registry, decide(parseEvent(event) as RegistryWireEvent, registry), revision)
  const stop = new AbortController()
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => {})
  const { refused } = usage
  const threads = availableParallelism()
  const readers = threads === 1 ? undefined : new ReaderThreads({ count: threads - 1 })
  const writer = new Writer({
    events,
    usage: usage.writer,
    refused,
    identities,
    registry,
    readers,
    randomBytes,
    clock,
    onStopped: (cause) => stopped.reject(cause),
  })
  const lanes = new Lanes(writer)
  let began = 0
  try {
    const until = await withAdmin(broker.kafka, (admin) => readRanges(admin, [topic]))
    const running = runSource({
      kafka: broker.kafka,
      topics: [topic],
      group: `durable-${topic}`,
      deadLetterTopic: 'dead',
      stallMs: 60_000,
      sessionMs: 10_000,
      lanes,
      log: {
        info: () => {
          began = performance.now()
        },
        warn: () => {},
      },
      signal: stop.signal,
      checkpointOf: async (name) => (await readCheckpoint(events, name)).checkpoint,
      until,
    })
    let ended = 0
    while (lanes.counts.accepted < expected && !lanes.stopped)
      await Promise.race([lanes.whenChanged, running])
    ended = performance.now()
    await running
    if (lanes.counts.rejected > 0) throw new Error(JSON.stringify(await refused.list({ limit: 1 })))
    return (ended - began) / 1_000
  } finally {
    await readers?.close()
    await identities.close()
    await usage.close()
    await events.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
