/** Says what an input of no known format looks like, and what its sender can do where that depends on it. */
import { isUtf8 } from 'node:buffer'
import { csvDelimiters } from '../formats/csvFields.ts'

/** First bytes of kinds of files that people have instead of JSON lines. */
const binaryKinds: readonly (readonly [mark: string, name: string])[] = [
  ['PAR1', 'a Parquet file'],
  ['ORC', 'an ORC file'],
  ['Obj\x01', 'an Avro file'],
  ['ARROW1', 'an Arrow file'],
  ['PK\x03\x04', 'a ZIP archive or an Excel file'],
  ['BZh', 'packed with bzip2'],
  ['\xfd7zXZ', 'packed with xz'],
  ['\x1f\x8b', 'packed with gzip twice'],
  ['\x28\xb5\x2f\xfd', 'packed with zstd twice'],
  ['\x04"M\x18', 'packed with LZ4'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['%PDF', 'a PDF document'],
]

const fieldsShown = 8

/** @param head the beginning of the input */
export function describeUnknown(head: Uint8Array): string {
  const bytes = headOf(head)
  if (!isUtf8(bytes.subarray(0, lastLineEnd(bytes)))) return describeBytes(bytes) ?? 'It is binary data.'
  return describeBytes(bytes) ?? describeText(textOf(bytes))
}

/** What an input is that is no text; undefined for text. */
export function describeBytes(head: Uint8Array): string | undefined {
  const bytes = headOf(head)
  const latin = bytes.toString('latin1', 0, 32)
  const kind = binaryKinds.find(([mark]) => latin.startsWith(mark))
  if (kind) {
    return `It is ${kind[1]}. ${kind[1].startsWith('packed') ? 'Unpack it first.' : 'Export it as JSON lines or CSV.'}`
  }
  if (bytes.length > 3 && utf16Pattern.test(latin))
    return 'It is UTF-16 without a byte order mark. Save it as UTF-8.'
  if (isBinary(bytes, latin)) return 'It is binary data.'
  return undefined
}

/** A zero byte in a later line, or in a record of JSON, is a fault of that record alone. */
function isBinary(bytes: Buffer, latin: string): boolean {
  const zero = bytes.indexOf(0)
  if (zero < 0 || /^\s*[{[]/.test(latin)) return false
  const lineEnd = bytes.indexOf(0x0a)
  return lineEnd < 0 || zero < lineEnd
}

/** What a text is whose first characters are not those of its format; undefined for what may be of it. */
export function describeOther(head: Uint8Array, format: 'csv' | 'json'): string | undefined {
  const text = textOf(headOf(head))
  const isOther =
    format === 'csv' ? /^(?:[{]\s*["}]|\[\s*[[{]|<)/.test(text) : text !== '' && !hasJson.test(text)
  return isOther ? describeText(text, true) : undefined
}

/** A first line may be torn. */
const hasJson = /(?:^|\n|,)\s*[[{"]/

/** Latin letters, digits and signs with a zero byte after or before each. */
const utf16Pattern = /^(?:[\t\n\r -~]\0){2}|^(?:\0[\t\n\r -~]){2}/

function headOf(head: Uint8Array): Buffer {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 65_536))
}

function textOf(bytes: Buffer): string {
  return bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
}

function describeText(text: string, isNamed = false): string {
  const [first = '', second] = text.split(/\r?\n/, 2)
  const object = parsedObject(first) ?? parsedObject(text)
  if (object) {
    const names = Object.keys(object)
      .slice(0, fieldsShown)
      .map((name) => JSON.stringify(name.slice(0, 64)))
    const known = isNamed ? 'It is JSON.' : 'It is JSON, and no record has the fields of a known format.'
    return `${known} The fields of the first are ${names.join(', ') || 'none'}. \`headwater mapping suggest\` writes a first mapping of them, for --format json.`
  }
  if (text.startsWith('<')) return 'It is HTML or XML.'
  const delimiter = csvDelimiters.find((sign) => {
    const count = first.split(sign).length
    return count > 1 && (second === undefined || second === '' || second.split(sign).length === count)
  })
  if (delimiter !== undefined && !/^[[{]/.test(first)) {
    const columns = first
      .split(delimiter)
      .slice(0, fieldsShown)
      .map((name) => name.slice(0, 64).trim())
    return `It looks like CSV with the columns ${columns.join(', ')}. CSV needs a mapping of its columns: \`headwater mapping suggest\` writes a first one.`
  }
  if (/^[[{]/.test(text)) return 'It begins like JSON, and no record of it is valid JSON of a known format.'
  return 'It is text, and no line of it is JSON.'
}

function parsedObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const [first] = Array.isArray(value) ? value : [value]
    return typeof first === 'object' && first !== null ? first : undefined
  } catch {
    return undefined
  }
}

/** A piece may end within a character. */
function lastLineEnd(bytes: Buffer): number {
  const end = bytes.lastIndexOf(0x0a)
  return end < 0 ? Math.max(bytes.length - 3, 0) : end
}
