/**
 * What a batch brings to the log, cut into appends that a KurrentDB with its own settings takes. One is nearly always
 * enough. Registry events are commands in order and stand by themselves: those that went ahead count though the rest
 * does not arrive, and are duplicates when they come again. The event that makes rows and checkpoint count comes last.
 */
import type { NewEvent, Revision, StreamAppend } from '../../eventstore/port.ts'
import { appendBytesMax } from '../limits.ts'

/** Of an event beside its data and type: its id, and what the store keeps with it. */
const eventBytesExtra = 256

/** In order, each with one event at least: one that is larger than the limit goes alone. */
export function cutAppends(
  appends: readonly StreamAppend[],
  bytesMax: number = appendBytesMax,
): StreamAppend[][] {
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
  return Buffer.byteLength(JSON.stringify(data)) + 2 * type.length + eventBytesExtra
}
