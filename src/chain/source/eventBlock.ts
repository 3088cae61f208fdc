/** Events of a chain as a block of records for a lane. */
import { isUtf8 } from 'node:buffer'
import type { LaneBlock } from '../../ingest/lanes/laneInput.ts'
import type { ChainEvent } from './decoder.ts'

/** An event, and the number of the block that it is taken in with. */
export interface PlacedEvent {
  readonly event: ChainEvent
  readonly number: number
}

/** @param after where the source continues after them */
export function eventBlock(events: readonly PlacedEvent[], after: number): LaneBlock {
  const texts = events.map(({ event }) => JSON.stringify(event))
  const bytes = Buffer.from(texts.join('\n'), 'utf8')
  const starts = new Int32Array(events.length)
  const ends = new Int32Array(events.length)
  const lines = new Float64Array(events.length)
  let at = 0
  const isAscii = bytes.length === texts.reduce((sum, { length }) => sum + length + 1, -1)
  for (const [i, text] of texts.entries()) {
    starts[i] = at
    at += isAscii ? text.length : Buffer.byteLength(text)
    ends[i] = at
    lines[i] = events[i]!.number
    at++
  }
  return { bytes, count: events.length, starts, ends, lines, faults: new Map(), utf8: isUtf8(bytes), after }
}
