/** Lines as records (NDJSON). Blank lines are skipped, CRLF counts as LF, and the last line needs no end. */
import type { Fault } from '../../errors.ts'
import { rawCutBytes } from '../limits.ts'
import { BlockBuilder, CarriedRecord, type RecordBlock, toBuffer } from './block.ts'
import { recordSeparator } from './detect.ts'
import { tooLargeFault } from './faults.ts'

const lineFeed = 0x0a

export class LineSplitter {
  readonly #builder = new BlockBuilder()
  readonly #carried: CarriedRecord
  protected readonly bytesMax: number
  #line: number

  constructor(bytesMax: number, firstLine: number) {
    this.bytesMax = bytesMax
    this.#line = firstLine
    this.#carried = new CarriedRecord(bytesMax)
  }

  /** The records that end within `chunk`: first the carried one, then the others. A block is valid until the next. */
  *push(input: Uint8Array): Generator<RecordBlock> {
    const chunk = toBuffer(input)
    let at = 0
    if (!this.#carried.empty) {
      const end = this.findEnd(chunk, 0)
      if (end < 0) {
        this.#carried.add(chunk, rawCutBytes)
        return
      }
      this.#carried.add(chunk.subarray(0, end), rawCutBytes)
      yield* this.#finishCarried()
      at = end + 1
    }
    while (true) {
      const end = this.findEnd(chunk, at)
      if (end < 0) break
      this.#addLine(chunk, at, end)
      at = end + 1
    }
    if (this.#builder.count > 0) yield this.#builder.take(chunk)
    if (at < chunk.length) {
      this.#carried.line = this.#line
      this.#carried.add(chunk.subarray(at), rawCutBytes)
    }
  }

  /** The last line, if it has no line feed. */
  *end(): Generator<RecordBlock> {
    if (!this.#carried.empty) yield* this.#finishCarried()
  }

  /** Where the record that continues at `from` ends; -1 where it ends after the chunk. Sees each byte once. */
  protected findEnd(chunk: Buffer, from: number): number {
    return chunk.indexOf(lineFeed, from)
  }

  /** How many lines the record has that has just ended. */
  protected takeLineCount(): number {
    return 1
  }

  /** Whether the byte does not count at the ends of a record. */
  protected isPadding(byte: number): boolean {
    return byte === 0x20 || byte === 0x0d || byte === 0x09 || byte === recordSeparator
  }

  *#finishCarried(): Generator<RecordBlock> {
    const fault = this.#carried.tooLarge ? tooLargeFault(this.#carried.length, this.bytesMax) : undefined
    const bytes = this.#carried.take()
    this.#addLine(bytes, 0, bytes.length, fault)
    if (this.#builder.count > 0) yield this.#builder.take(bytes)
  }

  #addLine(bytes: Buffer, from: number, to: number, fault?: Fault): void {
    const line = this.#line
    this.#line += this.takeLineCount()
    let start = from
    let end = to
    while (start < end && this.isPadding(bytes[start]!)) start++
    while (end > start && this.isPadding(bytes[end - 1]!)) end--
    if (fault) this.#builder.addFault(start, end, line, fault)
    else if (end - start > this.bytesMax) {
      this.#builder.addFault(start, start + rawCutBytes, line, tooLargeFault(end - start, this.bytesMax))
    } else if (end > start) this.#builder.add(start, end, line)
  }
}
