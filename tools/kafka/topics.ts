import { setTimeout as sleep } from 'node:timers/promises'
import type { Admin, ITopicConfig, Kafka, KafkaJSProtocolError } from 'kafkajs'
import { withAdmin } from '../../src/kafka/client/admin.ts'
import { untilReady } from '../../src/kafka/client/topics.ts'
import { patienceMs } from '../../test/support/patience.ts'

/**
 * Makes topics and resolves once their leaders answer for each partition. A leader is known before it has its partitions,
 * and an idempotent producer whose first request some of them refuse goes on with wrong sequence numbers.
 */
export async function createTopics(kafka: Kafka, topics: readonly ITopicConfig[]): Promise<void> {
  await withAdmin(kafka, async (admin) => {
    await admin.createTopics({ topics: [...topics], waitForLeaders: false })
    const names = topics.map(({ topic }) => topic)
    await untilReady(admin, names, patienceMs)
    for (const name of names) while (!(await isLed(admin, name))) await sleep(50)
  })
}

async function isLed(admin: Admin, topic: string): Promise<boolean> {
  try {
    await admin.fetchTopicOffsets(topic)
    return true
  } catch (error) {
    if ((error as KafkaJSProtocolError).type === 'NOT_LEADER_FOR_PARTITION') return false
    throw error
  }
}
