/**
 * One append: to one stream as a batch, to several as one session of the second protocol, which KurrentDB has since
 * 25.1. What was recorded is read back, because the server's answer does not contain the position of each event, and
 * because the books will depend on what a read gives.
 */
import {
  type AppendStreamRequest,
  type JSONEventData,
  jsonEvent,
  NO_STREAM,
  WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client'
import { within } from '../../base/within.ts'
import { HeadwaterError } from '../../errors.ts'
import { invariant } from '../../invariant.ts'
import { failWrongRevision, revisionNumber, revisionsAfter } from '../appends.ts'
import type { AppendResult, NewEvent, RecordedEvent, StreamAppend } from '../port.ts'
import { lastRevision, streamEvents, type View } from './read.ts'
import { calling } from './retry.ts'

/** @throws HeadwaterError `eventstore.wrongRevision`, `eventstore.unavailable`, `eventstore.refused` */
export async function appendAll(
  view: View,
  appends: readonly StreamAppend[],
  appendMsMax: number,
): Promise<AppendResult> {
  const conflict = await calling(async () => {
    try {
      await within(send(view, appends), appendMsMax, () => noAnswer(appendMsMax))
      return undefined
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return error
      throw error
    }
  })
  if (conflict === undefined) return readBack(view, appends)
  if (await isRecorded(view, appends)) return readBack(view, appends)
  return failConflict(view, appends, conflict)
}

/** Where a server accepts a batch and never answers, the client waits for ever. The outcome is not known then. */
function noAnswer(msMax: number): HeadwaterError {
  const message = `KurrentDB did not answer within ${msMax} ms.`
  return new HeadwaterError({ code: 'eventstore.unavailable', message })
}

async function send({ client, prefix }: View, appends: readonly StreamAppend[]): Promise<void> {
  const requests: AppendStreamRequest[] = appends.map(({ stream, expectedRevision, events }) => ({
    streamName: prefix + stream,
    expectedState: expectedRevision === 'none' ? NO_STREAM : BigInt(expectedRevision),
    events: events.map(toEventData),
  }))
  if (requests.length > 1) {
    await client.multiStreamAppend(requests)
    return
  }
  const { streamName, expectedState, events } = requests[0]!
  await client.appendToStream(streamName, events, { streamState: expectedState, requiresLeader: true })
}

function toEventData({ id, type, data }: NewEvent): JSONEventData {
  invariant(data !== undefined, 'the data of an event is a JSON document')
  // By the client's type JSON data is an object; it passes any JSON document on unchanged.
  return jsonEvent({ id, type, data: data as Record<string, unknown> })
}

/**
 * Whether this same append is recorded: the same ids at the same places. A try that seemed to fail may have arrived.
 */
async function isRecorded(view: View, appends: readonly StreamAppend[]): Promise<boolean> {
  const all = await Promise.all(
    appends.map(async ({ stream, expectedRevision, events }) => {
      const first = revisionNumber(expectedRevision) + 1
      const there = await streamEvents(view, stream, first, events.length)
      return there.length === events.length && there.every(({ id }, index) => id === events[index]!.id)
    }),
  )
  return all.every(Boolean)
}

/** Position of the last event, from a read. */
async function readBack(view: View, appends: readonly StreamAppend[]): Promise<AppendResult> {
  const revisions = revisionsAfter(appends)
  const last = await Promise.all(
    appends.map(async ({ stream, events }): Promise<RecordedEvent> => {
      const [event] = await streamEvents(view, stream, revisions.get(stream)!, 1)
      invariant(event?.id === events.at(-1)!.id, 'what was appended is read back at its place')
      return event
    }),
  )
  return { position: Math.max(...last.map(({ position }) => position)), revisions }
}

async function failConflict(
  view: View,
  appends: readonly StreamAppend[],
  conflict: WrongExpectedVersionError,
): Promise<never> {
  for (const append of appends) {
    const actual = await lastRevision(view, append.stream)
    if (actual !== revisionNumber(append.expectedRevision)) failWrongRevision(append, actual)
  }
  // The revision was wrong at the time of the try. Another writer has since appended up to the expected one.
  const named = appends.find(({ stream }) => view.prefix + stream === conflict.streamName) ?? appends[0]!
  const { actualState } = conflict
  return failWrongRevision(named, typeof actualState === 'bigint' ? Number(actualState) : -1)
}
