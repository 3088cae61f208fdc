/**
 * Several sources of one group in one process. Each has lanes of its own. All share an event store and a usage store in
 * memory.
 */

import { Lanes, Writer } from '../../src/ingest/index.ts'
import { type PartitionStanding, silentObserver } from '../../src/ingest/observer.ts'
import type { WriterDependencies } from '../../src/ingest/writerDependencies.ts'
import type { PartitionRange } from '../../src/kafka/client/admin.ts'
import { abandon, createKafka } from '../../src/kafka/client/createKafka.ts'
import { blocksOf } from '../../src/kafka/consume/messageBlocks.ts'
import { runSource, type SourceOptions } from '../../src/kafka/consume/source.ts'
import { readCheckpoint } from '../../src/log/partitionEvent.ts'
import { streams } from '../../src/log/streams.ts'
import { createRegistry, evolve, factFromRecorded } from '../../src/registry/index.ts'
import { createMemoryEventStore } from '../../test/support/memoryEventStore.ts'
import { createMemoryIdentities, createMemoryWriter, registryLines } from '../../test/support/memoryIngest.ts'
import { createMemoryRefused } from '../../test/support/memoryRefused.ts'

export type World = Awaited<ReturnType<typeof createWorld>>

/** Has the currency and the assets of `registryLines`. */
export async function createWorld() {
  const events = createMemoryEventStore()
  const usage = createMemoryWriter()
  const refused = createMemoryRefused()
  const lanes = await openLanes({ events, usage, refused })
  const lane = await lanes.open('kafka-registry-0', 'kafka:registry/0')
  const messages = registryLines.map((line, i) => ({ offset: String(i), value: Buffer.from(line) }))
  lanes.add(lane, { blocks: blocksOf(messages), bytes: 1, end: messages.length })
  await lanes.drain()
  return {
    events,
    usage,
    refused,
    /** Ids of the calls that count: those of batches that the log names, once for each time it names them. */
    counted(): string[] {
      const recorded = events.log.filter(({ type }) => type === 'BatchRecorded')
      const rows = Map.groupBy(usage.rows, ({ attempt }) => attempt)
      return recorded.flatMap(({ data }) => {
        const { attempt, rows: count } = data as { attempt: string; rows: number }
        const found = rows.get(attempt) ?? []
        if (found.length !== count) throw new Error(`a batch of ${count} rows has ${found.length}`)
        return found.map(({ id }) => id)
      })
    },
  }
}

interface RunningSource {
  /** The partitions of the source, as it last reported them. */
  readonly standing: () => readonly PartitionStanding[]
  readonly lanes: () => Lanes
  /** The codes of the errors after which it started again, and every line that it logged. */
  readonly restarts: string[]
  readonly logged: string[]
  stop(): void
  /** Resolves when the source has ended by itself or was stopped. */
  readonly ended: Promise<void>
}

let attempts = 0

/** Runs as a worker does: after a failure that may pass it begins again, with new lanes and a new client. */
export function startSource(
  world: World,
  address: string,
  topic: string,
  options: Partial<SourceOptions> & {
    readonly until?: readonly PartitionRange[]
    /** Gets each client before it is used. */
    readonly onKafka?: (kafka: SourceOptions['kafka'], restarts: readonly string[]) => void
  } = {},
): RunningSource {
  const stop = new AbortController()
  const restarts: string[] = []
  const logged: string[] = []
  let lanes: Lanes
  let standing: readonly PartitionStanding[] = []
  const observer = {
    ...silentObserver,
    standing: (now: typeof standing) => {
      standing = now
    },
  }
  const log = {
    info: (_: object, message: string) => void logged.push(message),
    warn: (facts: object, message: string) => void logged.push(`${message} ${JSON.stringify(facts)}`),
  }
  const live = async () => {
    lanes = await openLanes(world)
    const kafka = createKafka({ brokers: [address], security: { tls: undefined, sasl: undefined }, log })
    options.onKafka?.(kafka, restarts)
    try {
      await runSource({
        kafka,
        topics: [topic],
        group: topic,
        deadLetterTopic: `${topic}.dead`,
        sessionMs: 3_000,
        stallMs: 60_000,
        lanes,
        log,
        observer,
        signal: stop.signal,
        checkpointOf: async (partition) => (await readCheckpoint(world.events, partition)).checkpoint,
        ...options,
      })
    } finally {
      abandon(kafka)
    }
  }
  const ended = (async () => {
    for (;;) {
      try {
        await live()
        return
      } catch (error) {
        const { code } = error as { code?: string }
        if (code === undefined) throw error
        restarts.push(code)
        if (stop.signal.aborted) return
      }
    }
  })()
  ended.catch(() => {})
  return { lanes: () => lanes, standing: () => standing, restarts, logged, stop: () => stop.abort(), ended }
}

async function openLanes({
  events,
  usage,
  refused,
}: Pick<WriterDependencies, 'events' | 'usage' | 'refused'>): Promise<Lanes> {
  const registry = createRegistry()
  for await (const event of events.readStream(streams.registry))
    evolve(registry, factFromRecorded(event.type, event.data), event.revision)
  const writer = new Writer({
    events,
    usage,
    refused,
    identities: createMemoryIdentities(),
    registry,
    shared: true,
    randomBytes: (count) => new Uint8Array(count).fill(0).map((_, i) => (++attempts >> (8 * (i % 4))) & 255),
    clock: () => new Date('2026-01-01T00:00:00Z'),
  })
  return new Lanes(writer)
}
