/** Counts the events of a request before any is taken in. A request with too many events is refused whole. */
import { fail } from '../errors.ts'
import type { RecordFormat } from './formats/index.ts'
import { decodeAll } from './records/decoder.ts'

/** @throws HeadwaterError `request.tooManyEvents` */
export function checkRecordCount(body: Uint8Array, format: RecordFormat, recordsMax: number): void {
  const records = countRecords(body, format)
  if (records <= recordsMax) return
  fail('request.tooManyEvents', `The request has ${records} events; at most ${recordsMax} are allowed.`, {
    data: { events: records, eventsMax: recordsMax },
  })
}

/** A record of a gateway counts as one event, even if it has several calls. */
function countRecords(body: Uint8Array, format: RecordFormat): number {
  let records = -(format.headerLines ?? 0)
  for (const block of decodeAll(body, format)) records += block.count
  return records
}
