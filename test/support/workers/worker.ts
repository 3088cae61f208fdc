/**
 * A worker on fakes, as one process of many on a shared ledger: a writer, lanes of the partitions that it believes to
 * own, and a disk with its identity indexes, which a kill sets back to what was written last. No timer runs, so a seed
 * gives the same run again.
 */
import type { EventStore } from '../../../src/eventstore/port.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../../../src/identities/port.ts'
import { Writer } from '../../../src/ingest/index.ts'
import { Lane } from '../../../src/ingest/lanes/lane.ts'
import type { WriterDependencies } from '../../../src/ingest/writerDependencies.ts'
import { blocksOf } from '../../../src/kafka/consume/messageBlocks.ts'
import { createRegistry } from '../../../src/registry/index.ts'
import type { Random } from '../random.ts'

export type Mode = 'all' | 'own'

/** What the workers of one ledger have in common. */
export interface SharedLedger extends Pick<WriterDependencies, 'usage' | 'refused' | 'clock'> {
  readonly events: EventStore
  readonly random: Random
}

/** Calls of one batch at most: small, so that batches fill and 200 writers fit into memory. */
const rowsMax = 16

export class SimulatedWorker {
  readonly lanes = new Map<string, Lane>()
  mode: Mode
  readonly #ledger: SharedLedger
  readonly #damages: boolean
  readonly #disk = new Map<string, DiskIndex>()
  #writer!: Writer
  /** The next append fails before or after it is in the log, as where the process is killed then. */
  #dying: 'before' | 'after' | undefined

  /** @param damages whether indexes are damaged now and then */
  constructor(ledger: SharedLedger, mode: Mode, damages: boolean) {
    this.#ledger = ledger
    this.#damages = damages
    this.mode = mode
    this.#start()
  }

  async takeOver(partition: string): Promise<void> {
    const taken = await this.#writer.exclusively(() => this.#writer.takeOver(partition))
    const lane: Lane = new Lane(taken, `sim:${partition}`, {
      counts: { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, suspected: 0 },
      alsoRefused: undefined,
      settled() {},
      lost: () => this.letGo(partition),
    })
    this.lanes.set(partition, lane)
  }

  letGo(partition: string): void {
    this.lanes.get(partition)?.release()
    this.lanes.delete(partition)
  }

  /**
   * Takes messages from where the lane is. Another worker may own the partition by now: then the fence refuses them, and
   * the lane is gone.
   */
  async deliver(partition: string, messages: readonly string[]): Promise<void> {
    const lane = this.lanes.get(partition)
    if (lane === undefined) return
    const from = lane.expected ?? 0
    const due = messages.slice(from, from + 1 + this.#ledger.random.int(12))
    if (due.length === 0) return
    const blocks = blocksOf(due.map((text, at) => ({ offset: String(from + at), value: Buffer.from(text) })))
    lane.add({ blocks, bytes: 1, end: from + due.length }, 0)
    while (lane.waiting && !lane.gone && this.#writer.stopped === undefined) {
      await this.#writer.take(lane, (batch) => {
        lane.fill(batch, this.#writer.judge, lane.expected!, 0)
        return lane.resumeAt(lane.taken!)
      })
    }
    await this.#writer.drain()
  }

  /** The process dies while it records its next batch, before or after that is in the log. */
  dieAtNextAppend(moment: 'before' | 'after'): void {
    this.#dying = moment
  }

  get isDead(): boolean {
    return this.#writer.stopped !== undefined
  }

  /** Starts the process again. What its indexes had in memory alone is lost. */
  restart(mode: Mode): void {
    this.mode = mode
    this.#dying = undefined
    for (const index of this.#disk.values()) index.kill()
    for (const partition of [...this.lanes.keys()]) this.letGo(partition)
    this.#start()
  }

  #start(): void {
    const { random, events, ...stores } = this.#ledger
    this.#writer = new Writer({
      ...stores,
      shared: true,
      rowsMax,
      identities: this.#index(this.mode === 'own' ? 'registry' : 'all'),
      ...(this.mode === 'own' && {
        partitionIdentities: async (partition: string) => this.#opened(`own ${partition}`),
      }),
      registry: createRegistry(),
      randomBytes: (count) => Uint8Array.from({ length: count }, () => random.int(256)),
      events: { ...events, append: (appends) => this.#append(appends) },
    })
  }

  async #append(appends: Parameters<EventStore['append']>[0]) {
    const { events } = this.#ledger
    const dying = this.#dying
    if (dying === 'before') throw new Error('killed before the append')
    const result = await events.append(appends)
    if (dying === 'after') throw new Error('killed after the append')
    return result
  }

  /** Now and then it was closed since, and its files are damaged. */
  #opened(name: string): DiskIndex {
    if (this.#damages && this.#ledger.random.chance(0.05)) this.#disk.delete(name)
    return this.#index(name)
  }

  #index(name: string): DiskIndex {
    let index = this.#disk.get(name)
    if (index === undefined) {
      index = new DiskIndex(this.#ledger.random)
      this.#disk.set(name, index)
    }
    return index
  }
}

/** An identity index that writes to disk now and then. */
class DiskIndex implements IdentityIndex {
  position = 0
  readonly #random: Random
  #known = new Map<string, string>()
  #written: { position: number; known: ReadonlyMap<string, string> } = { position: 0, known: new Map() }

  constructor(random: Random) {
    this.#random = random
  }

  get size(): number {
    return this.#known.size
  }

  check(identity: Uint8Array, content: Uint8Array, length: number, out: Uint8Array): void {
    const first = new Map<string, string>()
    for (let at = 0; at < length; at++) {
      const [key, value] = [part(identity, at), part(content, at)]
      const seen = this.#known.get(key) ?? first.get(key)
      if (seen === undefined) first.set(key, value)
      const repeated = seen === value ? identitySeen.duplicate : identitySeen.conflict
      out[at] = seen === undefined ? identitySeen.new : repeated
    }
  }

  add(identity: Uint8Array, content: Uint8Array, length: number): void {
    for (let at = 0; at < length; at++) this.#known.set(part(identity, at), part(content, at))
  }

  async advance(position: number): Promise<void> {
    if (position < this.position) throw new Error('the log only grows')
    this.position = position
    if (this.#random.chance(0.1)) this.#written = { position, known: new Map(this.#known) }
  }

  async close(): Promise<void> {}

  kill(): void {
    this.position = this.#written.position
    this.#known = new Map(this.#written.known)
  }
}

function part(bytes: Uint8Array, at: number): string {
  return Buffer.from(bytes.subarray(at * identitySize, (at + 1) * identitySize)).toString('hex')
}
