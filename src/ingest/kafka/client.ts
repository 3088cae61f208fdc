/** The client of the brokers, and its failures in our words. */
import { type Admin, Kafka, logLevel } from 'kafkajs'
import { fail, HeadwaterError } from '../../errors.ts'

/** Where what happens is told; pino's loggers have these. */
export interface Log {
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
}

export interface KafkaOptions {
  readonly brokers: readonly string[]
  readonly log: Log
}

const connectMsMax = 5_000
const retriesMax = 4

export function createKafka({ brokers, log }: KafkaOptions): Kafka {
  return new Kafka({
    clientId: 'headwater',
    brokers: [...brokers],
    connectionTimeout: connectMsMax,
    retry: { retries: retriesMax, initialRetryTime: 200 },
    logLevel: logLevel.WARN,
    logCreator: () => (entry) =>
      log.warn({ kafka: entry.log.message, scope: entry.namespace }, 'kafka client'),
  })
}

/**
 * Runs `work` with a client for questions about topics.
 * @throws HeadwaterError `kafka.unreachable`
 */
export async function withAdmin<Result>(
  kafka: Kafka,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    return await work(admin)
  } catch (error) {
    throw inOurWords(error)
  } finally {
    await admin.disconnect().catch(() => {})
  }
}

/** A failure of the client as `kafka.unreachable`; anything else as it is. */
export function inOurWords(error: unknown): unknown {
  // Its classes of errors are in its types and not in its module.
  if (!(error instanceof Error && error.name.startsWith('KafkaJS'))) return error
  const message = `Kafka does not do what was asked: ${error.message}.`
  return new HeadwaterError({ code: 'kafka.unreachable', message }, { cause: error })
}

/** What the brokers hold of a partition: offsets from `low` up to and without `high`. */
export interface PartitionRange {
  readonly topic: string
  readonly partition: number
  readonly low: number
  readonly high: number
}

/** @throws HeadwaterError `kafka.topicUnknown` */
export async function readRanges(admin: Admin, topics: readonly string[]): Promise<PartitionRange[]> {
  const known = new Set(await admin.listTopics())
  const unknown = topics.filter((topic) => !known.has(topic))
  if (unknown.length > 0) fail('kafka.topicUnknown', `The brokers have no topic ${unknown.join(', ')}.`)
  const ranges = await Promise.all(
    topics.map(async (topic) =>
      (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
        topic,
        partition,
        low: Number(low),
        high: Number(high),
      })),
    ),
  )
  return ranges
    .flat()
    .sort((one, other) =>
      one.topic === other.topic ? one.partition - other.partition : one.topic < other.topic ? -1 : 1,
    )
}

/** What the partition of a topic is called in the log. */
export function laneName(topic: string, partition: number): string {
  return `kafka-${topic}-${partition}`
}
