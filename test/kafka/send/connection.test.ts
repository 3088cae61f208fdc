/** A connection of the producer, on a client that answers as told. */
import type { Kafka } from 'kafkajs'
import { describe, expect, test } from 'vitest'
import { makeTopics, readTopics } from '../../../src/kafka/client/topics.ts'
import { connectProducer } from '../../../src/kafka/send/connection.ts'
import type { OutgoingMessage } from '../../../src/kafka/send/packing.ts'

const names = { calls: 'calls', registry: 'registry' }

interface FakeClient {
  readonly kafka: Kafka
  readonly topics: Map<string, number>
  readonly made: { topic: string; numPartitions: number }[]
  readonly options: Record<string, unknown>
  /** Partitions that the brokers answer for. */
  answers: { topicName: string; partition: number }[]
  sizes: Record<string, string> | undefined
}

function fakeClient(topics: Record<string, number>): FakeClient {
  const client: FakeClient = {
    topics: new Map(Object.entries(topics)),
    made: [],
    options: {},
    answers: [],
    sizes: {},
    kafka: {
      logger: () => ({ setLogLevel: () => {} }),
      admin: () => ({
        connect: async () => {},
        disconnect: async () => {},
        listTopics: async () => [...client.topics.keys()],
        createTopics: async ({ topics: [made] }: { topics: FakeClient['made'] }) => {
          client.made.push(made!)
          client.topics.set(made!.topic, made!.numPartitions)
        },
        fetchTopicMetadata: async ({ topics: asked }: { topics: string[] }) => ({
          topics: asked.map((name) => ({
            name,
            partitions: Array.from({ length: client.topics.get(name)! }, () => ({ leader: 1 })),
          })),
        }),
        describeConfigs: async () => {
          if (client.sizes === undefined) throw new Error('This user may not look.')
          const resources = Object.entries(client.sizes).map(([resourceName, configValue]) => ({
            resourceName,
            configEntries: [{ configValue }],
          }))
          return { resources }
        },
      }),
      producer: (options: Record<string, unknown>) => {
        Object.assign(client.options, options)
        return {
          connect: async () => {},
          disconnect: async () => {},
          sendBatch: async () => client.answers,
        }
      },
    } as unknown as Kafka,
  }
  return client
}

function message(topic: 'calls' | 'registry', partition: number): OutgoingMessage {
  return { topic, partition, value: Buffer.from('{}'), headers: {} }
}

describe('a connection', () => {
  test('is idempotent, and fails where a partition did not answer, whatever the client says', async () => {
    const client = fakeClient({ calls: 4, registry: 1 })
    const connection = await connectProducer(client.kafka, names)
    expect(client.options).toMatchObject({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
    })
    client.answers = [
      { topicName: 'calls', partition: 1 },
      { topicName: 'registry', partition: 0 },
    ]
    await connection.send([message('calls', 1), message('registry', 0)])
    await expect(connection.send([message('calls', 1), message('calls', 2)])).rejects.toMatchObject({
      code: 'kafka.unreachable',
      message: 'Partition 2 of calls did not answer.',
    })
  })

  test('knows what the topics take, and Kafka’s default where it may not look', async () => {
    const client = fakeClient({ calls: 4, registry: 1 })
    client.sizes = { calls: '500', registry: '600' }
    expect(await readTopics(client.kafka, names)).toEqual({
      partitions: { calls: 4, registry: 1 },
      batchBytesMax: { calls: 500, registry: 600 },
    })
    client.sizes = undefined
    expect((await readTopics(client.kafka, names)).batchBytesMax).toEqual({
      calls: 1_048_588,
      registry: 1_048_588,
    })
  })

  test('says which topic is missing, and that the registry’s has one partition', async () => {
    await expect(readTopics(fakeClient({ calls: 4 }).kafka, names)).rejects.toMatchObject({
      code: 'kafka.topicUnknown',
      message: expect.stringContaining('registry'),
    })
    await expect(readTopics(fakeClient({ calls: 4, registry: 2 }).kafka, names)).rejects.toMatchObject({
      code: 'kafka.registryPartitions',
    })
  })
})

describe('topics', () => {
  test('are made where they are missing, and otherwise left as they are', async () => {
    const client = fakeClient({ calls: 3 })
    await makeTopics(client.kafka, names, 8)
    await makeTopics(client.kafka, names, 8)
    expect(client.made).toMatchObject([{ topic: 'registry', numPartitions: 1 }])
    const fresh = fakeClient({})
    await makeTopics(fresh.kafka, names, 8)
    expect(fresh.made).toMatchObject([
      { topic: 'calls', numPartitions: 8, configEntries: [{ name: 'max.message.bytes' }] },
      { topic: 'registry', numPartitions: 1 },
    ])
  })
})
