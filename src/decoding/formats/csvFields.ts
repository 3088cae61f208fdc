/**
 * The fields of one CSV record. Plain records, and those whose quotes are all in their places, are divided here: csv-parse
 * makes a parser for each record, which takes ten times as long. Everything else is left to it; a test compares the two.
 */
import { CsvError, parse } from 'csv-parse/sync'
import { fail, faultOf } from '../../errors.ts'

/** @throws HeadwaterError `record.malformed`, for example where a quote is not closed */
export function csvFields(record: string, form: CsvForm): string[] {
  return plainFields(record, form) ?? parsedFields(record, form)
}

/**
 * The names of the columns.
 * @throws HeadwaterError `mapping.malformed`, because no line can be read without them
 */
export function headerFields(record: string, form: CsvForm): string[] {
  try {
    return csvFields(record, form)
  } catch (error) {
    const { message, fix } = faultOf(error)
    return fail('mapping.malformed', `The header can't be read: ${message}`, fix === undefined ? {} : { fix })
  }
}

/** A file that was put after another one begins with its byte order mark. */
export function withoutMark(record: string): string {
  return record.charCodeAt(0) === 0xfeff ? record.slice(1) : record
}

/** Spreadsheets write such a line before the header. */
export function isSeparatorLine(record: string): boolean {
  return /^"?sep=.?"?$/i.test(record)
}

/** Signs that separate columns, the usual one first. */
export const csvDelimiters = [',', ';', '\t', '|'] as const

interface CsvForm {
  readonly delimiter: string
  readonly quote: string
}

/** Undefined for a record that needs the parser. */
function plainFields(record: string, { delimiter, quote }: CsvForm): string[] | undefined {
  if (record === '' || delimiter === quote) return undefined
  const hasLineEnds = lineEnd.test(record)
  let nextQuote = record.indexOf(quote)
  if (nextQuote < 0) return hasLineEnds ? undefined : record.split(delimiter)
  // csv-parse has `"` as the sign before a quote in a quoted field, whatever the quote is.
  if (quote !== '"') return undefined
  const fields: string[] = []
  for (let at = 0; ; at++) {
    if (at === nextQuote) {
      const end = closingQuote(record, at)
      if (end < 0) return undefined
      fields.push(quotedText(record, at + 1, end))
      at = end + 1
      nextQuote = record.indexOf(quote, at)
      if (at === record.length) return fields
      if (record[at] !== delimiter) return undefined
    } else {
      const found = record.indexOf(delimiter, at)
      const end = found < 0 ? record.length : found
      if (nextQuote >= 0 && nextQuote < end) return undefined
      const field = record.slice(at, end)
      if (hasLineEnds && lineEnd.test(field)) return undefined
      fields.push(field)
      if (found < 0) return fields
      at = found
    }
  }
}

/** The text between quotes. This loop takes half the time of `replaceAll` for a cell of JSON, which has many quotes. */
function quotedText(record: string, start: number, end: number): string {
  let text = ''
  let from = start
  for (let at = record.indexOf('"', start); at >= 0 && at < end; at = record.indexOf('"', from)) {
    text += record.slice(from, at + 1)
    from = at + 2
  }
  return text + record.slice(from, end)
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
    const [fields, second] = parse(record, {
      delimiter,
      quote,
      relax_quotes: true,
      relax_column_count: true,
      bom: false,
    })
    if (second !== undefined) failCarriageReturn(fields ?? [])
    return fields ?? ['']
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return fail('record.malformed', `This is not a CSV record: ${error.message}.`)
  }
}

/** What follows would be a line of its own to some programs, and a part of this one to others. */
function failCarriageReturn(fields: readonly string[]): never {
  const last = JSON.stringify((fields.at(-1) ?? '').slice(-32))
  fail(
    'record.malformed',
    `The line has U+000D CARRIAGE RETURN without a line feed, outside of quotes, after ${last}.`,
    { fix: 'Write line ends as LF or CRLF, and put cells with line ends between quotes.' },
  )
}

/** @throws HeadwaterError `record.malformed` */
export function requireWidth(fields: readonly string[], width: number): void {
  if (fields.length !== width) {
    fail('record.malformed', `The line has ${fields.length} columns, not ${width}.`)
  }
}
