/**
 * A producing process: `node producer.ts BROKER API FILE FROM`. Sends the chunks in FILE (JSON, topics by their real
 * names) from chunk FROM on, and prints the number of each chunk when all replicas in sync
 * have it. It does not know what was sent before, so after a kill and a restart it sends some chunks twice.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel, Partitioners } from 'kafkajs'
import type { Chunk, PlannedMessage } from './packing.ts'

/** For the first answer. After a request without one the next may take twice as long, for a server on a busy machine. */
const answerMs = 3_000
const answerMsMax = 48_000

const [broker, api, file, from] = process.argv.slice(2) as [string, string, string, string]
const chunks = JSON.parse(readFileSync(file, 'utf8')) as Chunk[]
const retry = { retries: 1_000, initialRetryTime: 100, maxRetryTime: 500 }
const kafka = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry, requestTimeout: 3_000 })
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
if (chunks.some((chunk) => 'messages' in chunk)) await producer.connect()
for (const [number, chunk] of chunks.entries()) {
  if (number < Number(from)) continue
  await sleep(chunk.waitMs)
  if ('body' in chunk) await post(chunk.body)
  else await send(chunk.messages)
  process.stdout.write(`${number}\n`)
}
await producer.disconnect()

async function send(all: readonly PlannedMessage[]): Promise<void> {
  const topics = [...new Set(all.map(({ topic }) => topic))]
  await producer.sendBatch({
    acks: -1,
    topicMessages: topics.map((topic) => ({
      topic,
      messages: all
        .filter((message) => message.topic === topic)
        .map(({ partition, value, headers }) => ({ partition, value, ...(headers && { headers }) })),
    })),
  })
}

/** Sends until the server accepts it. Without an answer the producer can't know the result, so it sends again. */
async function post(body: string): Promise<void> {
  for (let waitMs = answerMs; ; ) {
    const signal = AbortSignal.timeout(waitMs)
    try {
      const headers = { 'content-type': 'application/x-ndjson' }
      const answer = await fetch(`${api}/v1/events?format=cloudevents`, {
        method: 'POST',
        headers,
        body,
        signal,
      })
      if (answer.ok) return
    } catch {}
    // A server that is not there refuses at once.
    if (signal.aborted) waitMs = Math.min(waitMs * 2, answerMsMax)
    await sleep(200)
  }
}
