/** Inserts events with their checksums. */
import type { DatabaseSync } from 'node:sqlite'
import { ManyRows } from './manyRows.ts'
import { sumOf } from './sums.ts'
import { hasSums } from './tables.ts'

export class InsertedRows {
  readonly #events: ManyRows
  readonly #sums: ManyRows

  constructor(database: DatabaseSync) {
    this.#events = new ManyRows(database, 'events', 7)
    // A file that can only be read may be older than the checksums.
    this.#sums = hasSums(database) ? new ManyRows(database, 'sums', 2) : this.#events
  }

  /** @param stream the key of the event's stream */
  add(stream: number, event: Parameters<typeof sumOf>[0]): void {
    const { position, revision, id, type, text, recordedMs } = event
    this.#events.add([position, stream, revision, id, type, text, recordedMs])
    this.#sums.add([position, sumOf(event)])
  }

  /** Inserts the last ones. Call it before the transaction ends. */
  end(): void {
    this.#events.end()
    this.#sums.end()
  }

  /** Forgets what is not inserted, after a transaction that failed. */
  clear(): void {
    this.#events.clear()
    this.#sums.clear()
  }
}
