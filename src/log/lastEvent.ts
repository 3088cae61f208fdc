/** The end of a stream. */
import type { EventStore, RecordedEvent } from '../eventstore/port.ts'

/** The last event of a stream; undefined where it has none. */
export async function lastEvent(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<RecordedEvent | undefined> {
  for await (const event of events.readStream(stream, { direction: 'backwards', limit: 1 })) return event
  return undefined
}
