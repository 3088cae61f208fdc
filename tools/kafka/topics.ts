import type { ITopicConfig, Kafka } from 'kafkajs'
import { withAdmin } from '../../src/kafka/client/admin.ts'
import { untilReady } from '../../src/kafka/client/topics.ts'
import { patienceMs } from '../../test/support/patience.ts'

/** Makes topics and resolves once each of their partitions has a leader. */
export async function createTopics(kafka: Kafka, topics: readonly ITopicConfig[]): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    await admin.createTopics({ topics: [...topics], waitForLeaders: false })
    await untilReady(
      admin,
      topics.map(({ topic }) => topic),
      patienceMs,
    )
  })
}
