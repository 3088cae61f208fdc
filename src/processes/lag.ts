/** How far the topics are taken in: compares what the brokers have with the checkpoints of the log. */
import type { Config } from '../config.ts'
import { HeadwaterError } from '../errors.ts'
import { readRanges, withAdmin } from '../kafka/client/admin.ts'
import { abandon, createKafka } from '../kafka/client/createKafka.ts'
import { laneName } from '../kafka/client/laneName.ts'
import type { Checkpoint } from '../ledger/checkpoints.ts'
import { readCheckpoints } from '../ledger/open.ts'
import { requireTopics } from './requireTopics.ts'

export interface PartitionLag {
  readonly topic: string
  readonly partition: number
  /** The first offset that is not durable; null if nothing was taken in yet. */
  readonly next: number | null
  /** The offset that the next message will have. */
  readonly high: number
  readonly lag: number
  /** `group` if a worker has the folder with the log open: then this is what it last committed, up to a second ago. */
  readonly from: 'log' | 'group'
  /** Which identities the worker knows that took the partition over last; null where the log does not say. */
  readonly identities: 'all' | 'own' | null
}

/** @throws HeadwaterError `kafka.*`, `data.*`, `usage.invalid` */
export async function readLag(config: Config): Promise<PartitionLag[]> {
  const { brokers, group: groupId, security } = config.kafka
  const topics = requireTopics(config.kafka)
  const kafka = createKafka({ brokers, security, log: { info() {}, warn() {} } })
  const answers = withAdmin(kafka, async (admin) => ({
    ranges: await readRanges(admin, topics),
    group: await admin.fetchOffsets({ groupId, topics: [...topics] }),
  }))
  const { ranges, group } = await answers.finally(() => abandon(kafka))
  const committed = new Map<string, number>()
  for (const { topic, partitions } of group) {
    for (const { partition, offset } of partitions) {
      if (Number(offset) >= 0) committed.set(laneName(topic, partition), Number(offset))
    }
  }
  const logged = await loggedCheckpoints(
    config,
    ranges.map(({ topic, partition }) => laneName(topic, partition)),
  )
  return ranges.map(({ topic, partition, low, high }) => {
    const name = laneName(topic, partition)
    const known = logged?.get(name)
    const next = (logged ? known?.next : committed.get(name)) ?? null
    return {
      topic,
      partition,
      next,
      high,
      lag: Math.max(0, high - (next ?? low)),
      from: logged ? 'log' : 'group',
      identities: known?.identities ?? null,
    }
  })
}

/** Undefined if another process has the folder with the log open. */
async function loggedCheckpoints(
  config: Config,
  names: readonly string[],
): Promise<ReadonlyMap<string, Checkpoint> | undefined> {
  try {
    return await readCheckpoints(config, names)
  } catch (error) {
    if (error instanceof HeadwaterError && error.code === 'data.held') return undefined
    throw error
  }
}
