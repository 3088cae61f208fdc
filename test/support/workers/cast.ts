/** The workers of a simulation, who owns which partition by the group, and what happens to them. */
import type { Random } from '../random.ts'
import { registryPartition, type Topics } from './topics.ts'
import { type Mode, type SharedLedger, SimulatedWorker } from './worker.ts'

interface CastOptions {
  readonly workers: number
  /** Of each worker; `mixed` chooses for each, and again at each of its starts. */
  readonly identities: Mode | 'mixed'
  /** Whether partitions move and workers die. Default: yes. */
  readonly faults?: boolean
}

export class Cast {
  readonly #random: Random
  readonly #topics: Topics
  readonly #options: CastOptions
  readonly #workers: SimulatedWorker[]
  readonly #owners = new Map<string, SimulatedWorker>()

  constructor(ledger: SharedLedger, topics: Topics, options: CastOptions) {
    this.#random = ledger.random
    this.#topics = topics
    this.#options = options
    this.#workers = Array.from(
      { length: options.workers },
      () => new SimulatedWorker(ledger, this.#mode(), options.faults !== false),
    )
  }

  async start(): Promise<void> {
    for (const [index, partition] of [...this.#topics.partitions.keys()].entries())
      await this.#give(partition, this.#workers[index % this.#workers.length]!)
  }

  async untilDurable(): Promise<void> {
    await this.#untilDurable([registryPartition])
    await this.#untilDurable([...this.#topics.partitions.keys()])
  }

  async #untilDurable(partitions: readonly string[]): Promise<void> {
    const random = this.#random
    for (;;) {
      const behind = partitions.filter((partition) => !this.#isDurable(partition))
      if (behind.length === 0) return
      if (this.#options.faults !== false) await this.#fault(random.pick(behind))
      // A few at one moment, of owners and of those that lost a partition and do not know it.
      const readers = random.shuffle(behind.flatMap((partition) => this.#readersOf(partition))).slice(0, 6)
      await Promise.all(
        readers.map(({ worker, partition }) =>
          worker.deliver(partition, this.#topics.partitions.get(partition)!),
        ),
      )
      for (const worker of this.#workers) if (worker.isDead) await this.#revive(worker)
      for (const partition of behind) {
        const owner = this.#owners.get(partition)!
        if (!owner.lanes.has(partition)) await this.#give(partition, owner)
      }
    }
  }

  #isDurable(partition: string): boolean {
    const lane = this.#owners.get(partition)!.lanes.get(partition)
    return (lane?.checkpoint ?? 0) >= this.#topics.partitions.get(partition)!.length
  }

  #readersOf(partition: string) {
    return this.#workers.filter(({ lanes }) => lanes.has(partition)).map((worker) => ({ worker, partition }))
  }

  async #fault(partition: string): Promise<void> {
    const random = this.#random
    const owner = this.#owners.get(partition)!
    if (random.chance(0.1)) {
      if (random.chance(0.5)) owner.letGo(partition)
      await this.#give(partition, random.pick(this.#workers))
    }
    if (random.chance(0.05)) owner.dieAtNextAppend(random.pick(['before', 'after'] as const))
    if (random.chance(0.03)) await this.#revive(owner)
  }

  async #give(partition: string, worker: SimulatedWorker): Promise<void> {
    this.#owners.set(partition, worker)
    try {
      await worker.takeOver(partition)
    } catch {
      await this.#revive(worker)
    }
  }

  /** Starts a worker again, and gives it back what is its own. */
  async #revive(worker: SimulatedWorker): Promise<void> {
    worker.restart(this.#mode())
    for (const [partition, owner] of this.#owners) if (owner === worker) await worker.takeOver(partition)
  }

  #mode(): Mode {
    const { identities } = this.#options
    return identities === 'mixed' ? this.#random.pick(['all', 'own'] as const) : identities
  }
}
