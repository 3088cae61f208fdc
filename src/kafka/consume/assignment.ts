/**
 * The partitions that the group gave us, a lane for each. Kafka says which they are; where each goes on, our own log
 * says: the consumer is sent to the checkpoint, and again whenever the group has met.
 */
import type { Consumer, Kafka } from 'kafkajs'
import { fail } from '../../errors.ts'
import type { Lane } from '../../ingest/lanes/lane.ts'
import type { Lanes } from '../../ingest/lanes/lanes.ts'
import { type PartitionRange, readRanges, withAdmin } from '../client/admin.ts'
import type { Log } from '../client/createKafka.ts'
import { laneName } from '../client/laneName.ts'

/** A partition that the group gave us. */
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
   * What stays ours goes on, and what was taken away is let go, its last batch committed or lost at the fence. A new
   * name in the group means that it had given us up: meanwhile others may have had any of the partitions.
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
   * Opens anew what was lost at the fence and is ours all the same: somebody who heard too late that it is not theirs
   * any more took it over. To be called when the group has just said that we are in it; before, that somebody may be us.
   */
  reopenLost(): void {
    const lost = this.open.filter(({ lane }) => lane.gone)
    if (lost.length === 0) return
    this.#dependencies.log.warn({ partitions: lost.map(({ name }) => name) }, 'taking back lost partitions')
    this.#take(lost)
  }

  #take(added: readonly { name: string; topic: string; partition: number }[]): void {
    // The brokers are asked after the log: what it knows of they must hold by then.
    const opened = added.map(({ name, topic, partition }) =>
      this.#dependencies.lanes.open(name, `kafka:${topic}/${partition}`),
    )
    const ranges = Promise.all(opened).then(() => this.#ranges(added.map(({ topic }) => topic)))
    // Each lane tells of its failure by itself.
    ranges.catch(() => {})
    for (const [i, partition] of added.entries()) this.#own(partition, opened[i]!, ranges)
  }

  /** Undefined where the partition is not ours. */
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
        // Taken away meanwhile: another owner may be sent elsewhere.
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

/** @throws HeadwaterError `kafka.checkpointOutside` where the brokers do not hold what comes next */
function beginAt(
  lane: Lane,
  topic: string,
  partition: number,
  ranges: readonly PartitionRange[],
): { low: number; high: number } {
  const range = ranges.find((one) => one.topic === topic && one.partition === partition)
  const { low, high } = range ?? { low: 0, high: 0 }
  // Where the log knows nothing the partition begins with the oldest message that there is.
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
