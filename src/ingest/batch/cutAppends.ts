/**
 * Cuts the events of a batch into appends that the event store accepts. One append is nearly always enough. Registry events are commands in order, and each counts by itself: those of an earlier append count even if
 * a later append fails, and are duplicates when they are sent again. The event that makes rows and checkpoint count
 * is last.
 */
import { HeadwaterError } from '../../errors.ts'
import { jsonText } from '../../eventstore/jsonText.ts'
import type { AppendResult, EventStore, NewEvent, Revision, StreamAppend } from '../../eventstore/port.ts'

/** Bytes of an event beside its data and type: its id, and what the store adds. */
const eventBytesExtra = 256

/**
 * In order. Each part has at least one event; an event above the limit is alone in its part.
 * @param bytesMax of one append, left out where any number goes
 */
export function cutAppends(appends: readonly StreamAppend[], bytesMax?: number): (readonly StreamAppend[])[] {
  if (bytesMax === undefined) return [appends]
  const parts: StreamAppend[][] = [[]]
  let bytes = 0
  for (const { stream, expectedRevision, events } of appends) {
    let expected: Revision | 'none' = expectedRevision
    let group: NewEvent[] = []
    const end = () => {
      if (group.length === 0) return
      parts.at(-1)!.push({ stream, expectedRevision: expected, events: group })
      expected = (expected === 'none' ? -1 : expected) + group.length
      group = []
    }
    for (const event of events) {
      const size = sizeOf(event)
      if (bytes > 0 && bytes + size > bytesMax) {
        end()
        parts.push([])
        bytes = 0
      }
      group.push(event)
      bytes += size
    }
    end()
  }
  return parts
}

function sizeOf({ type, data }: NewEvent): number {
  return Buffer.byteLength(jsonText(data)) + 2 * type.length + eventBytesExtra
}

/** Appends in as many parts as the log needs, nearly always one. */
export async function appendDurably(
  events: EventStore,
  appends: readonly StreamAppend[],
): Promise<AppendResult> {
  let result: AppendResult | undefined
  for (const part of cutAppends(appends, events.appendBytesMax)) result = await appendPart(events, part)
  return result!
}

/**
 * After a failed sync it is unknown whether the append is in the log. Appending the same ids again changes nothing
 * then.
 */
async function appendPart(events: EventStore, part: readonly StreamAppend[]): Promise<AppendResult> {
  try {
    return await events.append(part)
  } catch (error) {
    if (!(error instanceof HeadwaterError && error.code === 'eventstore.unavailable')) throw error
    return await events.append(part)
  }
}
