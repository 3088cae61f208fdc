/**
 * Reads the log into memory: identities into the index and, where other processes write to the same log, their
 * registry events into the registry. A process that is alone on its log needs this only at its start, for events that
 * it recorded but could not index before it was killed.
 *
 * The follower reads this process's own events too. It recognizes own batches by their attempt: the commit that
 * recorded them adds their identities. It recognizes own registry events by their revision, which the registry
 * already has.
 *
 * Where each partition has an index of its own, the follower reads the registry's stream alone: what it reads then does
 * not grow with the number of processes. Batches of others concern it only where it takes their partition over
 * (indexPartition.ts).
 */

import type { EventStore, Position, RecordedEvent, Revision } from '../../eventstore/port.ts'
import type { IdentityIndex } from '../../identities/port.ts'
import { type BatchRecorded, batchRecorded, recordedRows } from '../../log/batchRecorded.ts'
import { followRegistry } from '../../log/followRegistry.ts'
import { readWhole } from '../../log/readWhole.ts'
import { applyFact, readFact } from '../../log/registryFact.ts'
import { revisionAfter } from '../../log/revisionAfter.ts'
import { streams } from '../../log/streams.ts'
import { type RegistryState, wireEventOf } from '../../registry/index.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { eventIdentity } from '../eventIdentity.ts'
import { requireLogAhead } from './indexPartition.ts'
import { newIdentities } from './newIdentities.ts'
import { WaitingBatches } from './waitingBatches.ts'

interface FollowDependencies {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly identities: IdentityIndex
  /** Where each partition has an index of its own. `identities` has registry events alone then. */
  readonly partitionIdentities?: unknown
  readonly registry: RegistryState
  /** Whether others may write to the log too. Then only reading shows what they recorded between own batches. */
  readonly shared?: boolean
}

export class LogFollower {
  readonly shared: boolean
  readonly #dependencies: FollowDependencies
  /** Own batches whose append has begun and that the follower has not read yet. */
  readonly #own = new Set<string>()
  #readTo: Position
  #begun = false
  /** Where only the registry's stream is read: its first event that was not read. */
  #registryFrom: Revision | undefined
  /** Batches of others that were read and are not in the index yet. */
  readonly #waiting: WaitingBatches
  /** The own append that is under way, with its attempt if it has rows. */
  #committing: { readonly attempt: string | undefined } | undefined
  #running: Promise<unknown> = Promise.resolve()
  #next: Promise<number> | undefined

  constructor(dependencies: FollowDependencies) {
    this.#dependencies = dependencies
    this.shared = dependencies.shared ?? false
    this.#readTo = dependencies.identities.position
    this.#waiting = new WaitingBatches(dependencies.usage, dependencies.identities)
  }

  /** Whether it reads what others record in all partitions. */
  get #followsBatches(): boolean {
    return this.#dependencies.partitionIdentities === undefined
  }

  /**
   * Everything recorded before the call is known when it resolves, with the number of identities added. Call it while
   * no registry event of this process is on its way to the log: another process's event at its revision would be
   * mistaken for it.
   * @throws HeadwaterError `data.outOfStep` where the log ends before the index's position, or rows of recorded batches
   * are missing; the engines' errors
   */
  catchUp(): Promise<number> {
    // A read that is under way may have passed the end already. Callers that come meanwhile share the next read.
    this.#next ??= this.#running.then(() => {
      const reading = this.#readOn()
      this.#running = reading.catch(() => {})
      this.#next = undefined
      return reading
    })
    return this.#next
  }

  /** Call it before an append of this process. @param attempt of its batch, if that has rows */
  expect(attempt: string | undefined): void {
    if (attempt !== undefined && this.shared && this.#followsBatches) this.#own.add(attempt)
    this.#committing = { attempt }
  }

  /** Call it when the append is in the log, up to `position`, and its identities are in the index. */
  async recorded(position: Position): Promise<void> {
    this.#committing = undefined
    // Where this process is alone on the log, nothing is between two of its appends.
    if (!this.shared) this.#readTo = Math.max(this.#readTo, position)
    await this.#advance()
  }

  /** Call it when the append lost the fence. It will never be in the log, so the index need not wait for it. */
  lost(): void {
    const { attempt } = this.#committing ?? {}
    if (attempt !== undefined) this.#own.delete(attempt)
    this.#committing = undefined
  }

  async #readOn(): Promise<number> {
    const { events, identities, registry } = this.#dependencies
    const head = await events.head()
    requireLogAhead(identities, head)
    // Another reader may have moved the index past the end of the registry in memory. The events between are read
    // only here.
    if (!this.#begun) await followRegistry(events, registry)
    this.#begun = true
    // Batches that an earlier, failed read left are read again.
    this.#waiting.clear()
    let added = 0
    for await (const event of this.#newEvents(head)) {
      added += this.#take(event)
      // Within an append registry events come first and the batch last, so the index may stop here for now.
      if (this.#waiting.full) added += await this.#indexTo(event.position)
    }
    return added + (await this.#indexTo(Math.max(head, this.#readTo)))
  }

  /** What was recorded since the last read, up to `head` at least. */
  async *#newEvents(head: Position): AsyncGenerator<RecordedEvent> {
    const { events } = this.#dependencies
    if (this.#followsBatches) {
      yield* events.readAll({ after: this.#readTo, upTo: head })
      return
    }
    this.#registryFrom ??= await revisionAfter(events, streams.registry, this.#readTo)
    for await (const event of readWhole(events, streams.registry, this.#registryFrom)) {
      yield event
      this.#registryFrom = event.revision + 1
      this.#readTo = Math.max(this.#readTo, event.position)
    }
  }

  /** Never past a batch whose own commit is about to add its identities. */
  async #advance(): Promise<void> {
    const { identities } = this.#dependencies
    if (!this.#committing && this.#readTo > identities.position) await identities.advance(this.#readTo)
  }

  #take(event: RecordedEvent): number {
    if (event.stream === streams.registry) return this.#takeFact(event)
    if (event.type !== batchRecorded.type) return 0
    const batch = event.data as BatchRecorded
    if (!this.#own.delete(batch.attempt)) this.#waiting.add(batch, recordedRows(batch))
    return 0
  }

  async #indexTo(position: Position): Promise<number> {
    const added = await this.#waiting.index()
    this.#readTo = position
    await this.#advance()
    return added
  }

  #takeFact(event: RecordedEvent): number {
    const { registry } = this.#dependencies
    const fact = readFact(event)
    if (event.revision === registry.count) applyFact(registry, event, fact)
    const { identity, content } = eventIdentity(wireEventOf(fact))
    const { identities } = this.#dependencies
    const fresh = newIdentities(identities, identity, content)
    identities.add(fresh.identity, fresh.content, fresh.count)
    return fresh.count
  }
}
