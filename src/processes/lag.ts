/** How far the topics are taken in: what the brokers hold against the checkpoints of the log. */
import type { Config } from '../config.ts'
import { fail, HeadwaterError } from '../errors.ts'
import { abandon, createKafka, laneName, readRanges, withAdmin } from '../kafka/client/client.ts'
import { readCheckpoints } from '../ledger/open.ts'

export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  /** The first offset that is not durable; null where nothing was taken in yet. */
  readonly next: number | null
  /** The offset that the next message will have. */
  readonly high: number
  readonly lag: number
  /** `group` where a worker holds the folder that has the log: what it last told Kafka, up to a second old. */
  readonly from: 'log' | 'group'
}

/** @throws HeadwaterError `kafka.*`, `data.*`, `usage.invalid` */
export async function readLag(config: Config): Promise<PartitionLag[]> {
  const { brokers, topics, group: groupId, security } = config.kafka
  if (brokers.length === 0) fail('usage.invalid', 'Name the brokers: `--brokers HOST:PORT,…`.')
  if (topics.length === 0) fail('usage.invalid', 'Name the topics: `--topics T,…`.')
  const kafka = createKafka({ brokers, security, log: { info() {}, warn() {} } })
  const asked = withAdmin(kafka, async (admin) => ({
    ranges: await readRanges(admin, topics),
    group: await admin.fetchOffsets({ groupId, topics: [...topics] }),
  }))
  const { ranges, group } = await asked.finally(() => abandon(kafka))
  const advised = new Map<string, number>()
  for (const { topic, partitions } of group) {
    for (const { partition, offset } of partitions) {
      if (Number(offset) >= 0) advised.set(laneName(topic, partition), Number(offset))
    }
  }
  const logged = await loggedCheckpoints(
    config,
    ranges.map(({ topic, partition }) => laneName(topic, partition)),
  )
  return ranges.map(({ topic, partition, low, high }) => {
    const next = (logged ?? advised).get(laneName(topic, partition)) ?? null
    return {
      topic,
      partition,
      next,
      high,
      lag: Math.max(0, high - (next ?? low)),
      from: logged ? 'log' : 'group',
    }
  })
}

/** Undefined where another process holds the folder that has the log. */
async function loggedCheckpoints(
  config: Config,
  names: readonly string[],
): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    return await readCheckpoints(config, names)
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'data.held') return undefined
    throw error
  }
}
