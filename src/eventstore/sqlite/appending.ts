/**
 * Appends, one after the other. Each is a transaction that is committed at once and then brought to disk in the
 * background. Readers see it, and its sender is answered, when it is there.
 */
import { oneAtATime } from '../../base/oneAtATime.ts'
import { HeadwaterError } from '../../errors.ts'
import { assertAppends, failWrongRevision, revisionNumber, revisionsAfter } from '../appends.ts'
import type { AppendResult, NewEvent, Position, Revision, StreamAppend } from '../port.ts'
import type { StoredEvents, WrittenAppend } from './events.ts'
import type { LogFile } from './logFile.ts'

export class Appending {
  readonly #events: StoredEvents
  readonly #log: Pick<LogFile, 'sync'>
  readonly #clock: () => Date
  readonly #inTurn = oneAtATime()
  /** What is committed and perhaps not on disk. */
  #written: WrittenAppend | undefined

  constructor(events: StoredEvents, log: Pick<LogFile, 'sync'>, clock: () => Date) {
    this.#events = events
    this.#log = log
    this.#clock = clock
  }

  append(appends: readonly StreamAppend[]): Promise<AppendResult> {
    return this.#inTurn(() => this.#append(appends))
  }

  /** Resolves when no append is under way. */
  settled(): Promise<void> {
    return this.#inTurn(async () => {})
  }

  async #append(appends: readonly StreamAppend[]): Promise<AppendResult> {
    assertAppends(appends)
    const events = this.#events
    // A sync that was repeated may report success for bytes that are lost, so the pages go into the database file.
    if (this.#written) {
      events.moveLog()
      this.#show()
    }
    const stale = appends.filter(
      (append) => events.lastRevision(append.stream) !== revisionNumber(append.expectedRevision),
    )
    if (stale.length > 0) {
      const position = recordedBefore(events, appends)
      if (position === undefined) failWrongRevision(stale[0]!, events.lastRevision(stale[0]!.stream))
      return { position, revisions: revisionsAfter(appends) }
    }
    this.#written = events.write(appends, this.#clock())
    try {
      await this.#log.sync()
    } catch (error) {
      const message = `The event store could not bring what it wrote to disk: ${(error as Error).message}.`
      throw new HeadwaterError({ code: 'eventstore.unavailable', message }, { cause: error })
    }
    return this.#show()
  }

  #show(): AppendResult {
    const written = this.#written!
    this.#written = undefined
    this.#events.show(written)
    return { position: written.position, revisions: written.revisions }
  }
}

/** Position of the last event where this same append is recorded already: the same ids at the same places. */
function recordedBefore(events: StoredEvents, appends: readonly StreamAppend[]): Position | undefined {
  let last = 0
  for (const append of appends) {
    const first = revisionNumber(append.expectedRevision) + 1
    const position = positionIfSame(events, append.stream, first, append.events)
    if (position === undefined) return undefined
    last = Math.max(last, position)
  }
  return last
}

function positionIfSame(
  events: StoredEvents,
  stream: string,
  first: Revision,
  added: readonly NewEvent[],
): Position | undefined {
  if (events.lastRevision(stream) < first + added.length - 1) return undefined
  let position: Position | undefined
  for (const [offset, event] of added.entries()) {
    const place = events.placeOf(stream, first + offset)
    if (place?.id !== event.id) return undefined
    position = place.position
  }
  return position
}
