/**
 * Topics into lanes. Kafka says which partitions are ours; where each goes on, our own log says: on assignment the
 * consumer seeks to the checkpoint, and whatever comes from another offset is thrown away. Offsets are committed to
 * Kafka after the rows are durable, as advice for those who watch the group; nothing here reads them.
 */
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs'
import { fail } from '../../errors.ts'
import { type IngestObserver, silentObserver } from '../observer.ts'
import { inOurWords, type Log, laneName, type PartitionRange, readRanges, withAdmin } from './client.ts'
import { openDeadLetters } from './deadLetters.ts'
import type { Lane } from './lane.ts'
import type { Lanes } from './lanes.ts'
import { blocksOf } from './messages.ts'

export interface SourceOptions {
  readonly kafka: Kafka
  readonly topics: readonly string[]
  readonly group: string
  readonly deadLetterTopic: string
  /** Silent for so long, a worker is taken for dead. */
  readonly sessionMs: number
  readonly lanes: Lanes
  readonly log: Log
  readonly observer?: IngestObserver
  /** Ends it: what waits becomes durable first. */
  readonly signal: AbortSignal
  /** Ends it once all of this is durable, by whichever worker. */
  readonly until?: readonly PartitionRange[]
  /** The log's checkpoint of a partition that may be another worker's. */
  readonly checkpointOf: (partition: string) => Promise<number | undefined>
}

const fetchBytesMax = 32 << 20
const partitionFetchBytesMax = 4 << 20
const partitionsAtOnce = 8
const fetchWaitMs = 100
/** How often offsets are committed, progress is looked at and the end is asked for. */
const tickMs = 500
/** Lag and no progress for so long: the consumer hangs. */
export const stallMsMax = 60_000

/**
 * Runs until it is told to stop, or has caught up.
 * @throws HeadwaterError `kafka.*`, and whatever stopped the lanes
 */
export async function runSource(options: SourceOptions): Promise<void> {
  const { kafka, lanes, group, sessionMs, deadLetterTopic } = options
  const letters = await openDeadLetters(kafka, deadLetterTopic)
  lanes.alsoRefused = (events) => letters.add(events)
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: sessionMs,
    heartbeatInterval: Math.max(200, Math.floor(sessionMs / 5)),
    rebalanceTimeout: Math.max(10_000, sessionMs * 2),
    maxBytes: fetchBytesMax,
    maxBytesPerPartition: partitionFetchBytesMax,
    maxWaitTimeInMs: fetchWaitMs,
  })
  const source = new Source(options, consumer)
  try {
    await source.run()
  } catch (error) {
    throw inOurWords(error)
  } finally {
    await consumer.disconnect().catch(() => {})
    source.letGo()
    await letters.close().catch(() => {})
  }
}

interface Owned {
  readonly topic: string
  readonly partition: number
  readonly lane: Promise<Lane>
  /** What the brokers were last known to hold. */
  readonly range: { low: number; high: number }
}

class Source {
  private readonly options: SourceOptions
  private readonly consumer: Consumer
  private readonly observer: IngestObserver
  private readonly owned = new Map<string, Owned>()
  private readonly committed = new Map<string, number>()
  private readonly ended = Promise.withResolvers<void>()
  private stopping = false

  constructor(options: SourceOptions, consumer: Consumer) {
    this.options = options
    this.consumer = consumer
    this.observer = options.observer ?? silentObserver
  }

  async run(): Promise<void> {
    const { consumer, ended } = this
    const { signal, topics, lanes } = this.options
    const { GROUP_JOIN, CRASH, HEARTBEAT } = consumer.events
    consumer.on(HEARTBEAT, () => {
      this.heardAt = performance.now()
    })
    consumer.on(GROUP_JOIN, ({ payload }) => this.assigned(payload.memberAssignment))
    consumer.on(CRASH, ({ payload }) => ended.reject(payload.error))
    // Failures are told by `ended`; nobody may be waiting for it yet.
    ended.promise.catch(() => {})
    const stop = () => ended.resolve()
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    const timer = setInterval(() => void this.tick().catch(ended.reject), tickMs)
    try {
      await consumer.connect()
      await consumer.subscribe({ topics: [...topics], fromBeginning: true })
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsAtOnce,
        eachBatch: (payload) => this.take(payload),
      })
      await ended.promise
      this.stopping = true
      await lanes.drain()
      await this.commitOffsets()
    } finally {
      this.stopping = true
      clearInterval(timer)
      signal.removeEventListener('abort', stop)
    }
  }

  letGo(): void {
    this.stopping = true
    this.observer.standing([])
    this.observer.connected(false)
    for (const name of this.owned.keys()) this.options.lanes.close(name)
    this.owned.clear()
  }

  /** What stays ours goes on; what was taken away is let go, its last batch committed or lost at the fence. */
  private assigned(assignment: Readonly<Record<string, readonly number[]>>): void {
    const { lanes, log } = this.options
    const names = new Set<string>()
    for (const [topic, partitions] of Object.entries(assignment)) {
      for (const partition of partitions) {
        const name = laneName(topic, partition)
        names.add(name)
        if (this.owned.has(name)) continue
        const range = { low: 0, high: 0 }
        const lane = this.open(topic, partition, range)
        lane.catch((error: unknown) => this.ended.reject(error))
        this.owned.set(name, { topic, partition, lane, range })
      }
    }
    for (const name of [...this.owned.keys()]) {
      if (names.has(name)) continue
      this.owned.delete(name)
      this.committed.delete(name)
      lanes.close(name)
    }
    log.info({ partitions: [...names] }, 'partitions assigned')
  }

  private async open(topic: string, partition: number, range: Owned['range']): Promise<Lane> {
    const { lanes, kafka } = this.options
    const name = laneName(topic, partition)
    const lane = await lanes.open(name, `kafka:${topic}/${partition}`)
    const ranges = await withAdmin(kafka, (admin) => readRanges(admin, [topic]))
    const { low, high } = ranges.find((found) => found.partition === partition) ?? range
    range.low = low
    range.high = high
    // Where the log knows nothing the partition begins with the oldest message that there is.
    lane.expected ??= low
    if (lane.expected < low || lane.expected > high) {
      fail(
        'kafka.checkpointOutside',
        `Partition ${partition} of ${topic} was taken in up to offset ${lane.expected}, and holds offsets ${low} to ${high}.`,
        { data: { topic, partition, checkpoint: lane.expected, low, high } },
      )
    }
    this.seek(topic, partition, lane)
    return lane
  }

  private seek(topic: string, partition: number, lane: Lane): void {
    this.consumer.seek({ topic, partition, offset: String(lane.expected) })
  }

  private async take({ batch, resolveOffset, heartbeat, isRunning }: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = batch
    const { lanes } = this.options
    const name = laneName(topic, partition)
    const owned = this.owned.get(name)
    const lane = await owned?.lane
    if (owned === undefined || lane === undefined || lane.gone || this.stopping) return
    owned.range.high = Math.max(owned.range.high, Number(batch.highWatermark))
    const { fetchedOffset } = batch as typeof batch & { readonly fetchedOffset: string }
    if (Number(fetchedOffset) !== lane.expected) {
      this.seek(topic, partition, lane)
      return
    }
    while (!lanes.hasRoom(lane) && !lane.gone) {
      await Promise.race([lanes.whenChanged, new Promise((resolve) => setTimeout(resolve, fetchWaitMs))])
      await heartbeat()
      if (!isRunning() || this.stopping) return
    }
    if (lane.gone) return
    const last = batch.lastOffset()
    let bytes = 0
    for (const { value } of messages) bytes += value?.length ?? 0
    this.observer.received(bytes)
    this.observer.fetched(name, messages)
    lanes.add(lane, { blocks: blocksOf(messages), bytes, end: Number(last) + 1 })
    resolveOffset(last)
    await heartbeat()
  }

  private heardAt = Number.NEGATIVE_INFINITY

  private async tell(): Promise<void> {
    const standing = []
    for (const [name, { topic, partition, lane, range }] of this.owned) {
      const { checkpoint, queuedBytes } = await lane
      standing.push({ name, topic, partition, checkpoint, ...range, waitingBytes: queuedBytes })
    }
    if (this.stopping) return
    this.observer.standing(standing)
    this.observer.connected(performance.now() - this.heardAt < this.options.sessionMs)
  }

  private progressAt = performance.now()
  private progress = -1
  private ticking = false

  private async tick(): Promise<void> {
    const { lanes, until } = this.options
    if (lanes.stopped) throw lanes.stopped
    if (this.ticking || this.stopping) return
    this.ticking = true
    try {
      await this.tell()
      await this.commitOffsets()
      if (until !== undefined && (await this.hasCaughtUp(until))) this.ended.resolve()
      await this.watch()
    } finally {
      this.ticking = false
    }
  }

  /** Advice only: a failure costs nothing but a stale display. */
  private async commitOffsets(): Promise<void> {
    const offsets = []
    for (const [name, { topic, partition, lane }] of this.owned) {
      const { checkpoint } = await lane
      if (checkpoint === undefined || this.committed.get(name) === checkpoint) continue
      this.committed.set(name, checkpoint)
      offsets.push({ topic, partition, offset: String(checkpoint) })
    }
    if (offsets.length > 0) await this.consumer.commitOffsets(offsets).catch(() => {})
  }

  private async hasCaughtUp(until: readonly PartitionRange[]): Promise<boolean> {
    for (const { topic, partition, low, high } of until) {
      if (low === high) continue
      const name = laneName(topic, partition)
      const owned = await this.owned.get(name)?.lane
      const checkpoint = owned ? owned.checkpoint : await this.options.checkpointOf(name)
      if (checkpoint === undefined || checkpoint < high) return false
    }
    return true
  }

  /** @throws HeadwaterError `kafka.stalled` */
  private async watch(): Promise<void> {
    let progress = 0
    for (const { lane } of this.owned.values()) progress += (await lane).checkpoint ?? 0
    const now = performance.now()
    if (progress !== this.progress) {
      this.progress = progress
      this.progressAt = now
    }
    if (now - this.progressAt < stallMsMax) return
    this.progressAt = now
    const { kafka, topics } = this.options
    for (const { topic, partition, low, high } of await withAdmin(kafka, (admin) =>
      readRanges(admin, topics),
    )) {
      const lane = await this.owned.get(laneName(topic, partition))?.lane
      if (lane && (lane.checkpoint ?? low) < high)
        fail(
          'kafka.stalled',
          `Partition ${partition} of ${topic} has lag, and nothing came for ${stallMsMax / 1_000} s.`,
        )
    }
  }
}
