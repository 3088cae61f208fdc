/** Turns bytes into blocks of records, in constant memory: removes a byte order mark, detects the shape, and divides. */
import { detectBytesMax } from '../limits.ts'
import { type RecordBlock, toBuffer } from './block.ts'
import { CsvSplitter } from './csvLines.ts'
import { detectShape, type InputShape } from './detect.ts'
import { ElementSplitter } from './elements.ts'
import { LineSplitter } from './lines.ts'
import { WholeSplitter } from './whole.ts'

export interface DecoderOptions {
  /** A longer record is refused with `event.tooLarge` and not kept in memory. */
  readonly recordBytesMax: number
  /** Default: detected from the input's beginning. */
  readonly shape?: InputShape | CsvShape | 'whole'
  /** Lines before this input, where it is a part of a larger one; default 0. */
  readonly linesBefore?: number
}

/** Lines of CSV are never detected. */
interface CsvShape {
  readonly delimiter: string
  readonly quote: string
}

export class Decoder {
  readonly #options: DecoderOptions
  #splitter: LineSplitter | ElementSplitter | undefined
  #head: Uint8Array[] = []
  #headBytes = 0

  constructor(options: DecoderOptions) {
    this.#options = options
  }

  /** Records that end within `chunk`. A block is valid until the next one is read; its bytes do not change. */
  *push(chunk: Uint8Array): Generator<RecordBlock> {
    if (this.#splitter) {
      yield* this.#splitter.push(chunk)
      return
    }
    this.#head.push(chunk)
    this.#headBytes += chunk.length
    // Only a line end can decide more. Joining the head for every small chunk would take long for a long line.
    const mayDetect =
      this.#headBytes === chunk.length || chunk.includes(0x0a) || this.#headBytes > detectBytesMax
    if (mayDetect && this.#headBytes >= markBytes) yield* this.#start(this.#headBytes > detectBytesMax)
  }

  *end(): Generator<RecordBlock> {
    if (!this.#splitter) yield* this.#start(true)
    if (this.#splitter) yield* this.#splitter.end()
  }

  *#start(complete: boolean): Generator<RecordBlock> {
    const bytes = this.#head.length === 1 ? toBuffer(this.#head[0]!) : Buffer.concat(this.#head)
    const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    const head = marked ? bytes.subarray(markBytes) : bytes
    const shape = this.#options.shape ?? detectShape(head, complete)
    if (shape === undefined) {
      this.#head = [bytes]
      return
    }
    this.#splitter = createSplitter(shape, this.#options)
    this.#head = []
    yield* this.#splitter.push(head)
  }
}

/** Bytes of a byte order mark in UTF-8. */
const markBytes = 3

function createSplitter(
  shape: InputShape | CsvShape | 'whole',
  options: DecoderOptions,
): LineSplitter | ElementSplitter {
  const { recordBytesMax } = options
  const firstLine = (options.linesBefore ?? 0) + 1
  if (typeof shape === 'object') {
    return new CsvSplitter(recordBytesMax, firstLine, shape.delimiter, shape.quote)
  }
  if (shape === 'whole') return new WholeSplitter(recordBytesMax, firstLine)
  if (shape === 'lines') return new LineSplitter(recordBytesMax, firstLine)
  return new ElementSplitter(shape === 'array', recordBytesMax, firstLine)
}

export async function* decode(
  chunks: AsyncIterable<Uint8Array>,
  options: DecoderOptions,
): AsyncGenerator<RecordBlock> {
  const decoder = new Decoder(options)
  for await (const chunk of chunks) yield* decoder.push(chunk)
  yield* decoder.end()
}

/** The records of a complete input in memory. */
export function* decodeAll(bytes: Uint8Array, options: DecoderOptions): Generator<RecordBlock> {
  const decoder = new Decoder(options)
  yield* decoder.push(bytes)
  yield* decoder.end()
}
