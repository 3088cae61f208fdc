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
  /** Index in the JSON array, from 0, where the input was one. */
  readonly element?: number
  /** The event's own names, as far as they can be read. */
  readonly source?: string
  readonly eventId?: string
  /** 32 hex digits: the event's identity, where both names can be read. The entry is closed when it is accepted. */
  readonly identity?: string
  readonly code: string
  readonly path: string
  readonly message: string
  /** The event's bytes as text, at most 1 MiB. Longer ones are cut, and `message` says so. */
  readonly raw: string
  /** RFC 3339. */
  readonly refusedAt: string
}

/** The place of an entry in the list. */
export interface RefusedKey {
  /** Milliseconds since 1970: when it was refused. */
  readonly at: number
  /** Order among those that one process refused. */
  readonly number: number
  readonly line: number
  readonly id: string
}

export interface RefusedPart {
  readonly entries: readonly RefusedEvent[]
  /** Where the next part begins; undefined after the last. */
  readonly next: RefusedKey | undefined
}

/** Which entries are meant: those to which every given condition applies. */
export interface RefusedSelection {
  readonly code?: string
  /** Ids of entries. */
  readonly ids?: readonly string[]
  /** Refused before this time, in milliseconds since 1970. */
  readonly before?: number
}

/** Entries that are gone without having been accepted, ever. */
export interface RefusedLosses {
  /** Refused while the list was full. */
  readonly notKept: number
  /** Removed from the list by a person. */
  readonly dismissed: number
  /** Removed because they were older than the retention. */
  readonly expired: number
}

export interface RefusedStore {
  /**
   * Durable when it returns. An id that is stored already is stored once.
   * @returns the ids that were not kept, because the list has as many entries or bytes as it may have
   */
  add(events: readonly RefusedEvent[]): Promise<ReadonlySet<string>>
  /**
   * Open entries (not closed), oldest first, those of one input in its order. A part ends by count or by bytes of raw
   * text, whichever comes first, and has one entry at least.
   */
  list(options: {
    readonly limit: number
    /** Default: no bound. */
    readonly bytesMax?: number
    readonly after?: RefusedKey
    readonly code?: string
    /** Only of events with these identities, 16 bytes each. */
    readonly identities?: Uint8Array
  }): Promise<RefusedPart>
  /** Number of open entries; with `code`, of those that were refused with it. */
  count(code?: string): Promise<number>
  /** Number of open entries by code, in the order of the codes. */
  codes(): Promise<ReadonlyMap<string, number>>
  /** Closes entries whose events were accepted since. */
  resolve(ids: readonly string[]): Promise<void>
  /**
   * Closes entries whose identity is one of these, which were accepted: the same event came again and was right. It
   * costs nothing where no open entry has an identity. Conflicts stay open.
   * @param identities 16 bytes each
   */
  closeAccepted(identities: Uint8Array): Promise<void>
  /** Removes entries from the list, and counts them. Returns how many. */
  dismiss(selection: RefusedSelection): Promise<number>
  losses(): Promise<RefusedLosses>
}
