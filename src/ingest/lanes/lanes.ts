/**
 * The partitions that one process reads: partitions of topics, or chains. Each has a lane with a stream of its own in
 * the log. The expected revision of that stream is the lane's fence, and its events hold the checkpoint. The lanes
 * choose whose turn it is, and the writer makes the batches durable. If a batch fails, everything in memory is in
 * doubt: the writer stops, and the owner opens the lanes again from the log. There is one exception. If the fence
 * shows that another process has taken over the partition, and the batch decided no registry event, only that lane is
 * lost.
 */

import type { Registry } from '../../registry/index.ts'
import type { RefusedKeeper } from '../batch/keepRefused.ts'
import type { OpenBatch } from '../batch/openBatch.ts'
import type { ReaderThreads } from '../threads/readerThreads.ts'
import type { Writer } from '../writer.ts'
import { Lane, type LaneCounts } from './lane.ts'
import type { LaneInput } from './laneInput.ts'

/** Bytes of input that may wait in one lane, and in all lanes. */
export const laneBytesMax = 24 << 20
const lanesBytesMax = 192 << 20
/** A lane with little in it waits this long for more, so that a quiet topic does not make a batch for each message. */
const lingerMs = 25
const lingerBytes = 1 << 20
/** A lane that has waited this long is served before lanes with more input. */
const patienceMs = 500

export class Lanes {
  /** Of all events since the start. */
  readonly counts: LaneCounts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0, suspected: 0 }
  /** Gets refused events too, before their position in the source is passed. */
  alsoRefused: RefusedKeeper['add'] | undefined
  readonly #writer: Writer
  readonly #lanes = new Map<string, Lane>()
  /** The latest call that opened each partition, unless the partition was closed since. */
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

  /** The registry as events are judged by it. */
  get registry(): Registry {
    return this.#writer.registry
  }

  get readers(): ReaderThreads | undefined {
    return this.#writer.readers
  }

  /** Why the writer stopped. */
  get stopped(): Error | undefined {
    return this.#writer.stopped
  }

  /**
   * Takes over a partition, with the state that the log has of it now.
   * @throws the engines' errors, or the cause of the stop
   */
  async open(partition: string, origin: string): Promise<Lane> {
    this.close(partition)
    const ticket = Symbol(partition)
    this.#opening.set(partition, ticket)
    const isWanted = () => this.#opening.get(partition) === ticket
    const takeOver = () =>
      this.#writer.exclusively(async () =>
        // The partition may have been closed while this call waited. Then it is not taken from its new owner.
        isWanted() ? await this.#writer.takeOver(partition) : undefined,
      )
    const taken = await takeOver().catch((error: unknown) => {
      throw this.stopped ?? error
    })
    const lane = new Lane({ name: partition, revision: -1, checkpoint: undefined, ...taken }, origin, this)
    if (isWanted()) this.#lanes.set(partition, lane)
    else lane.release()
    return lane
  }

  /**
   * Releases a partition. Waiting input is dropped. A batch whose commit is under way becomes durable or loses the
   * fence.
   */
  close(partition: string): void {
    this.#opening.delete(partition)
    this.#lanes.get(partition)?.release()
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

  /** Resolves when the next batch ends, or at any other change. */
  get whenChanged(): Promise<void> {
    return this.#change.promise
  }

  /** Resolves when everything added so far is durable. @throws the cause of the stop */
  async drain(): Promise<void> {
    while ([...this.#lanes.values()].some((lane) => lane.waiting) && !this.stopped) await this.whenChanged
    await this.#writer.drain()
    if (this.stopped) throw this.stopped
  }

  /** Called by a lane when a batch of it is durable or has failed. */
  settled(): void {
    this.#changed()
  }

  /** Called by a lane when another process has taken over its partition. */
  lost(lane: Lane): void {
    if (this.#lanes.get(lane.partition.name) === lane) this.close(lane.partition.name)
  }

  #changed(): void {
    const { resolve } = this.#change
    this.#change = Promise.withResolvers()
    resolve()
  }

  /** Runs while input waits. */
  async #write(): Promise<void> {
    while (!this.stopped) {
      const [lane, waitMs] = this.#next()
      if (lane === undefined) break
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      else await this.#take(lane)
    }
    this.#writing = undefined
  }

  /** The lane whose turn it is, and how long it should still wait for more input; milliseconds. */
  #next(): [Lane | undefined, number] {
    const now = performance.now()
    let chosen: Lane | undefined
    let longest: Lane | undefined
    for (const lane of this.#lanes.values()) {
      if (!lane.waiting) continue
      if (chosen === undefined || lane.queuedBytes > chosen.queuedBytes) chosen = lane
      if (longest === undefined || lane.waitingSince < longest.waitingSince) longest = lane
    }
    // The one that has waited longest goes first; otherwise the first lanes are served again and again while others
    // starve.
    if (longest !== undefined && now - longest.waitingSince > patienceMs) return [longest, 0]
    if (chosen === undefined || chosen.queuedBytes >= lingerBytes) return [chosen, 0]
    return [chosen, Math.max(0, lingerMs - (now - chosen.waitingSince))]
  }

  async #take(lane: Lane): Promise<void> {
    // Events that are added from now on may be newer than the writer's view of the log, so they go into the next batch.
    const upTo = lane.expected!
    const fill = (batch: OpenBatch) => {
      if (lane.gone) return undefined
      lane.fill(batch, this.#writer.judge, upTo, performance.now())
      this.#changed()
      return lane.taken === undefined ? undefined : lane.resumeAt(lane.taken)
    }
    await this.#writer.take(lane, fill, () => lane.pending)
    lane.rest()
  }
}
