/** Reads streams without gaps: revisions follow each other, so a missing one is an event that was removed. */
import { fail } from '../errors.ts'
import type { EventStore, EventTexts, RecordedEvent, Revision } from '../eventstore/port.ts'

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

/**
 * The same events in pages of bytes.
 * @throws HeadwaterError likewise
 */
export async function* readWholeTexts(
  events: Pick<EventStore, 'readTexts'>,
  stream: string,
  from: Revision = 0,
): AsyncGenerator<EventTexts> {
  let due = from
  for await (const page of events.readTexts(stream, from)) {
    requireNext(page, due)
    due += page.positions.length
    yield page
  }
}

/** @throws HeadwaterError `data.damaged` where `event` is not the one that is due */
export function requireNext(
  { stream, revision }: Pick<RecordedEvent, 'stream' | 'revision'>,
  due: Revision,
): void {
  if (revision === due) return
  fail('data.damaged', `Event ${due} of the stream ${stream} is missing: after it comes ${revision}.`, {
    data: { stream, revision: due },
  })
}
