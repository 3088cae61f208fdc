/** Appends to streams of notices. */
import { fail, HeadwaterError } from '../errors.ts'
import type { EventStore, NewEvent, Revision } from '../eventstore/port.ts'
import { lastEvent } from '../log/lastEvent.ts'

/** Appends after whatever the stream has. */
export async function appendNext(
  events: Pick<EventStore, 'append' | 'readStream'>,
  stream: string,
  event: NewEvent,
): Promise<void> {
  await append(events, stream, await lastRevision(events, stream), event)
}

export async function lastRevision(
  events: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<Revision> {
  return (await lastEvent(events, stream))?.revision ?? -1
}

/** @throws HeadwaterError `notices.overtaken` where the stream does not end at `last`, −1 for an empty one */
export async function append(
  events: Pick<EventStore, 'append'>,
  stream: string,
  last: number,
  event: NewEvent,
): Promise<void> {
  const expectedRevision = last < 0 ? 'none' : last
  try {
    await events.append([{ stream, expectedRevision, events: [event] }])
  } catch (error) {
    if (!(error instanceof HeadwaterError && error.code === 'eventstore.wrongRevision')) throw error
    fail('notices.overtaken', `Another process wrote into ${stream} meanwhile.`)
  }
}
