import { expect, test } from 'vitest'
import { topicNames } from '../../../src/kafka/client/admin.ts'

test('a connection that breaks while topics are listed is an unreachable broker, not a bug', async () => {
  // What kafkajs 2.2.4 throws then: it reads a field of an answer that never came.
  const broken = async (): Promise<string[]> => {
    const answer = null as unknown as { topicMetadata: { topic: string }[] }
    return answer.topicMetadata.map(({ topic }) => topic)
  }
  await expect(topicNames({ listTopics: broken })).rejects.toMatchObject({
    code: 'kafka.unreachable',
    retry: true,
  })
})

test('another failure of the client stays what it is', async () => {
  const failure = new Error('the client says so')
  const failing = () => Promise.reject(failure)
  await expect(topicNames({ listTopics: failing })).rejects.toBe(failure)
})

test('the names of topics come as the brokers list them', async () => {
  expect(await topicNames({ listTopics: async () => ['b', 'a'] })).toEqual(new Set(['a', 'b']))
})
