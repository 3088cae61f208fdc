/** Compares what the brokers hold with what is durable: whether the source hangs, and whether it has caught up. */
import type { Kafka } from 'kafkajs'
import { fail } from '../../errors.ts'
import { type PartitionRange, readRanges, withAdmin } from '../client/admin.ts'
import { laneName } from '../client/laneName.ts'
import type { Assignment } from './assignment.ts'
import { Watchdog } from './watchdog.ts'

/** How often the brokers are asked what they hold; more often where `stallMs` is short. */
const lookMsMax = 10_000

interface BacklogOptions {
  readonly kafka: Kafka
  readonly topics: readonly string[]
  /** Lag and no progress for so long: the consumer hangs. */
  readonly stallMs: number
  /** How long a rebalance may take. */
  readonly meetingMs: number
  readonly assignment: Assignment
  /** The log's checkpoint of a partition that may be another worker's. */
  readonly checkpointOf: (partition: string) => Promise<number | undefined>
}

export class Backlog {
  /** How often to look. */
  readonly lookMs: number
  readonly #options: BacklogOptions
  readonly #watchdog: Watchdog
  /** Since when the group rebalances; undefined while it is stable. */
  #meetingSince: number | undefined = performance.now()

  constructor(options: BacklogOptions) {
    this.#options = options
    this.lookMs = Math.min(lookMsMax, options.stallMs / 6)
    // An answer of the brokers may be late for other reasons.
    this.#watchdog = new Watchdog(options.stallMs, 3 * this.lookMs)
  }

  meeting(): void {
    this.#meetingSince ??= performance.now()
  }

  met(): void {
    this.#meetingSince = undefined
  }

  /** @throws HeadwaterError `kafka.stalled` */
  async look(): Promise<void> {
    const { kafka, topics, stallMs, meetingMs, assignment } = this.#options
    const metMs = this.#meetingSince === undefined ? 0 : performance.now() - this.#meetingSince
    if (metMs >= stallMs + meetingMs)
      fail('kafka.stalled', `The group has not met for ${Math.round(metMs / 1_000)} s.`)
    // Where the brokers do not answer, their last answer counts.
    const ranges = await withAdmin(kafka, (admin) => readRanges(admin, topics)).catch(() => [])
    const held = new Map(ranges.map((range) => [laneName(range.topic, range.partition), range]))
    const watched = assignment.open.map((owned) => {
      const { name, lane } = owned
      const range = held.get(name)
      owned.high = Math.max(owned.high, range?.high ?? 0)
      return { name, next: lane.checkpoint ?? range?.low ?? 0, high: owned.high }
    })
    const [hangs] = this.#watchdog.look(performance.now(), watched)
    if (hangs !== undefined)
      fail('kafka.stalled', `Partition ${hangs} has lag, and got no further for ${stallMs / 1_000} s.`)
  }

  /** Whether all of `until` is durable, by any worker. */
  async hasReached(until: readonly PartitionRange[]): Promise<boolean> {
    const open = new Map(this.#options.assignment.open.map(({ name, lane }) => [name, lane]))
    for (const { topic, partition, low, high } of until) {
      if (low === high) continue
      const name = laneName(topic, partition)
      const lane = open.get(name)
      const checkpoint = lane ? lane.checkpoint : await this.#options.checkpointOf(name)
      if (checkpoint === undefined || checkpoint < high) return false
    }
    return true
  }
}
