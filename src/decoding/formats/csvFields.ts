/**
 * The fields of one CSV record. Plain records, and those whose quotes are all in their places, are divided here: csv-parse
 * makes a parser for each record, which takes ten times as long. Everything else is left to it; a test compares the two.
 */
import { CsvError, parse } from 'csv-parse/sync'
import { fail } from '../../errors.ts'

/** @throws HeadwaterError `record.malformed`, for example where a quote is not closed */
export function csvFields(record: string, form: CsvForm): string[] {
  return plainFields(record, form) ?? parsedFields(record, form)
}

interface CsvForm {
  readonly delimiter: string
  readonly quote: string
}

/** Undefined for a record that needs the parser. */
function plainFields(record: string, { delimiter, quote }: CsvForm): string[] | undefined {
  if (record === '' || delimiter === quote) return undefined
  if (!record.includes(quote)) return lineEnd.test(record) ? undefined : record.split(delimiter)
  // csv-parse has `"` as the sign before a quote in a quoted field, whatever the quote is.
  if (quote !== '"') return undefined
  const fields: string[] = []
  for (let at = 0; ; ) {
    if (record[at] === quote) {
      const end = closingQuote(record, at)
      if (end < 0) return undefined
      const field = record.slice(at + 1, end)
      fields.push(field.includes(quote) ? field.replaceAll('""', '"') : field)
      at = end + 1
      if (at === record.length) return fields
      if (record[at] !== delimiter) return undefined
    } else {
      const next = record.indexOf(delimiter, at)
      const field = record.slice(at, next < 0 ? record.length : next)
      if (field.includes(quote) || lineEnd.test(field)) return undefined
      fields.push(field)
      if (next < 0) return fields
      at = next
    }
    at++
  }
}

const lineEnd = /[\r\n]/

/** The quote that ends the field which begins with the quote at `start`; -1 where none does. */
function closingQuote(record: string, start: number): number {
  for (let at = record.indexOf('"', start + 1); at >= 0; at = record.indexOf('"', at + 2)) {
    if (record[at + 1] !== '"') return at
  }
  return -1
}

function parsedFields(record: string, { delimiter, quote }: CsvForm): string[] {
  try {
    const [fields] = parse(record, {
      delimiter,
      quote,
      relax_quotes: true,
      relax_column_count: true,
      bom: false,
    })
    return fields ?? ['']
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return fail('record.malformed', `This is not a CSV record: ${error.message}.`)
  }
}
