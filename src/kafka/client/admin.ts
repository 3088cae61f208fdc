/** Asks the brokers about topics. */
import type { Admin, Kafka } from 'kafkajs'
import { fail, HeadwaterError } from '../../errors.ts'
import { answered, toHeadwaterError } from './failures.ts'

/** Requests about topics are small: a broker that takes longer counts as unreachable. */
const adminMsMax = 20_000
const disconnectMsMax = 2_000

/**
 * Runs `work` with an admin client.
 * @throws HeadwaterError `kafka.unreachable`, `kafka.denied`
 */
export async function withAdmin<Result>(
  kafka: Kafka,
  work: (admin: Admin) => Promise<Result>,
): Promise<Result> {
  const admin = kafka.admin()
  const asked = async () => {
    await admin.connect()
    return await work(admin)
  }
  try {
    return await answered(asked(), adminMsMax)
  } catch (error) {
    throw toHeadwaterError(error)
  } finally {
    await answered(admin.disconnect(), disconnectMsMax).catch(() => {})
  }
}

/**
 * Names of all topics. Where the connection breaks while it asks, kafkajs 2.2.4 throws a TypeError of its own, because
 * it reads fields of an answer that never came.
 * @throws HeadwaterError `kafka.unreachable`
 */
export async function topicNames(admin: Pick<Admin, 'listTopics'>): Promise<ReadonlySet<string>> {
  try {
    return new Set(await admin.listTopics())
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const message = 'Kafka broke the connection off while it listed its topics.'
    throw new HeadwaterError({ code: 'kafka.unreachable', message }, { cause: error })
  }
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
  const known = await topicNames(admin)
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
