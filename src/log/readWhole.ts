/** Streams read whole: revisions have no gaps, so a missing one is an event that somebody removed. */
import { fail } from '../errors.ts'
import type { EventStore, RecordedEvent, Revision } from '../eventstore/port.ts'

/**
 * The events of a stream from revision `from` on.
 * @throws HeadwaterError `data.damaged` where one is missing before another; a missing end is the adapter's to notice
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
