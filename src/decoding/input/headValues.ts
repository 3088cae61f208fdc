/** The values that a template reads at the beginning of a CSV file. */
import { csvFields, isSeparatorLine } from '../formats/csvFields.ts'
import { Decoder } from '../records/decoder.ts'

const headBytesMax = 1 << 20

export interface CsvForm {
  readonly delimiter?: string
  readonly quote?: string
  readonly columns?: readonly string[]
}

/** Of the fields that the template names as columns. A mapping or a file that is malformed may throw anything. */
export function valuesOf(mapping: CsvForm, template: string, head: Uint8Array): string[] {
  const form = { delimiter: mapping.delimiter ?? ',', quote: mapping.quote ?? '"' }
  const rows: string[][] = []
  const decoder = new Decoder({ recordBytesMax: headBytesMax, shape: form })
  // The last record may be cut off, so only those are read that end in the head.
  for (const { bytes, count, starts, ends } of decoder.push(head.subarray(0, headBytesMax))) {
    for (let record = 0; record < count; record++) {
      const text = bytes.toString('utf8', starts[record], ends[record])
      if (rows.length > 0 || !isSeparatorLine(text)) rows.push(csvFields(text, form))
    }
  }
  const columns = mapping.columns ?? rows.shift() ?? []
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!)
  const wanted = names.map((name) => columns.indexOf(name)).filter((column) => column >= 0)
  return rows.flatMap((row) => wanted.map((column) => (row[column] ?? '').trim()))
}
