/**
 * Sends events of many requests to Kafka. Events that wait share a send, in rounds: one round after the other, each with
 * as much for every partition as a batch of a topic takes. Where a round fails, it is unknown which of its events are
 * written. The producer sends the round again over a new connection, because Headwater counts an identity once. Where
 * that takes too long, every request that waits fails with a retry. So no later event of a request is sent where an
 * earlier one was not.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kafka } from 'kafkajs'
import { eventBytesMax } from '../../decoding/limits.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import { invariant } from '../../invariant.ts'
import type { Log } from '../client/createKafka.ts'
import { makeTopics, type TopicNames, type Topics } from '../client/topics.ts'
import { type Connection, connectProducer } from './connection.ts'
import type { OutgoingEvent, OutgoingLimits, TopicRole } from './outgoing.ts'
import { type OutgoingMessage, packEvents } from './packing.ts'

/** Bytes of messages that may wait. Beyond that, requests are refused and streams wait. */
export const bufferBytesMax = 64 << 20
/** Of one partition in one round: kafkajs makes one batch of it, and brokers limit batches. */
export const roundPartitionBytesMax = 900_000
const roundBytesMax = 16 << 20
/** Requests that arrive within this time share a send. */
const lingerMs = 2
/** After this long without an acknowledgement every waiting request fails. */
const sendMsMax = 20_000
const reconnectMs = 500
/** What the brokers count for a message beside its value and headers, and rather more. */
const messageSpareBytes = 128
/** What a batch of one event costs beside the event: headers, a fault. */
const batchSpareBytes = 16 << 10

/** Sends that belong together: none goes out after one of them failed. */
export interface Flow {
  failure?: Error
}

interface SendOptions {
  /** Of every message, e.g. `traceparent`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Of a stream, which asks for room before. Without it a full buffer refuses. */
  readonly flow?: Flow
}

export interface EventProducer {
  readonly limits: OutgoingLimits
  /**
   * All of it is durable on all replicas in sync when it returns.
   * @throws HeadwaterError `ingest.busy`; `kafka.unacknowledged`: some of it may be written, send it all again
   */
  send(events: Iterable<OutgoingEvent>, options?: SendOptions): Promise<void>
  /** Resolves when there is room for more. */
  room(): Promise<void>
  /** Call it when no request waits any more. */
  close(): Promise<void>
}

interface ProducerOptions {
  /** A client for each connection: one that hangs is abandoned as a whole. */
  readonly createClient: () => Kafka
  readonly names: TopicNames
  /** Of the topic of calls, where it is made. */
  readonly callsPartitions: number
  readonly log: Log
}

/** @throws HeadwaterError `kafka.*` */
export async function openEventProducer(options: ProducerOptions): Promise<EventProducer> {
  const { createClient, names, callsPartitions, log } = options
  await makeTopics(createClient(), names, callsPartitions)
  const connect = () => connectProducer(createClient(), names)
  return createEventProducer(await connect(), connect, log)
}

/** @param waitMsMax for an acknowledgement */
export function createEventProducer(
  connection: Connection,
  connect: () => Promise<Connection>,
  log: Log,
  waitMsMax = sendMsMax,
): EventProducer {
  return new Producer(connection, connect, log, waitMsMax)
}

interface Request {
  /** Messages of it that are not acknowledged. */
  left: number
  readonly flow: Flow
  readonly done: PromiseWithResolvers<void>
}

interface Parcel {
  readonly message: OutgoingMessage
  readonly bytes: number
  readonly request: Request
}

class Producer implements EventProducer {
  #connection: Connection | undefined
  #topics: Topics
  readonly #connect: () => Promise<Connection>
  readonly #log: Log
  readonly #waitMsMax: number
  /** By topic and partition. */
  readonly #queues = new Map<string, Parcel[]>()
  #bytes = 0
  #change = Promise.withResolvers<void>()
  #running: Promise<void> | undefined
  #closed = false

  constructor(connection: Connection, connect: () => Promise<Connection>, log: Log, waitMsMax: number) {
    this.#waitMsMax = waitMsMax
    this.#connection = connection
    this.#topics = connection.topics
    this.#connect = connect
    this.#log = log
  }

  get limits(): OutgoingLimits {
    const largest = (role: TopicRole) =>
      Math.min(eventBytesMax, this.#topics.batchBytesMax[role] - batchSpareBytes)
    return { eventBytesMax: { calls: largest('calls'), registry: largest('registry') } }
  }

  async send(events: Iterable<OutgoingEvent>, { headers = {}, flow }: SendOptions = {}): Promise<void> {
    if (flow?.failure) throw flow.failure
    const messages = packEvents(events, this.#topics.partitions)
    if (messages.length === 0) return
    invariant(!this.#closed, 'nothing is sent through a closed producer')
    if (flow === undefined && this.#isFull) failBusy()
    const request: Request = { left: messages.length, flow: flow ?? {}, done: Promise.withResolvers() }
    for (const message of messages)
      this.#enqueue({ ...message, headers: { ...message.headers, ...headers } }, request)
    this.#running ??= this.#run()
    return request.done.promise
  }

  async room(): Promise<void> {
    while (this.#isFull) await this.#change.promise
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#running
    // All events are acknowledged, so a failed disconnect does not matter.
    await this.#connection?.close().catch(() => {})
  }

  get #isFull(): boolean {
    return this.#bytes >= bufferBytesMax
  }

  #enqueue(message: OutgoingMessage, request: Request): void {
    let bytes = message.value.length + messageSpareBytes
    for (const [name, value] of Object.entries(message.headers))
      bytes += name.length + Buffer.byteLength(value)
    const key = `${message.topic} ${message.partition}`
    const queue = this.#queues.get(key)
    if (queue) queue.push({ message, bytes, request })
    else this.#queues.set(key, [{ message, bytes, request }])
    this.#bytes += bytes
  }

  /** Runs as long as something waits. Never rejects. */
  async #run(): Promise<void> {
    await sleep(lingerMs)
    while (this.#queues.size > 0) {
      const round = this.#takeRound()
      try {
        await this.#deliver(round.map(({ message }) => message))
        for (const { request } of round) if (--request.left === 0) request.done.resolve()
      } catch (error) {
        this.#failAll(round, error as Error)
      }
      this.#freed(round)
    }
    // Set in the same turn as the last look at what waits, so a later event begins a run of its own.
    this.#running = undefined
  }

  /** In order within a partition. At least one message of some partition, however large. */
  #takeRound(): Parcel[] {
    const round: Parcel[] = []
    let left = roundBytesMax
    for (const [key, queue] of this.#queues) {
      const limit = Math.min(roundPartitionBytesMax, this.#topics.batchBytesMax[queue[0]!.message.topic])
      let bytes = 0
      let count = 0
      while (count < queue.length) {
        const next = queue[count]!.bytes
        if (count > 0 && bytes + next > limit) break
        bytes += next
        count++
      }
      round.push(...queue.splice(0, count))
      if (queue.length === 0) this.#queues.delete(key)
      left -= bytes
      if (left <= 0) break
    }
    return round
  }

  /** @throws HeadwaterError `kafka.unacknowledged` */
  async #deliver(messages: readonly OutgoingMessage[]): Promise<void> {
    const until = performance.now() + this.#waitMsMax
    for (;;) {
      try {
        await withinTime(until, (signal) => this.#attempt(messages, signal))
        return
      } catch (error) {
        this.#drop()
        // Anything else is a bug.
        if (!(error instanceof HeadwaterError)) throw error
        this.#log.warn({ code: error.code, message: error.message }, 'sending to Kafka failed')
        if (!error.retry || performance.now() + reconnectMs > until) throw unacknowledged(error)
      }
      await sleep(reconnectMs)
    }
  }

  async #attempt(messages: readonly OutgoingMessage[], signal: AbortSignal): Promise<void> {
    let connection = this.#connection
    if (connection === undefined) {
      connection = await this.#connect()
      if (signal.aborted) {
        connection.abandon()
        return
      }
      this.#connection = connection
      this.#topics = connection.topics
    }
    await connection.send(messages)
  }

  #drop(): void {
    this.#connection?.abandon()
    this.#connection = undefined
  }

  #failAll(round: readonly Parcel[], error: Error): void {
    const waiting = [...this.#queues.values()].flat()
    this.#queues.clear()
    for (const { request } of [...round, ...waiting]) {
      request.flow.failure = error
      request.done.reject(error)
    }
    this.#freed(waiting)
  }

  #freed(parcels: readonly Parcel[]): void {
    for (const { bytes } of parcels) this.#bytes -= bytes
    const { resolve } = this.#change
    this.#change = Promise.withResolvers()
    resolve()
  }
}

/** @param work gets a signal that aborts when no caller waits any more */
async function withinTime(until: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const over = new AbortController()
  const late = sleep(Math.max(0, until - performance.now()), undefined, { signal: over.signal }).then(() =>
    fail('kafka.unreachable', 'No answer came in time.'),
  )
  const done = work(over.signal)
  // The loser of the race has no listener.
  late.catch(() => {})
  done.catch(() => {})
  try {
    await Promise.race([done, late])
  } finally {
    over.abort()
  }
}

function unacknowledged(cause: HeadwaterError): HeadwaterError {
  const message = `Kafka has not acknowledged the events; some may be written. ${cause.message}`
  return new HeadwaterError({ code: 'kafka.unacknowledged', message }, { cause })
}

function failBusy(): never {
  fail('ingest.busy', `${bufferBytesMax >> 20} MiB of events wait for Kafka already.`)
}
