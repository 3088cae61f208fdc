/** The store of the log: registry events, recorded batches, closed epochs. Usage rows are stored elsewhere. */

/**
 * A place in the log of all streams. It grows with every event, may have gaps, and is below 2^53. 0 is before the
 * first.
 */
export type Position = number
/** A place in one stream, without gaps: 0 for its first event. */
export type Revision = number

export interface NewEvent {
  /** UUID. The same id appended again with the same expected revision is the same event, not a second one. */
  readonly id: string
  readonly type: string
  /** A JSON document, or one that is text already (`JsonText`). Money in it is decimal text. */
  readonly data: unknown
}

export interface RecordedEvent extends NewEvent {
  readonly stream: string
  readonly revision: Revision
  readonly position: Position
  /** RFC 3339 in UTC: when it was recorded. No root depends on it. */
  readonly recordedAt: string
}

export interface StreamAppend {
  readonly stream: string
  /** The revision of the stream's last event as the writer knows it; `'none'` where it must not exist yet. */
  readonly expectedRevision: Revision | 'none'
  readonly events: readonly NewEvent[]
}

export interface AppendResult {
  /** Position of the last event appended. */
  readonly position: Position
  /** Last revision of each stream appended to, by its name. */
  readonly revisions: ReadonlyMap<string, Revision>
}

export interface ReadStreamOptions {
  /** First revision to read, inclusive; default 0 forwards, the last backwards. */
  readonly from?: Revision
  readonly direction?: 'forwards' | 'backwards'
  readonly limit?: number
}

export interface ReadAllOptions {
  /** Events with a position greater than this; default 0, from the first. */
  readonly after?: Position
  /** Events up to this position, inclusive; default: all that exist when the read starts. */
  readonly upTo?: Position
  readonly limit?: number
  /** Only events of streams whose names begin with it. Other events cost nothing. */
  readonly streamPrefix?: string
}

/**
 * Events of one stream whose revisions follow each other, for readers of millions: no object for an event, and its data as
 * the bytes of JSON.
 */
export interface EventTexts {
  readonly stream: string
  /** Of the first event. */
  readonly revision: Revision
  readonly positions: Float64Array
  /** The type of each event, as its place in `typeNames`. */
  readonly types: Uint16Array
  readonly typeNames: readonly string[]
  /** The data of the event at `index` is `bytes[starts[index] .. ends[index])`: a JSON document in valid UTF-8. */
  readonly bytes: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

export interface EventStore {
  /** Bytes of the events of one append that it accepts. Left out: as many as there are. */
  readonly appendBytesMax?: number
  /**
   * Appends to all streams or to none. Durable when it returns. The expected revisions are the fence between writers.
   * @throws HeadwaterError `eventstore.wrongRevision` (data: stream, expected, actual)
   */
  append(appends: readonly StreamAppend[]): Promise<AppendResult>
  /** Empty where the stream does not exist. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>
  /**
   * The events that `readStream` gives from revision `from` on, in pages. A page ends where a revision is missing. That the
   * data of an event is JSON is not checked.
   * @throws HeadwaterError as `readStream`
   */
  readTexts(stream: string, from: Revision): AsyncIterable<EventTexts>
  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>
  /** Position of the last event; 0 for an empty store. */
  head(): Promise<Position>
  /** The same, of a store that no other process writes to: this one knows it without asking. */
  headNow?(): Position
  close(): Promise<void>
}

/** An event store that is a file of this machine. */
export interface EventFile {
  /**
   * Writes what the store has now into a new file. Reads go on meanwhile; the caller keeps appends away.
   * @throws HeadwaterError `data.damaged`, `data.diskFull`, `eventstore.unavailable`
   */
  copyTo(path: string): Promise<void>
  /** Reads the whole file. @returns what is damaged, as sentences of the engine; none where nothing is */
  examine(): readonly string[]
  /** Number of events that have no checksum, because a version without checksums recorded them. */
  unsummed(): number
}

/** Derived state, kept so that a process starts faster. Nothing is lost if it is lost. */
export interface SnapshotStore {
  load(name: string): Promise<{ readonly revision: Revision; readonly payload: Uint8Array } | undefined>
  save(name: string, snapshot: { readonly revision: Revision; readonly payload: Uint8Array }): Promise<void>
}
