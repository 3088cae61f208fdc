/** CSV of a gateway's own columns: each line is a record, with JSON in some columns. The first line has their names. */
import { fail, faultOf } from '../../errors.ts'
import { csvFields, headerFields, isSeparatorLine, requireWidth, withoutMark } from './csvFields.ts'
import { HeaderLine, headerAgain, isWithoutValues, withoutValues } from './headerLine.ts'
import type { MappedEvent } from './mapped.ts'
import type { Json } from './record.ts'

/** Texts by which databases write that there is no value. */
const empty = new Set(['', 'NULL', 'null', '\\N'])

/** @returns a function of a line and its number. It throws HeadwaterError `mapping.malformed` for an ambiguous header */
export function createRowReader(
  read: (record: unknown, line: number) => Iterable<MappedEvent>,
  form: { delimiter: string; quote: string },
): (record: string, line: number) => Iterable<MappedEvent> {
  let file: GatewayFile | undefined
  return (text, line) => {
    const record = withoutMark(text)
    if (!file) {
      if (!isSeparatorLine(record)) file = openFile(headerFields(record, form), record)
      return []
    }
    const { names, header, columns } = file
    let fields: readonly string[]
    try {
      fields = csvFields(record, form)
    } catch (error) {
      return [{ fault: faultOf(error), raw: header + record }]
    }
    if (columns.isAgain(fields)) {
      // Two files put together: the second may have its columns in another order.
      if (!columns.isSame(fields)) file = openFile(fields, record)
      return [{ skipped: headerAgain }]
    }
    if (isWithoutValues(fields)) return [{ skipped: withoutValues }]
    return rowEvents(() => read(rowOf(names, fields), line), header + record)
  }
}

interface GatewayFile {
  readonly names: readonly string[]
  readonly header: string
  readonly columns: HeaderLine
}

function openFile(fields: readonly string[], record: string): GatewayFile {
  const names = fields.map((name) => name.trim())
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated !== undefined)
    fail('mapping.malformed', `Two columns have the name ${JSON.stringify(repeated)}.`)
  return { names, header: `${record}\n`, columns: new HeaderLine(names) }
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
