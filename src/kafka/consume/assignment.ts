/**
 * The partitions that the group assigned to this worker, a lane for each. Kafka decides which they are. The log decides
 * where each goes on: the consumer seeks to the checkpoint, and again after each rebalance.
 */
import type { Consumer, Kafka } from 'kafkajs'
import { fail } from '../../errors.ts'
import type { Lane } from '../../ingest/lanes/lane.ts'
import type { Lanes } from '../../ingest/lanes/lanes.ts'
import { type PartitionRange, readRanges, withAdmin } from '../client/admin.ts'
import type { Log } from '../client/createKafka.ts'
import { laneName } from '../client/laneName.ts'

/** A partition that the group assigned to this worker. */
interface OwnedPartition {
  readonly name: string
  readonly topic: string
  readonly partition: number
  readonly opening: Promise<Lane>
  /** Undefined until it is open. */
  lane: Lane | undefined
  /** The oldest offset that the brokers hold, and the one that the next message will have, as far as is known. */
  low: number
  high: number
}

export type OpenPartition = OwnedPartition & { lane: Lane }

interface AssignmentDependencies {
  readonly kafka: Kafka
  readonly consumer: Consumer
  readonly lanes: Lanes
  readonly log: Log
  /** Called where a partition can't be taken over. */
  readonly onFailed: (error: unknown) => void
}

export class Assignment {
  readonly #dependencies: AssignmentDependencies
  readonly #owned = new Map<string, OwnedPartition>()
  #member: string | undefined

  constructor(dependencies: AssignmentDependencies) {
    this.#dependencies = dependencies
  }

  /**
   * Lanes of partitions that stay assigned go on. Lanes of revoked ones close, with their last batch committed or lost at
   * the fence. A new member id means that the group had removed this worker: meanwhile other workers may have had any of
   * the partitions.
   */
  update(member: string, assignment: Readonly<Record<string, readonly number[]>>): void {
    if (this.#member !== member) this.release()
    this.#member = member
    const given = Object.entries(assignment).flatMap(([topic, partitions]) =>
      partitions.map((partition) => ({ name: laneName(topic, partition), topic, partition })),
    )
    const names = new Set(given.map(({ name }) => name))
    for (const [name, { lane }] of this.#owned) {
      if (!names.has(name) || lane?.gone) this.#close(name)
    }
    for (const { lane, topic, partition } of this.open) this.seek(topic, partition, lane)
    this.#take(given.filter(({ name }) => !this.#owned.has(name)))
    this.#dependencies.log.info({ partitions: [...names] }, 'partitions assigned')
  }

  /**
   * Reopens lanes that lost their fence although the group still assigns them to this process: the former owner wrote
   * after the rebalance. Call it only once the group has confirmed the membership of this process.
   */
  reopenLost(): void {
    const lost = this.open.filter(({ lane }) => lane.gone)
    if (lost.length === 0) return
    this.#dependencies.log.warn({ partitions: lost.map(({ name }) => name) }, 'taking back lost partitions')
    this.#take(lost)
  }

  #take(added: readonly { name: string; topic: string; partition: number }[]): void {
    // The brokers are asked after the log, so they must hold what the log knows.
    const opened = added.map(({ name, topic, partition }) =>
      this.#dependencies.lanes.open(name, `kafka:${topic}/${partition}`),
    )
    const ranges = Promise.all(opened).then(() => this.#ranges(added.map(({ topic }) => topic)))
    // Each lane reports its failure by itself.
    ranges.catch(() => {})
    for (const [i, partition] of added.entries()) this.#own(partition, opened[i]!, ranges)
  }

  /** Undefined where the partition is not assigned to this worker. */
  find(topic: string, partition: number): OwnedPartition | undefined {
    return this.#owned.get(laneName(topic, partition))
  }

  /** Those whose lanes are open. */
  get open(): OpenPartition[] {
    return [...this.#owned.values()].filter((owned): owned is OpenPartition => owned.lane !== undefined)
  }

  seek(topic: string, partition: number, lane: Lane): void {
    this.#dependencies.consumer.seek({ topic, partition, offset: String(lane.expected) })
  }

  release(): void {
    for (const name of this.#owned.keys()) this.#close(name)
  }

  #close(name: string): void {
    this.#owned.delete(name)
    this.#dependencies.lanes.close(name)
  }

  #own(
    { name, topic, partition }: { name: string; topic: string; partition: number },
    opened: Promise<Lane>,
    ranges: Promise<readonly PartitionRange[]>,
  ): void {
    const opening = Promise.all([opened, ranges]).then(([lane, known]) => {
      const { low, high } = beginAt(lane, topic, partition, known)
      owned.low = low
      owned.high = high
      return lane
    })
    const owned: OwnedPartition = { name, topic, partition, opening, lane: undefined, low: 0, high: 0 }
    this.#owned.set(name, owned)
    opening.then(
      (lane) => {
        // Revoked meanwhile: the partition may have another owner.
        if (this.#owned.get(name) !== owned) return
        owned.lane = lane
        this.seek(topic, partition, lane)
      },
      (error: unknown) => {
        if (this.#owned.get(name) === owned) this.#dependencies.onFailed(error)
      },
    )
  }

  #ranges(topics: readonly string[]): Promise<PartitionRange[]> {
    return withAdmin(this.#dependencies.kafka, (admin) => readRanges(admin, [...new Set(topics)]))
  }
}

/** @throws HeadwaterError `kafka.checkpointOutside` where the brokers do not hold the next message */
function beginAt(
  lane: Lane,
  topic: string,
  partition: number,
  ranges: readonly PartitionRange[],
): { low: number; high: number } {
  const range = ranges.find((one) => one.topic === topic && one.partition === partition)
  const { low, high } = range ?? { low: 0, high: 0 }
  // Where the log has no checkpoint, the partition begins with its oldest message.
  lane.expected ??= low
  if (lane.expected < low || lane.expected > high) {
    fail(
      'kafka.checkpointOutside',
      `Partition ${partition} of ${topic} was taken in up to offset ${lane.expected}, and holds offsets ${low} to ${high}.`,
      { data: { topic, partition, checkpoint: lane.expected, low, high } },
    )
  }
  return { low, high }
}
