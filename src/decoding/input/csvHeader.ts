/** Finds the gateway whose own columns the first line of a CSV file names. */
import { csvDelimiters, csvFields } from '../formats/csvFields.ts'
import type { CsvRows } from '../formats/index.ts'
import type { InputFormat } from '../formats/names.ts'

/** A header line is shorter. */
const headerBytesMax = 65_536

/** Columns that a gateway's file has: one name of each. */
const columns: readonly (readonly [format: InputFormat, names: readonly (readonly string[])[]])[] = [
  [
    'litellm',
    [
      ['request_id', 'id'],
      ['startTime', 'start_time'],
      ['call_type', 'custom_llm_provider', 'spend'],
      ['model'],
    ],
  ],
  [
    'openrouter',
    [
      ['generation_id', 'id', 'date'],
      ['created_at', 'date'],
      ['tokens_prompt', 'native_tokens_prompt', 'byok_usage_inference'],
      ['model', 'model_permaslug'],
    ],
  ],
  [
    'langfuse',
    [
      ['id'],
      ['startTime', 'start_time'],
      ['type'],
      ['usageDetails', 'usage_details', 'usage', 'promptTokens'],
      ['model', 'providedModelName', 'provided_model_name'],
    ],
  ],
]

/** As spreadsheets write it before the header. */
const separatorLine = /^"?sep=.?"?\r?\n/i

/** Whether records of the format may be rows of CSV. */
export function mayBeRows(format: InputFormat): boolean {
  return format === 'auto' || columns.some(([name]) => name === format)
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
  const names = new Set(fieldsOf(line, delimiter))
  const found = columns.find(([format, needed]) => {
    const isWanted = wanted === 'auto' || wanted === format
    return isWanted && needed.every((alternatives) => alternatives.some((name) => names.has(name)))
  })
  return found && { format: found[0], delimiter }
}

function fieldsOf(line: string, delimiter: string): string[] {
  try {
    return csvFields(line, { delimiter, quote: '"' }).map((name) => name.trim())
  } catch {
    return []
  }
}
