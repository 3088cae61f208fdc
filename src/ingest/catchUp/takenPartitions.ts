/**
 * The partitions that this process took over, each with the index in which its calls are looked up: one index of
 * everything, or one for each partition.
 */
import type { EventStore } from '../../eventstore/port.ts'
import type { IdentityIndex } from '../../identities/port.ts'
import { invariant } from '../../invariant.ts'
import type { StoredBatch } from '../../log/inStep.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import type { TakenPartition } from '../source.ts'
import { indexPartition } from './indexPartition.ts'
import type { LogFollower } from './logFollower.ts'
import { recover } from './recover.ts'

/** Which identities a process knows. */
export interface KnownIdentities {
  /** Of everything recorded; of registry events alone where `partitionIdentities` is given. */
  readonly identities: IdentityIndex
  /**
   * Opens the index of one partition, for a process that indexes what its own partitions recorded and nothing else. A
   * call that another partition recorded is then accepted again, and the close excludes it. It is asked before each
   * batch, so that it may close an index that was not used for long, and open it again.
   */
  readonly partitionIdentities?: ((partition: string) => Promise<IdentityIndex>) | undefined
}

interface TakingDependencies extends KnownIdentities {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly stored?: readonly StoredBatch[]
}

export class TakenPartitions {
  readonly #dependencies: TakingDependencies
  readonly #follower: LogFollower
  readonly #newEventId: () => string
  /** The index of each, complete up to the partition's last batch. */
  readonly #indexes = new Map<string, IdentityIndex>()

  constructor(dependencies: TakingDependencies, follower: LogFollower, newEventId: () => string) {
    this.#dependencies = dependencies
    this.#follower = follower
    this.#newEventId = newEventId
  }

  async takeOver(partition: string): Promise<TakenPartition> {
    const { events, usage, identities, partitionIdentities, ...rest } = this.#dependencies
    // A partition that is taken again may have rows of this process's own batches that were lost.
    const stored = this.#indexes.has(partition) ? undefined : rest.stored
    const own = await partitionIdentities?.(partition)
    this.#indexes.set(partition, own ?? identities)
    const [follower, newEventId] = [this.#follower, this.#newEventId]
    return {
      name: partition,
      ...(await recover({ events, usage, follower, partition, newEventId, stored, own })),
    }
  }

  /** Where calls of a partition that was taken over are looked up. Call it between batches. */
  async indexOf(partition: string): Promise<IdentityIndex> {
    const { identities, partitionIdentities } = this.#dependencies
    if (partitionIdentities === undefined) return identities
    invariant(this.#indexes.has(partition), 'a batch is of a partition that was taken over')
    const index = await partitionIdentities(partition)
    if (index !== this.#indexes.get(partition)) {
      // It was opened again, and its files may have been damaged meanwhile.
      await indexPartition(this.#dependencies, index, partition)
      this.#indexes.set(partition, index)
    }
    return index
  }
}
