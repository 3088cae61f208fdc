/** Reads streams without gaps: revisions follow each other, so a missing one is an event that was removed. */
import { fail } from '../errors.ts'
import type { EventStore, RecordedEvent, Revision } from '../eventstore/port.ts'

/**
 * The events of a stream from revision `from` on.
 * @throws HeadwaterError `data.damaged` where an event is missing before another. A missing end is noticed by the
 * adapter.
 */
export async function* readWhole(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  from: Revision = 0,
): AsyncGenerator<RecordedEvent> {
  let due = from
  for await (const event of events.readStream(stream, { from })) {
    requireNext(event, due++)
    yield event
  }
}

/** @throws HeadwaterError `data.damaged` where `event` is not the one that is due */
export function requireNext({ stream, revision }: RecordedEvent, due: Revision): void {
  if (revision === due) return
  fail('data.damaged', `Event ${due} of the stream ${stream} is missing: after it comes ${revision}.`, {
    data: { stream, revision: due },
  })
}
