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

export class Saving {
  readonly #database: DatabaseSync
  readonly #store: StoredRegistry
  readonly #state: RegistryState
  #saver: Saver | undefined
  /** What the thread writes, and when it has. It never rejects. */
  #running: { readonly changed: ChangedIds; readonly done: Promise<unknown> } | undefined

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
    const rows = rowsOf(this.#state, last, this.#store)
    this.#state.hold()
    this.#saver ??= new Saver(this.#store.reads.path)
    this.#running = {
      changed: changedBy(rows),
      done: this.#saver.write(rows).catch((error: unknown) => ({ error })),
    }
  }

  /** Resolves when what was begun is in the store, and no longer in memory. @throws what went wrong with it */
  async end(): Promise<void> {
    const running = this.#running
    if (running === undefined) return
    const failed = (await running.done) as { readonly error: unknown } | undefined
    // Another caller may have waited for the same.
    if (this.#running !== running) return
    this.#running = undefined
    if (failed) {
      this.#state.notSaved()
      throw failed.error
    }
    written(this.#store, running.changed)
    this.#state.saved()
  }

  async close(): Promise<void> {
    // A write that is cut off is none: the store is behind the log, and catches up.
    await this.#saver?.close()
  }
}
