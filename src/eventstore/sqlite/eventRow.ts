/** A row of the embedded event store as an event. */
import { fail } from '../../errors.ts'
import type { RecordedEvent } from '../port.ts'
import { sumOf } from './sums.ts'

export type EventRow = {
  position: number
  stream: number
  revision: number
  id: string
  type: string
  data: string
  recorded_ms: number
  /** Null for an event that a version without checksums recorded. */
  sum: number | null
}

/** @throws HeadwaterError `data.damaged` where the row is not what was written */
export function readEvent(row: EventRow, stream: string | undefined): RecordedEvent {
  const { position, revision, id, type, data: text, recorded_ms: recordedMs, sum } = row
  if (stream === undefined) return failDamaged(row, 'no stream that is known', 'it belongs to no stream')
  const written =
    typeof text === 'string' && typeof id === 'string' && typeof type === 'string' && isTime(recordedMs)
  if (!written) return failDamaged(row, stream, 'a field of it has another type')
  if (sum !== null && sum !== sumOf({ position, stream, revision, id, type, text, recordedMs }))
    return failDamaged(row, stream, 'it does not match its checksum')
  return {
    id,
    type,
    data: parse(row, stream),
    stream,
    revision,
    position,
    recordedAt: new Date(recordedMs).toISOString(),
  }
}

function isTime(milliseconds: number): boolean {
  return Number.isSafeInteger(milliseconds) && Math.abs(milliseconds) <= 8.64e15
}

function parse(row: EventRow, stream: string): unknown {
  try {
    return JSON.parse(row.data)
  } catch (error) {
    return failDamaged(row, stream, `it is no JSON (${(error as Error).message})`)
  }
}

function failDamaged({ revision, position }: EventRow, stream: string, reason: string): never {
  fail(
    'data.damaged',
    `Event ${revision} of the stream ${stream}, at position ${position}, is not what was written: ${reason}.`,
    { data: { stream, revision, position } },
  )
}
