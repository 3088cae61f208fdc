/**
 * Finds the format of an input by looking at its first records. The first record that shows a format decides, so a torn
 * or strange line at the beginning of a file changes nothing.
 */
import { isUtf8 } from 'node:buffer'
import { fail } from '../../errors.ts'
import type { CsvRows } from '../formats/index.ts'
import type { InputFormat } from '../formats/names.ts'
import { recordBytesMax } from '../limits.ts'
import { Decoder } from '../records/decoder.ts'
import { parseJson } from '../records/json.ts'
import { gatewayHeader, mayBeRows } from './csvHeader.ts'
import { describeUnknown } from './describe.ts'
import { formatByTells } from './tells.ts'

/** An input is of no known format if none of so many records, or of so many bytes, shows one. */
const recordsMax = 1_000
const bytesMax = recordBytesMax + (1 << 20)

export class Recognizer {
  readonly #decoder = new Decoder({ recordBytesMax })
  readonly #hasTemplates: boolean
  /** The format, once a record has shown it. */
  found: InputFormat | undefined
  #records = 0
  #bytes = 0
  #first: Uint8Array | undefined

  /** The named format, or `auto`. */
  readonly #wanted: InputFormat
  /** How the rows of a gateway are divided, where the input is CSV with its columns. */
  rows: CsvRows | undefined
  /** Until the first line has shown whether it is such a header. */
  #head: Uint8Array | undefined

  /** @param mapping given by the sender: one with templates is for CSV or any JSON, which have no tells */
  constructor(mapping: unknown, wanted: InputFormat = 'auto') {
    this.#wanted = wanted
    this.#hasTemplates = typeof mapping === 'object' && mapping !== null && 'event' in mapping
    if (wanted !== 'auto') this.found = wanted
    if (mayBeRows(wanted) && !this.#hasTemplates) this.#head = Buffer.alloc(0)
  }

  /** Whether no further bytes can change the answer. */
  get decided(): boolean {
    if (this.#head !== undefined) return false
    return this.found !== undefined || this.#records >= recordsMax || this.#bytes >= bytesMax
  }

  push(chunk: Uint8Array): void {
    this.#first ??= chunk
    this.#lookAtHeader(chunk)
    if (this.found !== undefined || this.decided) return
    if (this.#hasTemplates) {
      this.found = templated(chunk)
      return
    }
    this.#look(this.#decoder.push(chunk))
    this.#bytes += chunk.length
  }

  end(): void {
    this.#head = undefined
    if (this.decided) return
    if (this.#hasTemplates) {
      this.found = 'csv'
      return
    }
    this.#look(this.#decoder.end())
    // An input without a record is an empty list of events.
    if (this.#records === 0) this.found = 'cloudevents'
  }

  #lookAtHeader(chunk: Uint8Array): void {
    if (this.#head === undefined) return
    this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk])
    const rows = gatewayHeader(this.#head, this.#wanted)
    if (rows === 'more') return
    this.#head = undefined
    if (rows === undefined) return
    this.found = rows.format
    this.rows = rows
  }

  /** Whether the input is text. A request with text has an answer for each of its lines, whatever they are. */
  get isText(): boolean {
    const head = (this.#first ?? Buffer.alloc(0)).subarray(0, 4_096)
    return !head.includes(0) && (isUtf8(head) || head.length === 4_096)
  }

  /** @throws HeadwaterError `input.unknownFormat` */
  failUnknown(origin: string): never {
    const looksLike = describeUnknown(this.#first ?? Buffer.alloc(0))
    const message = `The format of ${JSON.stringify(origin)} is not known, and nothing of it was taken in. ${looksLike}`
    fail('input.unknownFormat', message, { data: { origin } })
  }

  #look(blocks: Iterable<{ bytes: Buffer; count: number; starts: Int32Array; ends: Int32Array }>): void {
    for (const { bytes, count, starts, ends } of blocks) {
      for (let record = 0; record < count && !this.decided; record++) {
        this.#records++
        this.found = formatByTells(recordValue(bytes, starts[record]!, ends[record]!))
      }
      if (this.decided) return
    }
  }
}

/** By the first character after a byte order mark and spaces; undefined for a chunk that has none. */
function templated(chunk: Uint8Array): InputFormat | undefined {
  const first = chunk.find((byte) => byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf)
  if (first === undefined) return undefined
  return first === 0x7b || first === 0x5b ? 'json' : 'csv'
}

function recordValue(bytes: Buffer, start: number, end: number): unknown {
  // Most lines that are not JSON are found without the cost of an error.
  if (bytes[start] !== 0x7b) return undefined
  try {
    return parseJson(bytes, start, end)
  } catch {
    return undefined
  }
}
