/**
 * Several partitions of a source taken in by one process, against one registry. Each has a stream of its own, whose
 * expected revision is its fence and whose events hold its checkpoint; batches are of one partition each and become
 * durable one after the other, the next one being read while the disk works. Where a batch fails, everything in memory
 * is in doubt: the lanes stop, and their owner opens them anew from the log. Only where the fence says that a partition
 * is another process's now, and no registry event was decided, that lane alone is lost.
 */
import { isWrongRevision } from '../../eventstore/appends.ts'
import type { EventStore } from '../../eventstore/port.ts'
import type { IdentityIndex } from '../../identities/port.ts'
import type { RegistryState } from '../../registry/index.ts'
import type { RefusedStore } from '../../usage/refused.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { commitBatch, type RefusedKeeper } from '../batch/commit.ts'
import { OpenBatch } from '../batch/openBatch.ts'
import { LogFollower } from '../catchUp/logFollower.ts'
import { recover } from '../catchUp/recover.ts'
import { EventJudge } from '../judge.ts'
import { batchRowsMax } from '../limits.ts'
import type { IngestObserver } from '../observer.ts'
import { Lane, type LaneCounts } from './lane.ts'

/** Bytes of messages that may wait in one lane, and in all. */
export const laneBytesMax = 24 << 20
export const lanesBytesMax = 192 << 20
/** A lane with little in it waits this long for more, so that a quiet topic makes no batch a message. */
const lingerMs = 25
const lingerBytes = 1 << 20
/** A lane that has waited this long goes before fuller ones. */
const patienceMs = 500

export interface LanesDependencies {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly refused: RefusedStore
  readonly identities: IdentityIndex
  /** Whether others may write to the same log, an earlier life of this process too; default: no. */
  readonly shared?: boolean
  readonly registry: RegistryState
  readonly randomBytes: (count: number) => Uint8Array
  readonly newEventId: () => string
  readonly clock: () => Date
  /** Called once, when nothing is taken any more. */
  readonly onStopped: (cause: Error) => void
  readonly observer?: IngestObserver
}

export class Lanes {
  /** Of everything since the start. */
  readonly counts: LaneCounts = { accepted: 0, duplicate: 0, conflict: 0, rejected: 0 }
  /** Where refused events go too before they are passed. */
  alsoRefused: RefusedKeeper['add'] | undefined
  stopped: Error | undefined
  private readonly dependencies: LanesDependencies
  private readonly follower: LogFollower
  private readonly refused: RefusedKeeper
  private readonly intake: EventJudge
  private readonly lanes = new Map<string, Lane>()
  /** Who opened a partition last, unless it was closed since. */
  private readonly opening = new Map<string, symbol>()
  private readonly spare: OpenBatch[] = []
  private committing: Promise<void> = Promise.resolve()
  /** Whether the batch under way has registry events, which the log may not have yet. */
  private decidedUnderWay = false
  private turn: Promise<unknown> = Promise.resolve()
  private change = Promise.withResolvers<void>()
  private writing: Promise<void> | undefined

  constructor(dependencies: LanesDependencies) {
    this.dependencies = dependencies
    this.follower = new LogFollower(dependencies)
    this.intake = new EventJudge(dependencies)
    this.refused = {
      add: async (events, refusals) => {
        await dependencies.refused.add(events)
        await this.alsoRefused?.(events, refusals)
      },
    }
  }

  /**
   * Takes over a partition: what the log says of it now counts, whatever was known before.
   * @throws whatever the engines throw
   */
  async open(partition: string, origin: string): Promise<Lane> {
    this.close(partition)
    const ticket = Symbol(partition)
    this.opening.set(partition, ticket)
    const isWanted = () => this.opening.get(partition) === ticket
    // Between batches: the index is brought up to the log here, and a batch on its way would be in it twice.
    const lane = await this.exclusively(async () => {
      const { dependencies, follower } = this
      // Closed while it waited for its turn: taken over now, it would be taken from whoever has it by right.
      const recovered = isWanted()
        ? await recover({ ...dependencies, follower, partition })
        : { revision: -1, checkpoint: undefined }
      return new Lane(partition, origin, recovered, this.counts)
    })
    if (isWanted()) this.lanes.set(partition, lane)
    else lane.letGo()
    return lane
  }

  /** Lets go of a partition; what waits is forgotten, what is under way becomes durable or loses at the fence. */
  close(partition: string): void {
    this.opening.delete(partition)
    this.lanes.get(partition)?.letGo()
    this.lanes.delete(partition)
    this.changed()
  }

  add(lane: Lane, input: Parameters<Lane['add']>[0]): void {
    if (lane.gone || this.stopped) return
    lane.add(input, performance.now())
    this.writing ??= this.write()
    this.changed()
  }

  hasRoom(lane: Lane): boolean {
    let all = 0
    for (const { queuedBytes } of this.lanes.values()) all += queuedBytes
    return lane.queuedBytes < laneBytesMax && all < lanesBytesMax
  }

  /** Resolves at the next batch that becomes durable, and at whatever else changes. */
  get whenChanged(): Promise<void> {
    return this.change.promise
  }

  /** Everything added so far is durable. @throws why it can't be */
  async drain(): Promise<void> {
    while ([...this.lanes.values()].some((lane) => lane.waiting) && !this.stopped) await this.whenChanged
    await this.exclusively(async () => {})
  }

  /** Runs `work` while no batch is under way: the registry in memory is what the log says then. */
  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.inTurn(async () => {
      await this.committing
      if (this.stopped) throw this.stopped
      return work()
    })
  }

  /** What other processes recorded before the call is known when it resolves. */
  async catchUp(): Promise<void> {
    if (this.decidedUnderWay) await this.committing
    await this.follower.catchUp()
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(work)
    this.turn = result.catch(() => {})
    return result
  }

  private changed(): void {
    const { resolve } = this.change
    this.change = Promise.withResolvers()
    resolve()
  }

  /** Runs as long as something waits. */
  private async write(): Promise<void> {
    while (!this.stopped) {
      const [lane, waitMs] = this.next()
      if (lane === undefined) break
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
      else await this.inTurn(() => this.takeFrom(lane))
    }
    this.writing = undefined
  }

  /** The lane whose turn it is, and how long it should still wait for more. */
  private next(): [Lane | undefined, number] {
    const now = performance.now()
    let chosen: Lane | undefined
    let longest: Lane | undefined
    for (const lane of this.lanes.values()) {
      if (!lane.waiting) continue
      if (chosen === undefined || lane.queuedBytes > chosen.queuedBytes) chosen = lane
      if (longest === undefined || lane.waitingSince < longest.waitingSince) longest = lane
    }
    // Of several the one that has waited longest, or the first would be served again and again while the last starve.
    if (longest !== undefined && now - longest.waitingSince > patienceMs) return [longest, 0]
    if (chosen === undefined || chosen.queuedBytes >= lingerBytes) return [chosen, 0]
    return [chosen, Math.max(0, lingerMs - (now - chosen.waitingSince))]
  }

  private async takeFrom(lane: Lane): Promise<void> {
    if (lane.gone || this.stopped) return
    // An event is judged by everything that was recorded before it was sent; what comes from here on is for the next.
    const upTo = lane.expected!
    let batch: OpenBatch
    try {
      if (this.follower.shared) await this.catchUp()
      if (lane.gone) return
      batch = this.spare.pop() ?? new OpenBatch(batchRowsMax)
      lane.fill(batch, this.intake, upTo, performance.now())
    } catch (error) {
      // Opened anew while a batch is on its way, a partition would have its rows taken for leftovers.
      await this.committing
      this.stop(error as Error)
      return
    }
    const { taken } = lane
    this.changed()
    await this.committing
    if (this.stopped) return
    this.decidedUnderWay = batch.facts.length > 0
    this.committing = this.commit(lane, batch, taken!)
  }

  /** Never rejects: a failure stops the lanes. */
  private async commit(lane: Lane, batch: OpenBatch, checkpoint: number): Promise<void> {
    const { intake, dependencies, follower } = this
    const { partition } = lane
    try {
      if (!batch.empty || checkpoint !== lane.checkpoint) {
        const { cache } = intake
        const { refused } = this
        const moved = { ...dependencies, follower, refused, cache, partition, checkpoint }
        if (await commitBatch(batch, lane.revision + 1, moved)) lane.revision++
        intake.indexed(batch)
        lane.checkpoint = checkpoint
      }
    } catch (error) {
      if (!isWrongRevision(error) || batch.facts.length > 0) this.stop(error as Error)
      else {
        follower.lost()
        if (this.lanes.get(partition) === lane) this.close(partition)
      }
    }
    this.decidedUnderWay = false
    batch.clear()
    this.spare.push(batch)
    this.changed()
  }

  private stop(cause: Error): void {
    if (this.stopped) return
    this.stopped = cause
    for (const partition of [...this.lanes.keys()]) this.close(partition)
    this.dependencies.onStopped(cause)
    this.changed()
  }
}
