/** Refused events, kept so that people can look at them and send them again. Adapter: src/projections (ClickHouse). */

/** An event that was refused, as it arrived. Conflicts (`event.conflict`) are kept here too. */
export interface RefusedEvent {
  /**
   * 32 hex digits: a hash of the bytes, the code and the format. So a line that is refused again for the same reason is
   * the same entry.
   */
  readonly id: string
  readonly origin: string
  readonly format: string
  readonly line: number
  readonly code: string
  readonly path: string
  readonly message: string
  /** The event's bytes as text, at most 1 MiB. Longer ones are cut, and `message` says so. */
  readonly raw: string
  /** RFC 3339. */
  readonly refusedAt: string
}

export interface RefusedStore {
  /** Durable when it returns. An id that is stored already is stored once. */
  add(events: readonly RefusedEvent[]): Promise<void>
  /** Open entries (not resolved), oldest first. `after` is the id of the last entry of the page before. */
  list(options: {
    readonly limit: number
    readonly after?: string
    readonly code?: string
  }): Promise<RefusedEvent[]>
  /** Number of open entries; with `code`, of those that were refused with it. */
  count(code?: string): Promise<number>
  /** Marks entries whose events were accepted since. */
  resolve(ids: readonly string[]): Promise<void>
}
