/** The sign between the columns of a CSV file whose mapping names none: a line or the header says it. */
import { csvDelimiters } from '../formats/csvFields.ts'

/** A header line is shorter. */
const headBytesMax = 65_536

interface CsvMappingText {
  readonly delimiter?: string
  readonly columns?: readonly string[]
}

/** The mapping with the sign, where it is not a comma. */
export function withDelimiter(mapping: unknown, head: Uint8Array): unknown {
  const given = mapping as CsvMappingText | null | undefined
  if (typeof given !== 'object' || given === null || given.delimiter !== undefined) return mapping
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headBytesMax)).toString('utf8')
  const delimiter = delimiterOf(text.replace(/^\ufeff/, ''))
  return delimiter === undefined || delimiter === ',' ? mapping : { ...given, delimiter }
}

/** A header without a comma that has one of the other signs has no comma between its columns. */
function delimiterOf(text: string): string | undefined {
  const named = /^"?sep=(.)"?\r?\n/i.exec(text)?.[1]
  if (named !== undefined) return named
  const [header = ''] = text
    .replaceAll(/"[^"]*"/g, '')
    .trimStart()
    .split(/[\r\n]/, 1)
  const found = csvDelimiters.filter((sign) => header.includes(sign))
  return found.length === 1 ? found[0] : undefined
}
