/**
 * The one writer of a process. A source (all requests and files together, or one lane) fills the open batch while the
 * batch before it becomes durable. Batches become durable one after the other. The writer owns everything that depends
 * on order: one commit at a time, the revision that each batch expects, own registry events in the log before those of
 * others are read, and the stop. A source only chooses which events come next.
 */

import { uuidsV4 } from '../base/uuid.ts'
import { HeadwaterError } from '../errors.ts'
import { isWrongRevision } from '../eventstore/appends.ts'
import type { IdentityIndex } from '../identities/port.ts'
import { invariant } from '../invariant.ts'
import type { RegistryState } from '../registry/index.ts'
import { BackdatingQuestions } from './backdating/questions.ts'
import { commitBatch } from './batch/commit.ts'
import { OpenBatch } from './batch/openBatch.ts'
import { LogFollower } from './catchUp/logFollower.ts'
import { TakenPartitions } from './catchUp/takenPartitions.ts'
import { type Filling, failStopped, isEmpty } from './filling.ts'
import { EventJudge } from './judge.ts'
import { batchRowsMax } from './limits.ts'
import { type IngestObserver, silentObserver } from './observer.ts'
import { RegistrySaves } from './registrySaves.ts'
import type { Resume, TakenPartition, WriterSource } from './source.ts'
import { RecentCalls } from './suspected/recentCalls.ts'
import type { ReaderThreads } from './threads/readerThreads.ts'
import type { HeldEvents, WriterDependencies } from './writerDependencies.ts'

export class Writer {
  readonly judge: EventJudge
  readonly observer: IngestObserver
  /** Resolves with the cause when the writer stops. */
  readonly whenStopped: Promise<Error>
  readonly #dependencies: WriterDependencies
  readonly #newEventId: () => string
  readonly #questions: BackdatingQuestions | undefined
  readonly #taken: TakenPartitions
  readonly #follower: LogFollower
  readonly #recent = new RecentCalls()
  readonly #saves: RegistrySaves
  readonly #spare: OpenBatch[] = []
  #open: Filling
  #committing: Promise<void> | undefined
  /** Whether the batch whose commit is under way has registry events, which may not be in the log yet. */
  #decidedUnderWay = false
  #gate: Promise<void> | undefined
  /** Once it is set, no event is taken and no batch is committed. */
  #stopCause: Error | undefined
  readonly #stopped = Promise.withResolvers<Error>()
  #isStopped = false

  constructor(dependencies: WriterDependencies) {
    this.#dependencies = dependencies
    this.#newEventId = uuidsV4(dependencies.randomBytes)
    this.#follower = new LogFollower(dependencies)
    this.#taken = new TakenPartitions(dependencies, this.#follower, this.#newEventId)
    const { rules, lookBack, registry } = dependencies
    if (rules?.backdating === 'refuse' && lookBack !== undefined)
      this.#questions = new BackdatingQuestions(lookBack, registry)
    this.judge = new EventJudge({
      ...dependencies,
      newEventId: this.#newEventId,
      questions: this.#questions,
      inDoubt: (cause) => void this.#stopAfterCommit(cause),
    })
    this.#saves = new RegistrySaves(dependencies, {
      exclusively: (work) => this.exclusively(work),
      failed: (cause) => void this.#stopAfterCommit(cause),
    })
    this.observer = dependencies.observer ?? silentObserver
    this.whenStopped = this.#stopped.promise
    this.#open = this.#newFilling()
  }

  get registry(): RegistryState {
    return this.#dependencies.registry
  }

  get identities(): IdentityIndex {
    return this.#dependencies.identities
  }

  get readers(): ReaderThreads | undefined {
    return this.#dependencies.readers
  }

  /** Whether other processes write to the same log. */
  get shared(): boolean {
    return this.#follower.shared
  }

  /** Why the writer stopped. The owner then creates a new registry and a new writer from the log. */
  get stopped(): Error | undefined {
    return this.#isStopped ? this.#stopCause : undefined
  }

  /**
   * Takes over a partition, with the state that the log has of it. Call it within `exclusively`: it brings the index up
   * to the log, and a batch whose commit is under way would be added twice.
   * @throws the engines' errors
   */
  async takeOver(name: string): Promise<TakenPartition> {
    invariant(this.#gate !== undefined, 'a partition is taken over between batches')
    return this.#taken.takeOver(name)
  }

  /**
   * The open batch, if it has room for events of the source now. Fill it before the next `await`: after that another
   * sender may have sealed it. For the same reason this method returns no promise.
   * @throws HeadwaterError `ingest.stopped`
   */
  batchNow(source: WriterSource): OpenBatch | undefined {
    if (this.#stopCause) failStopped(this.#stopCause)
    if (this.#gate) return undefined
    const open = this.#open
    if (isEmpty(open)) {
      open.source = source
      open.checkpoint = undefined
      open.reached = undefined
    }
    return open.source === source && !open.batch.full ? open.batch : undefined
  }

  /** Waits until `batchNow` may return a batch. Call that again then: another sender may have been faster. */
  async room(source: WriterSource): Promise<void> {
    if (this.#gate) await this.#gate
    else if (this.batchNow(source) === undefined) await this.#seal()
  }

  /**
   * Takes waiting events of a source as one batch. An event is judged by everything recorded before it was sent, so
   * the registry is brought up to the log first. Resolves when the commit of the batch has begun. A failure stops the
   * writer.
   * @param fill moves events into the batch, and returns where the source continues after them, or undefined if it
   * took nothing
   * @param pending while the source's next events are being read: the batch is filled further after it
   */
  async take(
    source: WriterSource,
    fill: (batch: OpenBatch) => Resume | undefined,
    pending: () => Promise<void> | undefined = () => undefined,
  ): Promise<void> {
    try {
      let batch: OpenBatch | undefined
      for (;;) {
        if (this.shared) await this.catchUp()
        if (this.judge.waits) await this.look()
        batch = this.batchNow(source)
        if (batch) break
        await this.room(source)
      }
      const open = this.#open
      for (;;) {
        const to = fill(batch)
        if (to !== undefined) {
          open.checkpoint = to.checkpoint
          open.reached = to.reached
        }
        const reading = batch.full || this.judge.waits ? undefined : pending()
        if (reading === undefined) break
        await reading
        // Meanwhile the batch may have been sealed, or another caller may wait for that.
        if (this.#open !== open) return
        if (this.batchNow(source) !== batch) break
      }
    } catch (error) {
      await this.#stopAfterCommit(error as Error)
      return
    }
    await this.#seal()
  }

  /** Looks up the calls that events reach back over at which judging waits. Own batches before them are durable then. */
  async look(): Promise<void> {
    await this.#committing
    await this.#questions?.look()
  }

  /** Reads what other processes recorded. Everything recorded before the call is known when it resolves. */
  async catchUp(): Promise<void> {
    // Own registry events must be in the log first; otherwise those of another process would be mistaken for them.
    if (this.#decidedUnderWay || this.#open.batch.facts.length > 0) await this.drain()
    await this.#follower.catchUp()
    this.#saves.afterOthers()
  }

  /** Resolves when everything taken so far is durable or its senders know why not. Does not wait for later events. */
  async drain(): Promise<void> {
    const open = this.#open
    if (isEmpty(open)) return this.#committing
    await this.#seal()
    // It stays open where it had only a checkpoint and the batch before it made that durable.
    if (this.#open !== open) await open.done.promise
  }

  /**
   * Runs `work` while no event is taken and no batch waits. During that time the registry in memory is exactly the
   * registry of the log.
   * @throws HeadwaterError `ingest.stopped`
   */
  async exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#gate) await this.#gate
    const gate = Promise.withResolvers<void>()
    this.#gate = gate.promise
    try {
      await this.drain()
      if (this.#stopCause) failStopped(this.#stopCause)
      return await work()
    } finally {
      this.#gate = undefined
      gate.resolve()
    }
  }

  #newFilling(): Filling {
    const { rowsMax = batchRowsMax } = this.#dependencies
    return {
      batch: this.#spare.pop() ?? new OpenBatch(rowsMax),
      source: undefined,
      checkpoint: undefined,
      reached: undefined,
      done: Promise.withResolvers(),
    }
  }

  /** Begins to commit the open batch, after the commit of the one before has ended. */
  async #seal(): Promise<void> {
    const sealed = this.#open
    // The first caller seals it. The others have nothing left to do.
    while (this.#committing && this.#open === sealed) await this.#committing
    if (this.#open !== sealed || isEmpty(sealed)) return
    this.#open = this.#newFilling()
    this.#decidedUnderWay = sealed.batch.facts.length > 0
    this.#committing = this.#commit(sealed, this.#saves.hold(sealed.batch)).finally(() => {
      this.#committing = undefined
      this.#decidedUnderWay = false
      sealed.done.resolve()
    })
  }

  /** Never rejects: the senders of the batch find a failure in their submission. */
  async #commit(filling: Filling, held: HeldEvents | undefined): Promise<void> {
    const { batch, checkpoint, reached } = filling
    const source = filling.source!
    const { partition, alsoRefused } = source
    try {
      if (this.#stopCause) failStopped(this.#stopCause)
      const recorded = await commitBatch(
        batch,
        { partition: partition.name, revision: partition.revision + 1, checkpoint, reached, alsoRefused },
        {
          ...this.#dependencies,
          identities: { calls: await this.#taken.indexOf(partition.name), registry: this.identities },
          follower: this.#follower,
          recent: this.#recent,
          cache: this.judge.cache,
          newEventId: this.#newEventId,
        },
      )
      if (recorded) partition.revision++
      this.judge.indexed(batch)
      if (checkpoint !== undefined) partition.checkpoint = checkpoint
      held?.write()
      this.#saves.afterBatch()
    } catch (error) {
      held?.drop()
      this.#failed(filling, error as Error)
    }
    batch.clear()
    this.#spare.push(batch)
    source.settled?.()
  }

  #failed({ batch, source, checkpoint }: Filling, cause: Error): void {
    for (const submission of batch.submissions) submission.failure ??= cause
    if (this.#stopCause) return
    const decided = batch.facts.length > 0
    if (source?.lost && isWrongRevision(cause) && !decided) {
      this.#follower.lost()
      source.lost()
      return
    }
    // A failed append may be in the log or not. Registry events are applied in memory before they are durable.
    const code = cause instanceof HeadwaterError ? cause.code : undefined
    const inDoubt = code === undefined || code.startsWith('eventstore.')
    // A source with a checkpoint has read past the failed batch, and no sender sends those events again.
    const hasReadOn = checkpoint !== undefined
    if (inDoubt || decided || hasReadOn || this.#open.batch.facts.length > 0) this.#stop(cause)
  }

  /**
   * The owner opens partitions again after a stop. While a commit is under way, its rows would then be removed as
   * leftovers, so the stop is reported only after the commit has ended. For the same reason it waits for a partition
   * that is being taken over: two writers would otherwise remove leftovers of one partition at once.
   */
  async #stopAfterCommit(cause: Error): Promise<void> {
    const isFirst = this.#stopCause === undefined
    this.#stopCause ??= cause
    await this.#committing
    while (this.#gate) await this.#gate
    if (isFirst) this.#stop(cause)
  }

  #stop(cause: Error): void {
    this.#stopCause = cause
    this.#isStopped = true
    this.#stopped.resolve(cause)
    this.#dependencies.onStopped?.(cause)
  }
}
