/** Refused events into a topic of their own, for whoever wants to mend them where they came from. */
import { type Kafka, Partitioners, type Producer } from 'kafkajs'
import type { RefusedEvent } from '../ports.ts'
import { withAdmin } from './client.ts'

export interface DeadLetters {
  /** Durable on all replicas in sync when it returns; after a kill an event may be there twice. */
  add(events: readonly RefusedEvent[]): Promise<void>
  close(): Promise<void>
}

const messagesMax = 1_000

/** @throws HeadwaterError `kafka.unreachable` */
export async function openDeadLetters(kafka: Kafka, topic: string): Promise<DeadLetters> {
  await withAdmin(kafka, async (admin) => {
    if (!(await admin.listTopics()).includes(topic)) await admin.createTopics({ topics: [{ topic }] })
  })
  // Most workers never refuse anything: the producer connects when it is needed.
  let producer: Promise<Producer> | undefined
  const connected = async () => {
    const created = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
    await created.connect()
    return created
  }
  return {
    async add(events) {
      producer ??= connected().catch((error: unknown) => {
        producer = undefined
        throw error
      })
      const open = await producer
      for (let at = 0; at < events.length; at += messagesMax) {
        const messages = events.slice(at, at + messagesMax).map(toMessage)
        await open.send({ topic, acks: -1, messages })
      }
    },
    close: async () => (await producer)?.disconnect(),
  }
}

function toMessage({ id, origin, line, code, path, message, raw }: RefusedEvent) {
  return {
    key: id,
    value: raw,
    headers: {
      'headwater-code': code,
      'headwater-path': path,
      'headwater-message': message,
      'headwater-origin': origin,
      'headwater-offset': String(line),
    },
  }
}
