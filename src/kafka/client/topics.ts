/** The topics that events are sent to: makes missing ones, and reads their limits. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, ConfigResourceTypes, Kafka } from 'kafkajs'
import { eventBytesMax } from '../../decoding/limits.ts'
import { fail, HeadwaterError } from '../../errors.ts'
import type { TopicRole } from '../send/outgoing.ts'
import type { Partitions } from '../send/packing.ts'
import { topicNames, withAdmin } from './admin.ts'

export interface TopicNames {
  readonly calls: string
  readonly registry: string
}

/** What the brokers report about the topics. */
export interface Topics {
  readonly partitions: Partitions
  /** Bytes of a batch of messages that each takes. */
  readonly batchBytesMax: Readonly<Record<TopicRole, number>>
}

/** What a batch and a message cost beside the event: an event of the largest size fits with it. */
const spareBytes = 256 << 10
const readyMs = 100
const readyMsMax = 15_000
/** Kafka's own default of `max.message.bytes`, where the brokers do not report it. */
const batchBytesDefault = 1_048_588
const sizeSetting = 'max.message.bytes'
/** Of its kinds of resources; the enum is in the client's types and can't be imported from its module. */
const topicResource = 2 as ConfigResourceTypes.TOPIC

/**
 * Makes the topics that are missing.
 * @param callsPartitions of the topic of calls, where it is made; the registry's has one
 * @throws HeadwaterError `kafka.topicUnknown` where one can't be made, `kafka.unreachable`
 */
export async function makeTopics(kafka: Kafka, names: TopicNames, callsPartitions: number): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    const known = await topicNames(admin)
    const configEntries = [{ name: sizeSetting, value: String(eventBytesMax + spareBytes) }]
    for (const role of ['calls', 'registry'] as const) {
      const topic = names[role]
      if (known.has(topic)) continue
      const numPartitions = role === 'calls' ? callsPartitions : 1
      try {
        // False where another process made it at the same time.
        await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: false })
      } catch (error) {
        throw new HeadwaterError(
          {
            code: 'kafka.topicUnknown',
            message: `The brokers have no topic ${topic}, and making it failed: ${(error as Error).message}.`,
          },
          { cause: error },
        )
      }
    }
    await untilReady(admin, [names.calls, names.registry], readyMsMax)
  })
}

/**
 * Resolves once every broker that is asked knows the topics and each partition has a leader. The client's own wait ends
 * where the broker was told of a topic but does not know it yet.
 * @throws HeadwaterError `kafka.unreachable` after so many milliseconds
 */
export async function untilReady(admin: Admin, names: readonly string[], msMax: number): Promise<void> {
  const until = performance.now() + msMax
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] })
      const partitions = topics.flatMap((topic) => topic.partitions)
      if (partitions.every(({ leader }) => leader >= 0)) return
    } catch (error) {
      // Its classes of errors can't be imported; this is the answer of a broker that does not know a topic.
      const { type } = error as { type?: string }
      if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' && type !== 'LEADER_NOT_AVAILABLE') throw error
    }
    if (performance.now() > until)
      fail('kafka.unreachable', `The partitions of ${names.join(' or ')} have no leader.`)
    await sleep(readyMs)
  }
}

/** @throws HeadwaterError `kafka.topicUnknown`, `kafka.registryPartitions`, `kafka.unreachable` */
export async function readTopics(kafka: Kafka, names: TopicNames): Promise<Topics> {
  return withAdmin(kafka, async (admin) => {
    const known = await topicNames(admin)
    const unknown = [names.calls, names.registry].filter((topic) => !known.has(topic))
    if (unknown.length > 0) fail('kafka.topicUnknown', `The brokers have no topic ${unknown.join(', ')}.`)
    const { topics } = await admin.fetchTopicMetadata({ topics: [names.calls, names.registry] })
    const countOf = (name: string) => topics.find((topic) => topic.name === name)!.partitions.length
    const partitions = { calls: countOf(names.calls), registry: countOf(names.registry) }
    if (partitions.registry !== 1)
      fail(
        'kafka.registryPartitions',
        `The topic ${names.registry} has ${partitions.registry} partitions; registry events are commands in order and need one.`,
      )
    return { partitions, batchBytesMax: await readSizes(admin, names) }
  })
}

/** A client may lack the right to read this; then Kafka's default is assumed. */
async function readSizes(admin: Admin, names: TopicNames): Promise<Topics['batchBytesMax']> {
  const resources = [names.calls, names.registry].map((name) => ({
    type: topicResource,
    name,
    configNames: [sizeSetting],
  }))
  const described = await admin
    .describeConfigs({ resources, includeSynonyms: false })
    .catch(() => ({ resources: [] }))
  const sizeOf = (topic: string) => {
    const found = described.resources.find(({ resourceName }) => resourceName === topic)
    return Number(found?.configEntries[0]?.configValue ?? batchBytesDefault)
  }
  return { calls: sizeOf(names.calls), registry: sizeOf(names.registry) }
}
