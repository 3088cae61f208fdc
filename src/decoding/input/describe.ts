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
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 65_536))
  const latin = bytes.toString('latin1', 0, 32)
  const kind = binaryKinds.find(([mark]) => latin.startsWith(mark))
  if (kind) {
    return `It is ${kind[1]}. ${kind[1].startsWith('packed') ? 'Unpack it first.' : 'Export it as JSON lines or CSV.'}`
  }
  if (bytes.includes(0) || !isUtf8(bytes.subarray(0, lastLineEnd(bytes)))) return 'It is binary data.'
  return describeText(
    bytes
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trimStart(),
  )
}

function describeText(text: string): string {
  const [first = '', second] = text.split(/\r?\n/, 2)
  const object = parsedObject(first) ?? parsedObject(text)
  if (object) {
    const names = Object.keys(object)
      .slice(0, fieldsShown)
      .map((name) => JSON.stringify(name.slice(0, 64)))
    return `It is JSON, and no record has the fields of a known format. The fields of the first are ${names.join(', ') || 'none'}. \`headwater mapping suggest\` writes a first mapping of them, for --format json.`
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
