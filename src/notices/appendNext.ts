/** Appends to streams of notices. */
import { fail, HeadwaterError } from '../errors.ts'
import type { EventStore, NewEvent, Revision } from '../eventstore/port.ts'
import { lastEvent } from '../log/lastEvent.ts'

/** How often an event is appended that another one overtakes. */
const triesMax = 10

/**
 * Appends after whatever the stream has, also where another process or the sender of this one appends meanwhile.
 * @throws HeadwaterError `notices.overtaken` where that happens again and again
 */
export async function appendNext(
  events: Pick<EventStore, 'append' | 'readStream'>,
  stream: string,
  event: NewEvent,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    const last = await lastRevision(events, stream)
    try {
      return await append(events, stream, last, event)
    } catch (error) {
      const isOvertaken = error instanceof HeadwaterError && error.code === 'notices.overtaken'
      if (!isOvertaken || tries === triesMax) throw error
    }
  }
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
