/**
 * A producing process: `node producer.ts BROKER FILE FROM`. Sends the chunks in FILE (JSON, topics by their real names)
 * from chunk FROM on, and prints the number of each one once all replicas in sync have it. It knows nothing of what was
 * sent before: killed and started again, it sends some of it twice.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel, Partitioners } from 'kafkajs'
import type { Chunk } from './sends.ts'

const [broker, file, from] = process.argv.slice(2) as [string, string, string]
const chunks = JSON.parse(readFileSync(file, 'utf8')) as Chunk[]
const retry = { retries: 1_000, initialRetryTime: 100, maxRetryTime: 500 }
const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry, requestTimeout: 3_000 })
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
await producer.connect()
for (const [number, { waitMs, messages }] of chunks.entries()) {
  if (number < Number(from)) continue
  await sleep(waitMs)
  const topics = [...new Set(messages.map(({ topic }) => topic))]
  await producer.sendBatch({
    acks: -1,
    topicMessages: topics.map((topic) => ({
      topic,
      messages: messages
        .filter((message) => message.topic === topic)
        .map(({ partition, value, headers }) => ({ partition, value, ...(headers && { headers }) })),
    })),
  })
  process.stdout.write(`${number}\n`)
}
await producer.disconnect()
