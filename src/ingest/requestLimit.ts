/** A request's events are counted before any is taken: one that holds too many is refused whole. */
import { fail } from '../errors.ts'
import { decodeAll } from './decoding/decoder.ts'
import { readCsv } from './formats/csv.ts'
import type { RecordFormat } from './formats/index.ts'

/** @throws HeadwaterError `request.tooManyEvents` */
export async function checkRecordCount(
  body: Uint8Array,
  format: RecordFormat,
  recordsMax: number,
): Promise<void> {
  const records = await countRecords(body, format)
  if (records <= recordsMax) return
  fail('request.tooManyEvents', `The request holds ${records} events; at most ${recordsMax} come in one.`, {
    data: { events: records, eventsMax: recordsMax },
  })
}

/** Records of a gateway count as one event each, whatever they hold. */
async function countRecords(body: Uint8Array, format: RecordFormat): Promise<number> {
  let records = 0
  if (format.csv) {
    for await (const _ of readCsv(oneChunk(body), format.csv, '')) records++
  } else {
    for (const block of decodeAll(body, format)) records += block.count
  }
  return records
}

async function* oneChunk(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body
}
