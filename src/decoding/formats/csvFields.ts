/** The fields of one CSV record. */
import { CsvError, parse } from 'csv-parse/sync'
import { fail } from '../../errors.ts'

/** @throws HeadwaterError `record.malformed`, for example where a quote is not closed */
export function csvFields(record: string, form: { delimiter: string; quote: string }): string[] {
  const { delimiter, quote } = form
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
