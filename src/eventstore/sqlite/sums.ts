/**
 * The checksum of an event. SQLite has no checksums of its own: a flipped bit in the text of an event gives another
 * event, perhaps a well-formed one. So each event has a CRC-32 beside it, written in the same transaction, and every
 * read compares it. It finds damage, not forgery.
 */
import { crc32 } from 'node:zlib'

interface SummedEvent {
  readonly position: number
  readonly stream: string
  readonly revision: number
  readonly id: string
  readonly type: string
  /** JSON as it is stored. */
  readonly text: string
  readonly recordedMs: number
}

export function sumOf({ position, stream, revision, id, type, text, recordedMs }: SummedEvent): number {
  // One text: a second call takes longer than to put them together.
  return crc32(`${position} ${revision} ${recordedMs} ${id} ${type} ${stream} ${text}`)
}
