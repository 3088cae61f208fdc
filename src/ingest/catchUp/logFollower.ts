/**
 * Reads the log into memory: identities into the index and, where other processes write to the same log, their
 * registry events into the registry. A process that is alone on its log needs this only at its start, for events that
 * it recorded but could not index before it was killed.
 *
 * The follower reads this process's own events too. It recognizes own batches by their attempt: the commit that
 * recorded them adds their identities. It recognizes own registry events by their revision, which the registry
 * already has.
 */

import { fail } from '../../errors.ts'
import type { EventStore, Position, RecordedEvent } from '../../eventstore/port.ts'
import { type IdentityIndex, identitySize } from '../../identities/port.ts'
import { type BatchRecorded, batchRecorded } from '../../log/batchRecorded.ts'
import { followRegistry } from '../../log/followRegistry.ts'
import type { BatchKey } from '../../log/keys.ts'
import { applyFact, readFact } from '../../log/registryFact.ts'
import { streams } from '../../log/streams.ts'
import { type RegistryState, wireEventOf } from '../../registry/index.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { eventIdentity } from '../eventIdentity.ts'
import { newIdentities } from './newIdentities.ts'

interface FollowDependencies {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly identities: IdentityIndex
  readonly registry: RegistryState
  /** Whether others may write to the log too. Then only reading shows what they recorded between own batches. */
  readonly shared?: boolean
}

/** About how many identities are read at once; 32 bytes each. */
const rowsAtOnce = 262_144

export class LogFollower {
  readonly shared: boolean
  readonly #dependencies: FollowDependencies
  /** Own batches whose append has begun and that the follower has not read yet. */
  readonly #own = new Set<string>()
  #readTo: Position
  #begun = false
  /** Batches of others that were read and are not in the index yet. */
  #waiting: BatchKey[] = []
  #waitingRows = 0
  /** The own append that is under way, with its attempt if it has rows. */
  #committing: { readonly attempt: string | undefined } | undefined
  #running: Promise<unknown> = Promise.resolve()
  #next: Promise<number> | undefined

  constructor(dependencies: FollowDependencies) {
    this.#dependencies = dependencies
    this.shared = dependencies.shared ?? false
    this.#readTo = dependencies.identities.position
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
    if (attempt !== undefined && this.shared) this.#own.add(attempt)
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
    // An event is indexed only after it is durable in the log.
    if (identities.position > head) {
      fail(
        'data.outOfStep',
        `The identity index knows the log up to position ${identities.position}, and the log ends at ${head}: the log is behind the index. Restore the log.`,
        { data: { indexed: identities.position, head } },
      )
    }
    // Another reader may have moved the index past the end of the registry in memory. The events between are read
    // only here.
    if (!this.#begun) await followRegistry(events, registry)
    this.#begun = true
    // Batches that an earlier, failed read left are read again.
    this.#waiting = []
    this.#waitingRows = 0
    let added = 0
    for await (const event of events.readAll({ after: this.#readTo, upTo: head })) {
      added += this.#take(event)
      // Within an append registry events come first and the batch last, so the index may stop here for now.
      if (this.#waitingRows >= rowsAtOnce) added += await this.#indexTo(event.position)
    }
    return added + (await this.#indexTo(Math.max(head, this.#readTo)))
  }

  /** Never past a batch whose own commit is about to add its identities. */
  async #advance(): Promise<void> {
    const { identities } = this.#dependencies
    if (!this.#committing && this.#readTo > identities.position) await identities.advance(this.#readTo)
  }

  #take(event: RecordedEvent): number {
    if (event.stream === streams.registry) return this.#takeFact(event)
    if (event.type !== batchRecorded.type) return 0
    const { partition, revision, attempt, rows } = event.data as BatchRecorded
    if (this.#own.delete(attempt)) return 0
    this.#waiting.push({ partition, revision, attempt })
    this.#waitingRows += rows
    return 0
  }

  /** Small batches are read together, because a busy log has many of them. */
  async #indexTo(position: Position): Promise<number> {
    let added = 0
    if (this.#waiting.length > 0) {
      const { identity, content } = await this.#dependencies.usage.readIdentities(this.#waiting)
      const found = identity.length / identitySize
      if (found !== this.#waitingRows) {
        fail(
          'data.outOfStep',
          `The log recorded ${this.#waitingRows} rows in ${this.#waiting.length} batches, and ${found} are there: the calls are behind the log. Restore the calls.`,
          { data: { recorded: this.#waitingRows, found } },
        )
      }
      added = this.#addNew(identity, content)
    }
    this.#waiting = []
    this.#waitingRows = 0
    this.#readTo = position
    await this.#advance()
    return added
  }

  #takeFact(event: RecordedEvent): number {
    const { registry } = this.#dependencies
    const fact = readFact(event)
    if (event.revision === registry.count) applyFact(registry, event, fact)
    const { identity, content } = eventIdentity(wireEventOf(fact))
    return this.#addNew(identity, content)
  }

  #addNew(identity: Uint8Array, content: Uint8Array): number {
    const { identities } = this.#dependencies
    const fresh = newIdentities(identities, identity, content)
    identities.add(fresh.identity, fresh.content, fresh.count)
    return fresh.count
  }
}
