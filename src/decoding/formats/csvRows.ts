/** CSV of a gateway's own columns: each line is a record, with JSON in some columns. The first line has their names. */
import { fail, faultOf } from '../../errors.ts'
import { csvFields, requireWidth } from './csvFields.ts'
import type { MappedEvent } from './mapped.ts'
import type { Json } from './record.ts'

/** Texts by which databases write that there is no value. */
const empty = new Set(['', 'NULL', 'null', '\\N'])

/** @returns a function of a line and its number. It throws HeadwaterError `mapping.malformed` for an ambiguous header */
export function createRowReader(
  read: (record: unknown, line: number) => Iterable<MappedEvent>,
  form: { delimiter: string; quote: string },
): (record: string, line: number) => Iterable<MappedEvent> {
  let columns: readonly string[] | undefined
  let header = ''
  return (record, line) => {
    if (columns) {
      const names = columns
      return rowEvents(() => read(rowOf(names, csvFields(record, form)), line), header + record)
    }
    columns = csvFields(record, form).map((name) => name.trim())
    const repeated = columns.find((name, index) => columns!.indexOf(name) !== index)
    if (repeated !== undefined) {
      fail('mapping.malformed', `Two columns have the name ${JSON.stringify(repeated)}.`)
    }
    header = `${record}\n`
    return []
  }
}

function rowOf(columns: readonly string[], fields: readonly string[]): Json {
  requireWidth(fields, columns.length)
  const row: { [column: string]: string } = {}
  for (let index = 0; index < columns.length; index++) {
    const text = fields[index]!
    if (!empty.has(text)) row[columns[index]!] = text
  }
  return row
}

/** With the header before it, a refused line can be read again by itself. */
function* rowEvents(read: () => Iterable<MappedEvent>, raw: string): Generator<MappedEvent> {
  try {
    for (const event of read()) yield event.raw === undefined ? { ...event, raw } : event
  } catch (error) {
    yield { fault: faultOf(error), raw }
  }
}
