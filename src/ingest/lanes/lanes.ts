/**
 * Several partitions of a source taken in by one process: the partitions of topics, or chains. Each has a lane, with a
 * stream of its own in the log, whose expected revision is its fence and whose events hold its checkpoint. The lanes
 * choose whose turn it is; the writer makes the batches durable. Where a batch fails, everything in memory is in doubt:
 * the writer stops, and the owner opens the lanes again from the log. Only where the fence says that a partition belongs
 * to another process now, and the batch decided no registry event, that lane alone is lost.
 */
import type { RefusedKeeper } from '../batch/commit.ts'
import type { Writer } from '../writer.ts'
import { Lane, type LaneCounts, type LaneInput } from './lane.ts'

/** Bytes of input that may wait in one lane, and in all. */
export const laneBytesMax = 24 << 20
const lanesBytesMax = 192 << 20
/** A lane with little in it waits this long for more, so that a quiet topic does not make a batch for each message. */
const lingerMs = 25
const lingerBytes = 1 << 20
/** A lane that has waited this long goes before fuller ones. */
const patienceMs = 500

export class Lanes {
  /** Of everything since the start. */
  readonly counts: LaneCounts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  /** Where refused events go too, before their position in the source is passed. */
  alsoRefused: RefusedKeeper['add'] | undefined
  readonly #writer: Writer
  readonly #lanes = new Map<string, Lane>()
  /** The last call that opened each partition, unless the partition was closed since. */
  readonly #opening = new Map<string, symbol>()
  #change = Promise.withResolvers<void>()
  #writing: Promise<void> | undefined

  constructor(writer: Writer) {
    this.#writer = writer
    void writer.whenStopped.then(() => {
      for (const partition of [...this.#lanes.keys()]) this.close(partition)
      this.#changed()
    })
  }

  /** Why nothing is taken any more. */
  get stopped(): Error | undefined {
    return this.#writer.stopped
  }

  /**
   * Takes over a partition: what the log says of it now counts, whatever was known before.
   * @throws whatever the engines throw, and what stopped the writer
   */
  async open(partition: string, origin: string): Promise<Lane> {
    this.close(partition)
    const ticket = Symbol(partition)
    this.#opening.set(partition, ticket)
    const isWanted = () => this.#opening.get(partition) === ticket
    const takeOver = () =>
      this.#writer.exclusively(async () =>
        // Closed while it waited for its turn: taken over now, it would be taken from its rightful owner.
        isWanted() ? await this.#writer.takeOver(partition) : undefined,
      )
    const taken = await takeOver().catch((error: unknown) => {
      throw this.stopped ?? error
    })
    const lane = new Lane({ name: partition, revision: -1, checkpoint: undefined, ...taken }, origin, this)
    if (isWanted()) this.#lanes.set(partition, lane)
    else lane.letGo()
    return lane
  }

  /** Releases a partition: what waits is forgotten; a batch under way becomes durable or loses at the fence. */
  close(partition: string): void {
    this.#opening.delete(partition)
    this.#lanes.get(partition)?.letGo()
    this.#lanes.delete(partition)
    this.#changed()
  }

  add(lane: Lane, input: LaneInput): void {
    if (lane.gone || this.stopped) return
    lane.add(input, performance.now())
    this.#writing ??= this.#write()
    this.#changed()
  }

  /** Bytes of input that wait in all lanes. */
  get waitingBytes(): number {
    let all = 0
    for (const { queuedBytes } of this.#lanes.values()) all += queuedBytes
    return all
  }

  hasRoom(lane: Lane): boolean {
    return lane.queuedBytes < laneBytesMax && this.waitingBytes < lanesBytesMax
  }

  /** Resolves at the next batch that becomes durable, and at every other change. */
  get whenChanged(): Promise<void> {
    return this.#change.promise
  }

  /** Everything added so far is durable. @throws why it can't be */
  async drain(): Promise<void> {
    while ([...this.#lanes.values()].some((lane) => lane.waiting) && !this.stopped) await this.whenChanged
    await this.#writer.drain()
    if (this.stopped) throw this.stopped
  }

  /** For its lanes: a batch of one is durable, or has failed. */
  settled(): void {
    this.#changed()
  }

  /** For its lanes: another process has the partition. */
  lost(lane: Lane): void {
    if (this.#lanes.get(lane.partition.name) === lane) this.close(lane.partition.name)
  }

  #changed(): void {
    const { resolve } = this.#change
    this.#change = Promise.withResolvers()
    resolve()
  }

  /** Runs as long as something waits. */
  async #write(): Promise<void> {
    while (!this.stopped) {
      const [lane, waitMs] = this.#next()
      if (lane === undefined) break
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      else await this.#take(lane)
    }
    this.#writing = undefined
  }

  /** The lane whose turn it is, and how long it should still wait for more. */
  #next(): [Lane | undefined, number] {
    const now = performance.now()
    let chosen: Lane | undefined
    let longest: Lane | undefined
    for (const lane of this.#lanes.values()) {
      if (!lane.waiting) continue
      if (chosen === undefined || lane.queuedBytes > chosen.queuedBytes) chosen = lane
      if (longest === undefined || lane.waitingSince < longest.waitingSince) longest = lane
    }
    // Of several the one that has waited longest; otherwise the first is served again and again while the last starve.
    if (longest !== undefined && now - longest.waitingSince > patienceMs) return [longest, 0]
    if (chosen === undefined || chosen.queuedBytes >= lingerBytes) return [chosen, 0]
    return [chosen, Math.max(0, lingerMs - (now - chosen.waitingSince))]
  }

  async #take(lane: Lane): Promise<void> {
    // What is added from here on may be newer than what the writer knows of the log: it is for the next batch.
    const upTo = lane.expected!
    await this.#writer.take(lane, (batch) => {
      if (lane.gone) return undefined
      lane.fill(batch, this.#writer.judge, upTo, performance.now())
      this.#changed()
      return lane.taken
    })
  }
}
