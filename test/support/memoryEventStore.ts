/** An event store in memory: one array. A fake of the port, for tests of the code that uses it. */
import { HeadwaterError } from '../../src/errors.ts'
import type {
  EventStore,
  ReadAllOptions,
  ReadStreamOptions,
  RecordedEvent,
} from '../../src/eventstore/port.ts'
import { textsOf } from '../../src/eventstore/texts.ts'

export interface MemoryEventStore extends EventStore {
  /** The log itself, to tamper with. */
  readonly log: RecordedEvent[]
}

/** @param clock when events are recorded */
export function createMemoryEventStore(
  clock: () => Date = () => new Date('2025-01-01T00:00:00Z'),
): MemoryEventStore {
  const log: RecordedEvent[] = []
  const ofStream = (stream: string): RecordedEvent[] => log.filter((event) => event.stream === stream)

  return {
    log,
    async append(appends) {
      for (const { stream, expectedRevision } of appends) {
        const actual = ofStream(stream).length - 1
        if ((expectedRevision === 'none' ? -1 : expectedRevision) !== actual) {
          throw new HeadwaterError({
            code: 'eventstore.wrongRevision',
            message: `${stream} is at ${actual}`,
            data: { stream, expected: expectedRevision, actual },
          })
        }
      }
      for (const { stream, events } of appends) {
        for (const event of events) {
          log.push({
            ...event,
            // The event as a file would give it back.
            data: JSON.parse(JSON.stringify(event.data)),
            stream,
            revision: ofStream(stream).length,
            position: log.length + 1,
            recordedAt: clock().toISOString(),
          })
        }
      }
      const revisions = new Map(appends.map(({ stream }) => [stream, ofStream(stream).length - 1]))
      return { position: log.length, revisions }
    },
    async *readStream(stream, { from, direction = 'forwards', limit }: ReadStreamOptions = {}) {
      const events = ofStream(stream)
      const chosen =
        direction === 'forwards'
          ? events.filter((event) => event.revision >= (from ?? 0))
          : events.filter((event) => event.revision <= (from ?? events.length)).reverse()
      yield* chosen.slice(0, limit)
    },
    readTexts(stream, from) {
      return textsOf(this.readStream(stream, { from }))
    },
    async *readAll({ after = 0, upTo, limit, streamPrefix = '' }: ReadAllOptions = {}) {
      const last = upTo ?? log.length
      yield* log
        .filter(
          (event) =>
            event.position > after && event.position <= last && event.stream.startsWith(streamPrefix),
        )
        .slice(0, limit)
    },
    async head() {
      return log.at(-1)?.position ?? 0
    },
    async close() {},
  }
}
