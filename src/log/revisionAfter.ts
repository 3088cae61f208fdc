/** Where reading of one stream continues after a position of the whole log. */
import type { EventStore, Position, RecordedEvent, Revision } from '../eventstore/port.ts'
import { invariant } from '../invariant.ts'
import { lastEvent } from './lastEvent.ts'

/**
 * Revision of the first event of a stream whose position is above `position`; that of its next event where there is
 * none. It reads about twenty events of a stream of a million.
 */
export async function revisionAfter(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  position: Position,
): Promise<Revision> {
  if (position === 0) return 0
  const last = await lastEvent(events, stream)
  if (last === undefined || last.position <= position) return (last?.revision ?? -1) + 1
  let first = 0
  let after = last.revision
  while (first < after) {
    const middle = Math.floor((first + after) / 2)
    if ((await eventAt(events, stream, middle)).position > position) after = middle
    else first = middle + 1
  }
  return first
}

async function eventAt(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  from: Revision,
): Promise<RecordedEvent> {
  for await (const event of events.readStream(stream, { from, limit: 1 })) return event
  invariant(false, 'a stream has every event before its last')
}
