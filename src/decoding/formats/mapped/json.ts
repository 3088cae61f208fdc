/** JSON of any shape: each record is a call, or has a list of rows that are calls; templates make the fields of a call. */
import type { MappedEvent } from '../mapped.ts'
import { objectAt } from '../record.ts'
import { createEventMaker, readRow } from './eventMaker.ts'
import { again, type Row } from './fields.ts'
import { exactJson } from './lazyJson.ts'
import { parsePlace } from './places.ts'
import { FieldWatch, Paths, RecordRow, rowsOf, WholeRecord } from './records.ts'
import type { JsonMapping } from './schema.ts'

interface JsonReader {
  readonly read: (record: string, line: number) => Iterable<MappedEvent>
  /** Looks whether an input has the fields that the templates name. */
  readonly watch: () => FieldWatch
}

/** @throws HeadwaterError `mapping.malformed` */
export function createJsonReader(mapping: JsonMapping, origin: string, explains: boolean): JsonReader {
  const rows = mapping.rows === undefined ? undefined : parsePlace(mapping.rows)
  const fields = new Paths(rows ?? [], origin)
  const maker = createEventMaker(mapping, fields)
  const watch = () => new FieldWatch(fields)
  if (rows === undefined) {
    const read = (record: string, line: number) => {
      const row = new WholeRecord(record, line)
      const event = readRow(maker, row, explains)
      return [row.again === '' ? event : { ...event, raw: withAgain(record, row) }]
    }
    return { read, watch }
  }
  return {
    watch,
    *read(record, line) {
      let count = 0
      for (const { way, text } of rowsOf(objectAt(exactJson(record), ''), rows)) {
        count++
        // With the rest of its record before it, a refused row can be read again by itself.
        const row = new RecordRow(way, line)
        const event = readRow(maker, row, explains)
        yield { ...event, raw: row.again === '' ? text : withAgain(text, row) }
      }
      if (count === 0) yield { skipped: `record without ${mapping.rows}` }
    },
  }
}

/** A row that is kept by itself has its number in a field of its own. */
function withAgain(record: string, row: Row): string {
  const end = record.lastIndexOf('}')
  return `${record.slice(0, end)},${JSON.stringify(again)}:${JSON.stringify(row.again)}}`
}
