/** Events that were refused, kept to be looked at and sent again. Adapter: src/projections (ClickHouse). */

/** An event that was not taken, as it came. Conflicts (`event.conflict`) are kept here too. */
export interface RefusedEvent {
  /** 32 hex digits: of the bytes, the code and the format. The same line refused again for the same reason is the same entry. */
  readonly id: string
  readonly origin: string
  readonly format: string
  readonly line: number
  readonly code: string
  readonly path: string
  readonly message: string
  /** The event's bytes as text; at most 1 MiB, longer ones are cut and say so in `message`. */
  readonly raw: string
  /** RFC 3339. */
  readonly refusedAt: string
}

export interface RefusedStore {
  /** Durable when it returns; an id that is there already is kept once. */
  add(events: readonly RefusedEvent[]): Promise<void>
  /** Open entries (not resolved), oldest first. `after` is the id of the last one of the page before. */
  list(options: {
    readonly limit: number
    readonly after?: string
    readonly code?: string
  }): Promise<RefusedEvent[]>
  /** Of open entries; with `code`, of those refused with it. */
  count(code?: string): Promise<number>
  /** Marks entries as taken in the meantime. */
  resolve(ids: readonly string[]): Promise<void>
}
