/**
 * Sends refused events to a topic of their own, byte for byte, so that their producer can fix them. An event that the
 * broker finds too large is cut and says so: a message that can't be kept whole must not stop those behind it.
 */
import { type Kafka, type Message, type PartitionerArgs, Partitioners } from 'kafkajs'
import { fail } from '../../errors.ts'
import type { RefusedKeeper } from '../../ingest/batch/keepRefused.ts'
import type { Refusal } from '../../ingest/batch/openBatch.ts'
import type { RefusedEvent } from '../../usage/refused.ts'
import { topicNames, withAdmin } from '../client/admin.ts'
import { toHeadwaterError } from '../client/failures.ts'
import type { HeaderValue } from './messageHeaders.ts'
import { type Original, originalOf } from './originalMessage.ts'

interface DeadLetters {
  /** Durable on all replicas in sync when it returns; after a kill an event may be there twice. */
  readonly add: RefusedKeeper['add']
  close(): Promise<void>
}

/** Of one request; brokers take about 1 MiB unless they are configured otherwise. */
const sendBytesMax = 900_000
const messagesMax = 1_000
/** Brokers close the connection without an answer where a request is much larger. */
const valueBytesMax = 32 << 20
/** What is kept of an event that the broker does not take whole. */
const cutBytes = [64 << 10, 512]

/** @throws HeadwaterError `kafka.unreachable`, `kafka.denied` */
export async function openDeadLetters(kafka: Kafka, topic: string): Promise<DeadLetters> {
  await withAdmin(kafka, async (admin) => {
    if (!(await topicNames(admin)).has(topic))
      await admin.createTopics({ topics: [{ topic }], waitForLeaders: false })
  })
  // Most workers never refuse an event, so the producer connects when it is first needed.
  let sender: Promise<LetterSender> | undefined
  return {
    async add(events, refusals) {
      sender ??= connectSender(kafka, topic).catch((error: unknown) => {
        sender = undefined
        throw error
      })
      try {
        const { send } = await sender
        for (const part of parts(events, refusals)) await sendAll(send, part)
      } catch (error) {
        throw toHeadwaterError(error)
      }
    },
    close: async () => (await sender)?.close(),
  }
}

type Send = (messages: Message[]) => Promise<void>

interface LetterSender {
  /** Sends run one at a time. */
  readonly send: Send
  close(): Promise<void>
}

/**
 * The client reports success even where it left out a partition whose leader has just moved. Only partitions that
 * answered have the messages.
 */
async function connectSender(kafka: Kafka, topic: string): Promise<LetterSender> {
  const used = new Set<number>()
  const choosing = () => {
    const choose = Partitioners.DefaultPartitioner()
    return (message: PartitionerArgs) => {
      const partition = choose(message)
      used.add(partition)
      return partition
    }
  }
  const producer = kafka.producer({ createPartitioner: choosing })
  await producer.connect()
  return {
    async send(messages) {
      used.clear()
      for (const { partition } of await producer.send({ topic, acks: -1, messages })) used.delete(partition)
      const [missing] = used
      if (missing !== undefined) fail('kafka.unreachable', `Partition ${missing} of ${topic} did not answer.`)
    },
    close: () => producer.disconnect(),
  }
}

function* parts(events: readonly RefusedEvent[], refusals: readonly Refusal[]): Generator<Message[]> {
  let part: Message[] = []
  let size = 0
  for (const [i, event] of events.entries()) {
    const message = toMessage(event, refusals[i]!)
    const bytes = message.value?.length ?? 0
    if (part.length > 0 && (part.length === messagesMax || size + bytes > sendBytesMax)) {
      yield part
      part = []
      size = 0
    }
    part.push(message)
    size += bytes
  }
  if (part.length > 0) yield part
}

function toMessage({ id, origin, line, code, path, message, raw }: RefusedEvent, refusal: Refusal): Message {
  const original = originalOf(refusal)
  const key = original?.key ?? undefined
  const letter = {
    key: id,
    value: original ? original.value : raw,
    headers: {
      ...(original && withoutNull(original.headers)),
      'headwater-code': code,
      'headwater-path': path,
      'headwater-message': message,
      'headwater-origin': origin,
      'headwater-offset': String(line),
      ...(key && { 'headwater-key': key }),
      ...(original?.cut && { 'headwater-cut': 'true' }),
    },
  }
  return (letter.value?.length ?? 0) > valueBytesMax ? cutTo(letter, cutBytes[0]!) : letter
}

/** The client can't send a header without a value, so the value becomes empty. */
function withoutNull(headers: Original['headers']): NonNullable<Message['headers']> {
  const value = (one: HeaderValue) => (Array.isArray(one) ? one.map((each) => each ?? empty) : (one ?? empty))
  return Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, value(one)]))
}

const empty = Buffer.alloc(0)

async function sendAll(send: Send, messages: Message[]): Promise<void> {
  try {
    await send(messages)
  } catch (error) {
    if (!isTooLarge(error)) throw error
    if (messages.length === 1) await sendCut(send, messages[0]!)
    // The messages together are too large, or one of them is.
    else for (const message of messages) await sendAll(send, [message])
  }
}

async function sendCut(send: Send, message: Message): Promise<void> {
  for (const [i, bytes] of cutBytes.entries()) {
    try {
      await send([cutTo(message, bytes)])
      return
    } catch (error) {
      if (!isTooLarge(error) || i === cutBytes.length - 1) throw error
    }
  }
}

/** The beginning of the event, without its headers, because they may be too large. */
function cutTo({ key, value, headers }: Message, bytes: number): Message {
  const own = Object.entries(headers!).filter(([name]) => name.startsWith('headwater-'))
  const { 'headwater-key': _, ...kept } = Object.fromEntries(own)
  return {
    key: key!,
    value: value && Buffer.from(value).subarray(0, bytes),
    headers: { ...kept, 'headwater-cut': 'true' },
  }
}

function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { type } = error as { type?: string }
  return type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE' || isTooLarge(error.cause)
}
