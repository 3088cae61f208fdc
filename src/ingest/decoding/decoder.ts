/** Bytes in, blocks of records out, in constant memory: takes off a byte order mark, tells the shape, splits. */
import { detectBytesMax } from '../limits.ts'
import type { RecordBlock } from './block.ts'
import { detectShape, type InputShape } from './detect.ts'
import { ElementSplitter } from './elements.ts'
import { LineSplitter } from './lines.ts'

export interface DecoderOptions {
  /** A longer record is refused with `event.tooLarge` and not held. */
  readonly recordBytesMax: number
  /** Default: told by the input's beginning. */
  readonly shape?: InputShape
  /** Lines that came before, where the input is a part of another; default 0. */
  readonly linesBefore?: number
}

export class Decoder {
  private readonly options: DecoderOptions
  private splitter: LineSplitter | ElementSplitter | undefined
  private head: Buffer = Buffer.alloc(0)

  constructor(options: DecoderOptions) {
    this.options = options
  }

  /** Records that end within `chunk`. A block is valid until the next is asked for; its bytes stay as they are. */
  *push(chunk: Uint8Array): Generator<RecordBlock> {
    if (this.splitter) {
      yield* this.splitter.push(chunk)
      return
    }
    this.head = Buffer.concat([this.head, chunk])
    if (this.head.length < 4) return
    yield* this.start(this.head.length > detectBytesMax)
  }

  *end(): Generator<RecordBlock> {
    if (!this.splitter) yield* this.start(true)
    if (this.splitter) yield* this.splitter.end()
  }

  private *start(complete: boolean): Generator<RecordBlock> {
    const marked = this.head[0] === 0xef && this.head[1] === 0xbb && this.head[2] === 0xbf
    const head = marked ? this.head.subarray(3) : this.head
    const shape = this.options.shape ?? detectShape(head, complete)
    if (shape === undefined) return
    const bytesMax = this.options.recordBytesMax
    const firstLine = (this.options.linesBefore ?? 0) + 1
    this.splitter =
      shape === 'lines'
        ? new LineSplitter(bytesMax, firstLine)
        : new ElementSplitter(shape === 'array', bytesMax, firstLine)
    this.head = Buffer.alloc(0)
    yield* this.splitter.push(head)
  }
}

export async function* decode(
  chunks: AsyncIterable<Uint8Array>,
  options: DecoderOptions,
): AsyncGenerator<RecordBlock> {
  const decoder = new Decoder(options)
  for await (const chunk of chunks) yield* decoder.push(chunk)
  yield* decoder.end()
}

/** The records of an input that is in memory as a whole. */
export function* decodeAll(bytes: Uint8Array, options: DecoderOptions): Generator<RecordBlock> {
  const decoder = new Decoder(options)
  yield* decoder.push(bytes)
  yield* decoder.end()
}
