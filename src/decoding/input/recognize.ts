/**
 * Finds the format of an input by looking at its first records. The first record that shows a format decides, so a torn
 * or strange line at the beginning of a file changes nothing.
 */
import { isUtf8 } from 'node:buffer'
import { fail } from '../../errors.ts'
import type { InputFormat } from '../formats/names.ts'
import { recordBytesMax } from '../limits.ts'
import { Decoder } from '../records/decoder.ts'
import { parseJson } from '../records/json.ts'
import { describeUnknown } from './describe.ts'
import { formatByTells } from './tells.ts'

/** An input is of no known format if none of so many records, or of so many bytes, shows one. */
const recordsMax = 1_000
const bytesMax = recordBytesMax + (1 << 20)

type Found = Exclude<InputFormat, 'auto'>

export class Recognizer {
  readonly #decoder = new Decoder({ recordBytesMax })
  readonly #isCsv: boolean
  /** The format, once a record has shown it. */
  found: Found | undefined
  #records = 0
  #bytes = 0
  #first: Uint8Array | undefined

  /** @param mapping given by the sender: one with templates is for CSV, which has no tell */
  constructor(mapping: unknown) {
    this.#isCsv = typeof mapping === 'object' && mapping !== null && 'event' in mapping
    if (this.#isCsv) this.found = 'csv'
  }

  /** Whether no further bytes can change the answer. */
  get decided(): boolean {
    return this.found !== undefined || this.#records >= recordsMax || this.#bytes >= bytesMax
  }

  push(chunk: Uint8Array): void {
    if (this.decided) return
    this.#first ??= chunk
    this.#look(this.#decoder.push(chunk))
    this.#bytes += chunk.length
  }

  end(): void {
    if (this.decided) return
    this.#look(this.#decoder.end())
    // An input without a record is an empty list of events.
    if (this.#records === 0) this.found = 'cloudevents'
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

function recordValue(bytes: Buffer, start: number, end: number): unknown {
  // Most lines that are not JSON are found without the cost of an error.
  if (bytes[start] !== 0x7b) return undefined
  try {
    return parseJson(bytes, start, end)
  } catch {
    return undefined
  }
}
