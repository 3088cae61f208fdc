/** The parts of a gateway's record: it becomes no event, one or many. */
import type { RecordFormat } from '../decoding/formats/index.ts'
import type { MappedEvent } from '../decoding/formats/mapped.ts'
import { settleAlone } from '../decoding/formats/traces/settle.ts'
import { parseWrittenJson, utf8Text } from '../decoding/records/json.ts'
import { faultOf } from '../errors.ts'
import type { EventPlace } from './batch/openBatch.ts'

/** The events of a record where nothing is known of others. */
export function readRecord(format: RecordFormat, record: RecordPlace): Iterable<MappedEvent> {
  const parts = readParts(format, record)
  return format.traced ? settleAlone([...parts]) : parts
}

/** The parts of a record. Formats find faults while their events are read one by one, so those are caught here too. */
export function* readParts(format: RecordFormat, record: RecordPlace): Generator<MappedEvent, void, void> {
  try {
    yield* eventsOf(format, record)
  } catch (error) {
    const fault = faultOf(error)
    // The mapping is wrong, not the record, so nothing of this input can be read.
    if (fault.code === 'mapping.malformed') throw error
    yield { fault }
  }
}

type RecordPlace = Pick<EventPlace, 'bytes' | 'start' | 'end' | 'line'>

function eventsOf(
  { read, readText, readBytes }: RecordFormat,
  { bytes, start, end, line }: RecordPlace,
): Iterable<MappedEvent> {
  if (readBytes) return readBytes(bytes, start, end)
  if (readText) return readText(utf8Text(bytes, start, end), line)
  return read!(parseWrittenJson(bytes, start, end), line)
}
