/** A request's events are counted before any is taken: one that holds too many is refused whole. */
import { fail } from '../errors.ts'
import type { RecordFormat } from './formats/index.ts'
import { decodeAll } from './records/decoder.ts'

/** @throws HeadwaterError `request.tooManyEvents` */
export function checkRecordCount(body: Uint8Array, format: RecordFormat, recordsMax: number): void {
  const records = countRecords(body, format)
  if (records <= recordsMax) return
  fail('request.tooManyEvents', `The request holds ${records} events; at most ${recordsMax} come in one.`, {
    data: { events: records, eventsMax: recordsMax },
  })
}

/** Records of a gateway count as one event each, whatever they hold. */
function countRecords(body: Uint8Array, format: RecordFormat): number {
  let records = -(format.headerLines ?? 0)
  for (const block of decodeAll(body, format)) records += block.count
  return records
}
