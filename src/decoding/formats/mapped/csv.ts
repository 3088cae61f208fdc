/** CSV: each line is a call, and templates make its fields from the columns. */
import { fail, faultOf } from '../../../errors.ts'
import { csvFields, requireWidth } from '../csvFields.ts'
import type { MappedEvent } from '../mapped.ts'
import { Columns, CsvRow } from './columns.ts'
import { createEventMaker, type EventMaker, readRow } from './eventMaker.ts'
import type { CsvMapping } from './schema.ts'

interface CsvFile {
  readonly mapping: CsvMapping
  readonly maker: EventMaker<CsvRow>
  readonly width: number
  /** With the header before it, a refused record can be read again by itself. */
  readonly header: string
  readonly explains: boolean
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
  const open = (columns: readonly string[], header: string): CsvFile => {
    const maker = createEventMaker(mapping, new Columns(columns, origin))
    return { mapping, maker, width: columns.length, header, explains }
  }
  let file = mapping.columns && open(mapping.columns, '')
  return (record, line) => {
    if (!file) {
      // Spreadsheets write a line that says which sign separates the columns.
      if (/^"?sep=.?"?$/i.test(record)) return []
      const columns = csvFields(record, mapping)
      checkSpendLogs(columns, mapping)
      file = open(columns, `${record}\n`)
      return []
    }
    return [readLine(file, record, line)]
  }
}

/** Columns of LiteLLM's table of spend logs that say which of its rows bill. */
const spendLogColumns = ['request_id', 'call_type', 'cache_hit', 'status', 'metadata']

/** @throws HeadwaterError `mapping.malformed` where a mapping would bill every row of a table that has others too */
function checkSpendLogs(columns: readonly string[], { where }: CsvMapping): void {
  if (where !== undefined && Object.keys(where).length > 0) return
  if (!spendLogColumns.every((name) => columns.includes(name))) return
  fail(
    'mapping.malformed',
    'The file has the columns of LiteLLM’s spend logs, and the mapping has no "where": failed calls, answers from the cache and look-ups of stored responses would bill too.',
    {
      path: '/where',
      fix: 'Read the file with --format litellm, which needs no mapping of columns. Or say in "where" of the mapping which rows bill: docs/mappings.md.',
    },
  )
}

function readLine(file: CsvFile, record: string, line: number): MappedEvent {
  const { mapping, maker, width, header, explains } = file
  const raw = header + record
  try {
    const fields = csvFields(record, mapping)
    requireWidth(fields, width)
    return { ...readRow(maker, new CsvRow(fields, line), explains), raw }
  } catch (error) {
    return { fault: faultOf(error), raw }
  }
}
