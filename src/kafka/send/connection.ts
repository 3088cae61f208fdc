/**
 * One session of an idempotent producer. kafkajs takes a sequence number back when a request fails, even where the
 * broker has its messages: the next messages would then pass for a repetition of those, acknowledged and never written.
 * It also leaves out a partition whose leader moved to a broker that had answered already, and reports success. So a
 * connection sends one thing at a time, says success only where every partition answered, and is discarded, with its
 * producer id and its client, at the first failure.
 */
import { type Kafka, logLevel, type ProducerBatch } from 'kafkajs'
import { fail } from '../../errors.ts'
import { abandon } from '../client/createKafka.ts'
import { answered, toHeadwaterError } from '../client/failures.ts'
import { readTopics, type TopicNames, type Topics } from '../client/topics.ts'
import type { OutgoingMessage } from './packing.ts'

export interface Connection {
  readonly topics: Topics
  /**
   * Durable on all replicas in sync when it returns; not to be called again before that, nor after a failure.
   * @throws HeadwaterError `kafka.unreachable`: what was sent may be there, in part, or not
   */
  send(messages: readonly OutgoingMessage[]): Promise<void>
  /** Disconnects. Call it when no send is under way. */
  close(): Promise<void>
  /** Breaks off: every send under way fails now. */
  abandon(): void
}

/** Each try is the same request to the same session, which counts it once. */
const retriesMax = 3
const retryMs = 200
const answerMsMax = 15_000
const goodbyeMsMax = 2_000

/**
 * @param kafka a client that is this connection's alone
 * @throws HeadwaterError `kafka.*`
 */
export async function connectProducer(kafka: Kafka, names: TopicNames): Promise<Connection> {
  // The client warns about every session with a bounded number of tries; here a failed session is discarded.
  kafka.logger().setLogLevel(logLevel.ERROR)
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
  let topics: Topics
  try {
    topics = await readTopics(kafka, names)
    await producer.connect()
  } catch (error) {
    abandon(kafka)
    throw toHeadwaterError(error)
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
        throw toHeadwaterError(error)
      }
    },
    async close() {
      try {
        await answered(producer.disconnect(), goodbyeMsMax)
      } finally {
        abandon(kafka)
      }
    },
    abandon: () => abandon(kafka),
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
