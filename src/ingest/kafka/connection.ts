/**
 * One session of an idempotent producer. kafkajs takes a sequence number back when a request fails, even where the
 * broker has its messages: the next messages would then pass for a repetition of those, acknowledged and never written.
 * It also leaves a partition out, and reports success, whose leader moved to a broker that had answered already. So a
 * connection sends one thing at a time, says success only where every partition answered, and is thrown away, with its
 * producer id, at the first failure.
 */
import type { Kafka, ProducerBatch } from 'kafkajs'
import { fail } from '../../errors.ts'
import { inOurWords } from './client.ts'
import type { OutgoingMessage } from './packing.ts'
import { readTopics, type TopicNames, type Topics } from './topics.ts'

export interface Connection {
  readonly topics: Topics
  /**
   * Durable on all replicas in sync when it returns; not to be called again before that, nor after a failure.
   * @throws HeadwaterError `kafka.unreachable`: what was sent may be there, in part, or not
   */
  send(messages: readonly OutgoingMessage[]): Promise<void>
  close(): Promise<void>
}

/** Each the same request to the same session, which counts it once. */
const retriesMax = 3
const retryMs = 200
const answerMsMax = 15_000

/** @throws HeadwaterError `kafka.*` */
export async function connectProducer(kafka: Kafka, names: TopicNames): Promise<Connection> {
  const topics = await readTopics(kafka, names)
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    retry: { retries: retriesMax, initialRetryTime: retryMs },
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition!,
  })
  try {
    await producer.connect()
  } catch (error) {
    producer.disconnect().catch(() => {})
    throw inOurWords(error)
  }
  return {
    topics,
    async send(messages) {
      try {
        const answers = await producer.sendBatch(batchOf(messages, names))
        const written = new Set(answers.map(({ topicName, partition }) => `${topicName} ${partition}`))
        const missing = messages.find(({ topic, partition }) => !written.has(`${names[topic]} ${partition}`))
        if (missing)
          fail(
            'kafka.unreachable',
            `Partition ${missing.partition} of ${names[missing.topic]} did not answer.`,
          )
      } catch (error) {
        throw inOurWords(error)
      }
    },
    close: () => producer.disconnect(),
  }
}

function batchOf(messages: readonly OutgoingMessage[], names: TopicNames): ProducerBatch {
  const topicMessages = (['calls', 'registry'] as const).map((role) => ({
    topic: names[role],
    messages: messages
      .filter(({ topic }) => topic === role)
      .map(({ partition, value, headers }) => ({ key: null, partition, value, headers: { ...headers } })),
  }))
  return {
    acks: -1,
    timeout: answerMsMax,
    topicMessages: topicMessages.filter((topic) => topic.messages.length > 0),
  }
}
