import { setTimeout as sleep } from 'node:timers/promises'
import type { ITopicConfig, Kafka, KafkaJSProtocolError } from 'kafkajs'
import { withAdmin } from '../../src/kafka/client/admin.ts'

/**
 * Makes topics and resolves once each of their partitions has a leader. The client's own wait (`waitForLeaders`) fails
 * where the broker was told of a topic but does not know it yet.
 */
export async function createTopics(kafka: Kafka, topics: readonly ITopicConfig[]): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    await admin.createTopics({ topics: [...topics], waitForLeaders: false })
    const names = topics.map(({ topic }) => topic)
    const haveLeaders = async () => {
      const made = await admin.fetchTopicMetadata({ topics: names })
      return made.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))
    }
    while (!(await haveLeaders().catch(isToCome))) await sleep(50)
  })
}

/** @returns false for an answer that is different once the broker knows the topics */
function isToCome(error: unknown): false {
  const { type } = error as KafkaJSProtocolError
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'LEADER_NOT_AVAILABLE') return false
  throw error
}
