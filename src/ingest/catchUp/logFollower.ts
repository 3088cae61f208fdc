/**
 * Brings the log into what this process knows of it: identities into the index and, where other processes write to the
 * same log, their registry events into the registry. A process alone needs it at its start only, for what it was killed
 * before it could index.
 *
 * Own events are met here too. Own batches are told by their attempt, since their identities are added by the commit
 * that recorded them; own registry events by their revision, which the registry has passed already.
 */
import { fail } from '../../errors.ts'
import type { EventStore, Position, RecordedEvent } from '../../eventstore/port.ts'
import type { IdentityIndex } from '../../identities/port.ts'
import { type BatchRecorded, batchRecorded } from '../../log/batchRecorded.ts'
import { followRegistry } from '../../log/followRegistry.ts'
import type { BatchKey } from '../../log/keys.ts'
import { streams } from '../../log/streams.ts'
import { evolve, factFromRecorded, type RegistryState, wireEventOf } from '../../registry/index.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { eventIdentity } from '../eventIdentity.ts'
import { newIdentities } from './newIdentities.ts'

interface FollowDependencies {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly identities: IdentityIndex
  readonly registry: RegistryState
  /** Whether others may write to the log too: then only reading tells what came between own batches. */
  readonly shared?: boolean
}

/** Identities that are read at once, about: 32 bytes each. */
const rowsAtOnce = 262_144

export class LogFollower {
  readonly shared: boolean
  readonly #dependencies: FollowDependencies
  /** Own batches that are on their way to the log, or in it and not met yet. */
  readonly #own = new Set<string>()
  #readTo: Position
  #begun = false
  /** Batches of others that were met and are not in the index yet. */
  #waiting: BatchKey[] = []
  #waitingRows = 0
  /** The own append that is on its way; its attempt where it has rows. */
  #committing: { readonly attempt: string | undefined } | undefined
  #running: Promise<unknown> = Promise.resolve()
  #next: Promise<number> | undefined

  constructor(dependencies: FollowDependencies) {
    this.#dependencies = dependencies
    this.shared = dependencies.shared ?? false
    this.#readTo = dependencies.identities.position
  }

  /**
   * Everything recorded before the call is known when it resolves, to the number of identities added. Call it while no
   * registry event of this process is on its way: one of another at its place would be taken for it.
   * @throws HeadwaterError `data.damaged` where the log is shorter than the index knows it, whatever the engines throw
   */
  catchUp(): Promise<number> {
    // A read under way may have passed the end already: whoever comes meanwhile shares the one after it.
    this.#next ??= this.#running.then(() => {
      const reading = this.#readOn()
      this.#running = reading.catch(() => {})
      this.#next = undefined
      return reading
    })
    return this.#next
  }

  /** An append of this process goes to the log. @param attempt of its batch, where it has rows */
  expect(attempt: string | undefined): void {
    if (attempt !== undefined && this.shared) this.#own.add(attempt)
    this.#committing = { attempt }
  }

  /** The append stands, up to `position`, and its identities are in the index. */
  async recorded(position: Position): Promise<void> {
    this.#committing = undefined
    // Alone on the log, nothing stands between two own appends.
    if (!this.shared) this.#readTo = Math.max(this.#readTo, position)
    await this.#advance()
  }

  /** The append was refused at the fence, and never will stand: the index needs to wait for it no more. */
  lost(): void {
    const { attempt } = this.#committing ?? {}
    if (attempt !== undefined) this.#own.delete(attempt)
    this.#committing = undefined
  }

  async #readOn(): Promise<number> {
    const { events, identities, registry } = this.#dependencies
    const head = await events.head()
    // The index learns of an event only once it is durable in the log.
    if (identities.position > head) {
      fail(
        'data.damaged',
        `The identity index knows the log up to position ${identities.position}, and the log ends at ${head}: its end was removed.`,
        { data: { indexed: identities.position, head } },
      )
    }
    // Somebody else may have brought the index further than the registry was read: what is before it is met nowhere else.
    if (!this.#begun) await followRegistry(events, registry)
    this.#begun = true
    // What an earlier read that failed left is met again.
    this.#waiting = []
    this.#waitingRows = 0
    let added = 0
    for await (const event of events.readAll({ after: this.#readTo, upTo: head })) {
      added += this.#take(event)
      // Within an append facts come first and the batch last: a place where the index may stop for the time being.
      if (this.#waitingRows >= rowsAtOnce) added += await this.#indexTo(event.position)
    }
    return added + (await this.#indexTo(Math.max(head, this.#readTo)))
  }

  /** Never past a batch whose identities its own commit is about to add. */
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

  /** Small batches are read together: a busy log has many of them. */
  async #indexTo(position: Position): Promise<number> {
    let added = 0
    if (this.#waiting.length > 0) {
      const { identity, content } = await this.#dependencies.usage.readIdentities(this.#waiting)
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
    const fact = factFromRecorded(event.type, event.data)
    if (event.revision === registry.count) evolve(registry, fact, event.revision)
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
