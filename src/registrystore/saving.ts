/**
 * Moves what a layer has into the store: at once where it is little, in a thread where the registry goes on meanwhile.
 * One connection writes at a time: once there is a thread, all writing is the thread's.
 */
import type { DatabaseSync } from 'node:sqlite'
import type { RegistryState } from '../registry/index.ts'
import { rowsOf } from './rows.ts'
import { type ChangedIds, changedBy, writeRows, written } from './save.ts'
import { Saver } from './saver.ts'
import type { StoredRegistry } from './stored.ts'

/** What a layer had at a moment, to be written or not. One of both is called. */
export interface HeldRegistry {
  /** Begins to write it. Call it when the log has it. */
  write(): void
  /** Call it when the log may never have it. */
  drop(): void
}

export class Saving {
  readonly #database: DatabaseSync
  readonly #store: StoredRegistry
  readonly #state: RegistryState
  #saver: Saver | undefined
  /** While the thread writes. It never rejects. */
  #running: Promise<void> | undefined
  /** What went wrong with what the thread wrote last. */
  #failure: { readonly error: unknown } | undefined

  constructor(database: DatabaseSync, store: StoredRegistry, state: RegistryState) {
    this.#database = database
    this.#store = store
    this.#state = state
  }

  /** Writes everything that memory has now. @param last the id of the last event applied */
  now(last: string): void {
    const rows = rowsOf(this.#state, last, this.#store)
    this.#state.hold()
    try {
      writeRows(this.#database, this.#store, rows)
    } catch (error) {
      this.#state.notSaved()
      throw error
    }
    this.#state.saved()
  }

  /** The same, by the thread where there is one. */
  async all(last: string): Promise<void> {
    if (this.#saver === undefined) return this.now(last)
    this.begin(last)
    await this.end()
  }

  /** Whether the thread writes. Nothing else may be written before `end`. */
  get isRunning(): boolean {
    return this.#running !== undefined
  }

  /** Begins to write everything that memory has now: no event comes between `last` and what is written. */
  begin(last: string): void {
    this.#hold(last).write()
  }

  /**
   * Takes everything that memory has now, of which the log may not have all yet. Undefined while the thread writes.
   * @throws what went wrong with what it wrote last
   */
  hold(last: string): HeldRegistry | undefined {
    this.#requireWritten()
    return this.isRunning ? undefined : this.#hold(last)
  }

  /** Resolves when what was begun is in the store, and no longer in memory. @throws what went wrong with it */
  async end(): Promise<void> {
    await this.#running
    this.#requireWritten()
  }

  async close(): Promise<void> {
    // A write that is cut off is none: the store is behind the log, and catches up.
    await this.#saver?.close()
  }

  #hold(last: string): HeldRegistry {
    const rows = rowsOf(this.#state, last, this.#store)
    this.#state.hold()
    return {
      write: () => {
        this.#saver ??= new Saver(this.#store.reads.path)
        this.#running = this.#finish(changedBy(rows), this.#saver.write(rows))
      },
      drop: () => this.#state.notSaved(),
    }
  }

  async #finish(changed: ChangedIds, writing: Promise<void>): Promise<void> {
    try {
      await writing
      written(this.#store, changed)
      this.#state.saved()
    } catch (error) {
      this.#state.notSaved()
      this.#failure = { error }
    } finally {
      this.#running = undefined
    }
  }

  #requireWritten(): void {
    const failure = this.#failure
    this.#failure = undefined
    if (failure) throw failure.error
  }
}
