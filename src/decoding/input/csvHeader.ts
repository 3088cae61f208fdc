/** Finds the gateway whose own columns the first line of a CSV file names. */
import { csvDelimiters, csvFields } from '../formats/csvFields.ts'
import { gatewayOf, hasTable } from '../formats/gatewayColumns.ts'
import type { CsvRows } from '../formats/index.ts'
import type { InputFormat } from '../formats/names.ts'

/** A header line is shorter. */
const headerBytesMax = 65_536

/** As spreadsheets write it before the header. */
const separatorLine = /^"?sep=.?"?\r?\n/i

/** Whether records of the format may be rows of CSV. */
export function mayBeRows(format: InputFormat): boolean {
  return format === 'auto' || hasTable(format)
}

interface FoundRows extends CsvRows {
  readonly format: InputFormat
}

/**
 * @param head the beginning of the input
 * @returns undefined for what is no header of a gateway; `more` if the first line is not there as a whole
 */
export function gatewayHeader(head: Uint8Array, wanted: InputFormat): FoundRows | 'more' | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, headerBytesMax))
  const text = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .replace(separatorLine, '')
  if (/^\s*(?:[[{]|$)/.test(text))
    return text.trim() === '' && head.length < headerBytesMax ? 'more' : undefined
  const end = text.search(/[\r\n]/)
  if (end < 0) return head.length < headerBytesMax ? 'more' : undefined
  return foundRows(text.slice(0, end), wanted)
}

function foundRows(line: string, wanted: InputFormat): FoundRows | undefined {
  const delimiter = csvDelimiters.find((sign) => line.includes(sign))
  if (delimiter === undefined) return undefined
  const found = gatewayOf(fieldsOf(line, delimiter), wanted === 'auto' ? undefined : wanted)
  return found && { format: found, delimiter }
}

function fieldsOf(line: string, delimiter: string): string[] {
  try {
    return csvFields(line, { delimiter, quote: '"' }).map((name) => name.trim())
  } catch {
    return []
  }
}
