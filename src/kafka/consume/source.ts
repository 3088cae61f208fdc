/**
 * Reads topics into lanes. Kafka decides which partitions this worker reads. The log decides where each goes on: on
 * assignment the consumer seeks to the checkpoint, and messages from other offsets are discarded. Offsets are committed
 * to Kafka after the rows are durable, for operators who watch the group; this code does not read them.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Consumer, ConsumerStartBatchProcessEvent, EachBatchPayload, Kafka } from 'kafkajs'
import type { Lanes } from '../../ingest/lanes/lanes.ts'
import { type IngestObserver, silentObserver } from '../../ingest/observer.ts'
import type { PartitionRange } from '../client/admin.ts'
import type { Log } from '../client/createKafka.ts'
import { answered, toHeadwaterError } from '../client/failures.ts'
import { Assignment } from './assignment.ts'
import { Backlog } from './backlog.ts'
import { openDeadLetters } from './deadLetters.ts'
import { bytesOf, fetchedBlocks } from './messageBlocks.ts'
import { OffsetAdvice } from './offsetAdvice.ts'
import { assignerWithPlainFetches } from './plainFetches.ts'
import { every, patiently } from './waiting.ts'

export interface SourceOptions {
  readonly kafka: Kafka
  readonly topics: readonly string[]
  readonly group: string
  readonly deadLetterTopic: string
  /** After this long without a heartbeat the group removes a worker. */
  readonly sessionMs: number
  /** After this long with lag and without progress the consumer counts as hanging. */
  readonly stallMs: number
  readonly lanes: Lanes
  readonly log: Log
  readonly observer?: IngestObserver
  /** Ends the source; what waits becomes durable first. */
  readonly signal: AbortSignal
  /** Ends the source once all of this is durable, by any worker. */
  readonly until?: readonly PartitionRange[]
  /** The log's checkpoint of a partition that may be another worker's. */
  readonly checkpointOf: (partition: string) => Promise<number | undefined>
}

const fetchBytesMax = 32 << 20
const partitionFetchBytesMax = 4 << 20
const partitionsAtOnce = 8
const fetchWaitMs = 100
/** How often offsets are committed and the brokers are asked for the end of each partition. */
const tickMs = 500
/** Disconnecting may take this long; then the connection counts as dead. */
const disconnectMsMax = 5_000

/**
 * Runs until its signal aborts, or until it has caught up. After a failure the client may still wait for answers that
 * never come: `abandon` it, and begin with another.
 * @throws HeadwaterError `kafka.*`, and whatever stopped the lanes
 */
export async function runSource(options: SourceOptions): Promise<void> {
  const { kafka, lanes, group, sessionMs, deadLetterTopic } = options
  const letters = await openDeadLetters(kafka, deadLetterTopic)
  lanes.alsoRefused = letters.add
  const consumer = kafka.consumer({
    groupId: group,
    sessionTimeout: sessionMs,
    heartbeatInterval: heartbeatMs(sessionMs),
    rebalanceTimeout: rebalanceMs(sessionMs),
    maxBytes: fetchBytesMax,
    maxBytesPerPartition: partitionFetchBytesMax,
    maxWaitTimeInMs: fetchWaitMs,
    partitionAssigners: [assignerWithPlainFetches],
    // A consumer that crashed would restart by itself for ever, even after this process has disconnected it. The
    // worker opens a new one instead.
    retry: { restartOnFailure: async () => false },
  })
  const source = new Source(options, consumer)
  try {
    await source.run()
  } catch (error) {
    throw toHeadwaterError(error)
  } finally {
    await answered(consumer.disconnect(), disconnectMsMax).catch(() => {})
    source.release()
    await answered(letters.close(), disconnectMsMax).catch(() => {})
  }
}

const heartbeatMs = (sessionMs: number) => Math.max(200, Math.floor(sessionMs / 5))
const rebalanceMs = (sessionMs: number) => Math.max(10_000, sessionMs * 2)

class Source {
  readonly #options: SourceOptions
  readonly #consumer: Consumer
  readonly #observer: IngestObserver
  readonly #assignment: Assignment
  readonly #offsets: OffsetAdvice
  readonly #backlog: Backlog
  readonly #ended = Promise.withResolvers<void>()
  #stopping = false
  /** When the group last answered. */
  #heardAt = Number.NEGATIVE_INFINITY

  constructor(options: SourceOptions, consumer: Consumer) {
    this.#options = options
    this.#consumer = consumer
    this.#observer = options.observer ?? silentObserver
    this.#assignment = new Assignment({ ...options, consumer, onFailed: this.#ended.reject })
    this.#offsets = new OffsetAdvice(consumer)
    const meetingMs = rebalanceMs(options.sessionMs)
    this.#backlog = new Backlog({ ...options, meetingMs, assignment: this.#assignment })
  }

  async run(): Promise<void> {
    const ended = this.#ended
    const { signal, lanes } = this.#options
    // `ended` reports failures; perhaps no caller awaits it yet.
    ended.promise.catch(() => {})
    const stop = () => ended.resolve()
    signal.addEventListener('abort', stop)
    if (signal.aborted) stop()
    const timers = [
      every(tickMs, () => this.#tick(), ended.reject),
      every(this.#backlog.lookMs, () => this.#backlog.look(), ended.reject),
    ]
    try {
      // Starting may itself hang.
      await Promise.race([this.#begin(), ended.promise])
      await ended.promise
      this.#stopping = true
      await lanes.drain()
      await answered(this.#offsets.tellAll(this.#assignment.open), disconnectMsMax).catch(() => {})
    } finally {
      this.#stopping = true
      for (const timer of timers) clearInterval(timer)
      signal.removeEventListener('abort', stop)
    }
  }

  release(): void {
    this.#stopping = true
    this.#assignment.release()
    this.#observer.standing([])
    this.#observer.connected(false)
  }

  async #begin(): Promise<void> {
    const consumer = this.#consumer
    const ended = this.#ended
    const { GROUP_JOIN, HEARTBEAT, REBALANCING, CRASH, START_BATCH_PROCESS } = consumer.events
    consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#backlog.met()
      if (!this.#stopping) this.#assignment.update(payload.memberId, payload.memberAssignment)
    })
    consumer.on(HEARTBEAT, () => {
      this.#heardAt = performance.now()
      if (!this.#stopping) this.#assignment.reopenLost()
    })
    consumer.on(REBALANCING, () => this.#backlog.meeting())
    consumer.on(CRASH, ({ payload }) => ended.reject(payload.error))
    consumer.on(START_BATCH_PROCESS, (event) => this.#skip(event))
    await consumer.connect()
    await consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: (payload) => this.#take(payload),
    })
  }

  async #take({ batch, resolveOffset, heartbeat, isRunning }: EachBatchPayload): Promise<void> {
    const { topic, partition, messages } = batch
    const { lanes, sessionMs } = this.#options
    const alive = () => isRunning() && !this.#stopping
    const owned = this.#assignment.find(topic, partition)
    if (owned === undefined) return
    // A lane whose opening fails ends the source.
    const lane = await patiently(
      owned.opening.catch(() => undefined),
      heartbeatMs(sessionMs),
      heartbeat,
    )
    if (lane === undefined || lane.gone || !alive()) return
    const { fetchedOffset, highWatermark } = batch as typeof batch & { readonly fetchedOffset: string }
    owned.high = Math.max(owned.high, Number(highWatermark))
    if (Number(fetchedOffset) !== lane.expected) {
      this.#assignment.seek(topic, partition, lane)
      return
    }
    while (!lanes.hasRoom(lane) && !lane.gone) {
      await Promise.race([lanes.whenChanged, sleep(fetchWaitMs)])
      await heartbeat()
      if (!alive()) return
    }
    if (lane.gone) return
    const last = batch.lastOffset()
    const bytes = bytesOf(messages)
    this.#observer.received(bytes)
    this.#observer.fetched(owned.name, messages)
    lanes.add(lane, { blocks: fetchedBlocks(messages, lane.expected), bytes, end: Number(last) + 1 })
    resolveOffset(last)
    await heartbeat()
  }

  /** The client skips messages of aborted transactions, and markers of transactions. */
  async #skip({ payload }: ConsumerStartBatchProcessEvent): Promise<void> {
    const { topic, partition, batchSize, firstOffset, lastOffset } = payload
    if (batchSize > 0 || firstOffset === null) return
    const lane = await this.#assignment.find(topic, partition)?.opening.catch(() => undefined)
    if (lane?.expected === undefined || lane.gone || this.#stopping) return
    const end = Number(lastOffset) + 1
    if (Number(firstOffset) > lane.expected || end <= lane.expected) return
    this.#options.lanes.add(lane, { blocks: [].values(), bytes: 0, end })
  }

  /** For metrics: how far each partition is, and whether the group answers. */
  #tell(): void {
    const standing = this.#assignment.open.map(({ name, topic, partition, lane, low, high }) => {
      const { checkpoint, queuedBytes: waitingBytes } = lane
      return { name, topic, partition, checkpoint, low, high, waitingBytes }
    })
    this.#observer.standing(standing)
    this.#observer.connected(performance.now() - this.#heardAt < this.#options.sessionMs)
  }

  async #tick(): Promise<void> {
    const { lanes, until } = this.#options
    if (lanes.stopped) throw lanes.stopped
    if (this.#stopping) return
    this.#tell()
    this.#offsets.tell(this.#assignment.open)
    if (until !== undefined && (await this.#backlog.hasReached(until))) this.#ended.resolve()
  }
}
