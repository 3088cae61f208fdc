/** CSV: each line is a call, and templates make its fields from the columns. */
import { type Fault, fail, faultOf } from '../../../errors.ts'
import { csvFields, headerFields, isSeparatorLine, requireWidth, withoutMark } from '../csvFields.ts'
import { mixedTable } from '../gatewayColumns.ts'
import { HeaderLine, headerAgain, isWithoutValues, withoutValues } from '../headerLine.ts'
import type { MappedEvent } from '../mapped.ts'
import { Columns, CsvRow } from './columns.ts'
import { createEventMaker, type EventMaker, readRow } from './eventMaker.ts'
import { again } from './fields.ts'
import type { CsvMapping } from './schema.ts'

interface CsvFile {
  readonly maker: EventMaker<CsvRow>
  readonly columns: HeaderLine
  readonly width: number
  /** With the header before it, a refused record can be read again by itself. */
  readonly header: string
}

/**
 * A reader of one file's records, in order. The first is the header, unless the mapping names the columns.
 * @returns a function of a record and its line. It throws HeadwaterError `mapping.malformed` where a template names a
 *   missing column or one of several, because then no line of the file can be read
 */
export function createCsvReader(
  mapping: CsvMapping,
  origin: string,
  explains: boolean,
): (record: string, line: number) => Iterable<MappedEvent> {
  const reader = new CsvReader(mapping, origin, explains)
  return (record, line) => reader.read(record, line)
}

class CsvReader {
  readonly #mapping: CsvMapping
  readonly #origin: string
  readonly #explains: boolean
  #file: CsvFile | undefined
  /** Of a later header, whose lines the mapping can't read. Lines before it are calls already. */
  #fault: Fault | undefined

  constructor(mapping: CsvMapping, origin: string, explains: boolean) {
    this.#mapping = mapping
    this.#origin = origin
    this.#explains = explains
    if (mapping.columns) this.#file = this.#open(mapping.columns, '')
  }

  read(text: string, line: number): MappedEvent[] {
    const record = withoutMark(text)
    const file = this.#file
    if (file) return [this.#readLine(file, record, line)]
    // Spreadsheets write a line that says which sign separates the columns.
    if (isSeparatorLine(record)) return []
    const columns = headerFields(record, this.#mapping)
    checkWhere(columns, this.#mapping)
    this.#file = this.#open(columns, `${record}\n`)
    return []
  }

  #open(columns: readonly string[], header: string): CsvFile {
    const maker = createEventMaker(this.#mapping, new Columns(columns, this.#origin))
    return { maker, columns: new HeaderLine(columns), width: columns.length, header }
  }

  #readLine(file: CsvFile, record: string, line: number): MappedEvent {
    const raw = file.header + record
    try {
      const fields = csvFields(record, this.#mapping)
      if (file.columns.isAgain(fields)) return this.#openAgain(file, fields, { record, line })
      if (isWithoutValues(fields)) return { skipped: withoutValues }
      if (this.#fault) return { fault: this.#fault, raw }
      requireWidth(fields, file.width)
      const row = new CsvRow(fields, line)
      const read = readRow(file.maker, row, this.#explains)
      return { ...read, raw: row.again === '' ? raw : this.#withAgain(file, record, row) }
    } catch (error) {
      return { fault: faultOf(error), raw }
    }
  }

  /** A row that is kept by itself has its number in a column of its own. */
  #withAgain({ header }: CsvFile, record: string, row: CsvRow): string {
    const { delimiter, quote, columns = [] } = this.#mapping
    const own = columns.map((name) => quote + name.replaceAll(quote, quote + quote) + quote).join(delimiter)
    const names = header === '' ? own : header.slice(0, -1)
    return `${names}${delimiter}${again}\n${record}${delimiter}${row.again}`
  }

  #openAgain(file: CsvFile, fields: readonly string[], at: { record: string; line: number }): MappedEvent {
    this.#fault = undefined
    if (!file.columns.isSame(fields)) {
      const header = `${at.record}\n`
      try {
        this.#file = this.#open(fields, header)
      } catch (error) {
        const { message, fix } = faultOf(error)
        const sentence = `The header on line ${at.line} is another one than the first. ${message}`
        this.#fault = { code: 'record.malformed', message: sentence, ...(fix !== undefined && { fix }) }
        this.#file = { ...file, columns: new HeaderLine(fields), header }
      }
    }
    return { skipped: headerAgain }
  }
}

/** @throws HeadwaterError `mapping.malformed` where a mapping would bill every row of a table that has others too */
function checkWhere(columns: readonly string[], { where }: CsvMapping): void {
  if (where !== undefined && Object.keys(where).length > 0) return
  const table = mixedTable(columns)
  if (!table) return
  const { name, nothing, fix } = table
  const message = `The file has the columns of ${name}, and the mapping has no "where": ${nothing} would bill too.`
  fail('mapping.malformed', message, { path: '/where', fix })
}
