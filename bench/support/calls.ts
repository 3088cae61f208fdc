/** Plain call events of about 280 bytes, the same in every benchmark that sends them, and the registry they need. */
import { type Kafka, Partitioners } from 'kafkajs'
import { createTopics } from '../../tools/kafka/topics.ts'

const assetsCount = 1_000
const assetId = (asset: number) => `model:acme/m-${asset}`

export function benchCall(i: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + i * 250).toISOString()
  return `{"specversion":"1.0","id":"call-${i}","source":"/gateway/eu-${i % 7}","type":"io.headwater.call.metered","time":"${time}","data":{"asset":"${assetId(i % assetsCount)}","amount":"0.00${1_000 + (i % 9_000)}","currency":"USDC","caller":"customer-${i % 5_000}","tokens":{"input":${i % 4_000},"output":${i % 900}}}}`
}

export const benchCurrency = {
  specversion: '1.0',
  id: 'r1',
  source: '/registry',
  type: 'io.headwater.currency.registered',
  time: '2026-01-01T00:00:00Z',
  data: { currency: 'USDC', decimals: 6 },
}

/** The currency of the calls, and their assets, each with a version that serves them: as a ledger in use has them. */
export function benchRegistry(): object[] {
  const events: object[] = [benchCurrency]
  for (let at = 0; at < assetsCount; at++) {
    const asset = assetId(at)
    events.push(
      registryEvent(`asset-${at}`, 'asset.registered', { asset, owner: `owner-${at}` }),
      registryEvent(`version-${at}`, 'version.released', { asset, version: '1' }),
    )
  }
  return events
}

function registryEvent(id: string, type: string, data: object): object {
  return { ...benchCurrency, id, type: `io.headwater.${type}`, data }
}

interface ProducedCalls {
  readonly topic: string
  readonly partitions: number
  readonly events: number
  /** Events a message. */
  readonly each: number
}

/** Makes the topic and fills it, its partitions in turn. */
export async function produceCalls(
  kafka: Kafka,
  { topic, partitions, events, each }: ProducedCalls,
): Promise<void> {
  await createTopics(kafka, [{ topic, numPartitions: partitions }])
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
  await producer.connect()
  const perSend = Math.max(1, Math.floor(3_000 / each))
  let partition = 0
  for (let at = 0; at < events; ) {
    const messages = []
    for (let i = 0; i < perSend && at < events; i++, at += each) {
      const texts = Array.from({ length: each }, (_, j) => benchCall(at + j))
      messages.push({ value: each === 1 ? texts[0]! : `[${texts.join(',')}]`, partition })
    }
    partition = (partition + 1) % partitions
    await producer.send({ topic, messages })
  }
  await producer.disconnect()
}
