/**
 * A piece of input, divided into records (events as they came). A record is a place in `bytes` and not a copy: most are
 * parsed in place, and the batch that takes them in keeps the block until it is durable.
 */
import { isUtf8 } from 'node:buffer'
import { isLent } from '../../base/lentBytes.ts'
import type { Fault } from '../../errors.ts'

export interface RecordBlock {
  readonly bytes: Buffer
  readonly count: number
  /** Record i is bytes[starts[i] .. ends[i]). Valid until the decoder gives the next block. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** The line on which the record begins, counted from 1. */
  readonly lines: Float64Array
  /** Index of the first record in the JSON array that the input is; undefined for other inputs. */
  readonly firstElement?: number
  /** Faults found without reading the content, by record: too large, cut off. */
  readonly faults: ReadonlyMap<number, Fault>
  /** Labels of formats, by record, for records that are not in the format of their submission. */
  readonly formats?: ReadonlyMap<number, string>
  /** Whether all bytes are UTF-8. Otherwise each record must be checked. */
  readonly utf8: boolean
}

/** The same block, valid for as long as it is kept. */
export function heldBlock(block: RecordBlock): RecordBlock {
  const { count, starts, ends, lines } = block
  return {
    ...block,
    starts: starts.slice(0, count),
    ends: ends.slice(0, count),
    lines: lines.slice(0, count),
  }
}

/** Most requests have few records, so the arrays begin small. */
const recordsAtFirst = 64

/** Collects the records of one block. Its arrays are reused. */
export class BlockBuilder {
  count = 0
  starts = new Int32Array(recordsAtFirst)
  ends = new Int32Array(recordsAtFirst)
  lines = new Float64Array(recordsAtFirst)
  faults = new Map<number, Fault>()

  add(start: number, end: number, line: number): void {
    if (this.count === this.starts.length) this.#grow()
    this.starts[this.count] = start
    this.ends[this.count] = end
    this.lines[this.count] = line
    this.count++
  }

  addFault(start: number, end: number, line: number, fault: Fault): void {
    this.faults.set(this.count, fault)
    this.add(start, end, line)
  }

  /** Returns the block and empties the builder. */
  take(bytes: Buffer): RecordBlock {
    const { count, starts, ends, lines, faults } = this
    const covered = count === 0 ? bytes.subarray(0, 0) : bytes.subarray(starts[0], ends[count - 1])
    this.count = 0
    this.faults = new Map()
    return { bytes, count, starts, ends, lines, faults, utf8: isUtf8(covered) }
  }

  #grow(): void {
    const size = this.starts.length * 2
    const [starts, ends, lines] = [new Int32Array(size), new Int32Array(size), new Float64Array(size)]
    starts.set(this.starts)
    ends.set(this.ends)
    lines.set(this.lines)
    this.starts = starts
    this.ends = ends
    this.lines = lines
  }
}

/** A record in several chunks: its pieces so far, or its beginning and length where it is too large. */
export class CarriedRecord {
  #pieces: Uint8Array[] = []
  #bytesMax: number
  length = 0
  line = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  get empty(): boolean {
    return this.length === 0
  }

  get tooLarge(): boolean {
    return this.length > this.#bytesMax
  }

  /** Adds `piece`. Only the beginning of a record that is too large is kept. */
  add(piece: Uint8Array, keptOfTooLarge: number): void {
    // Memory that is used again has other bytes when the record ends.
    if (!this.tooLarge) this.#pieces.push(isLent(piece) ? Buffer.from(piece) : piece)
    this.length += piece.length
    if (this.tooLarge && this.#pieces.length > 0) {
      this.#pieces = [Buffer.concat(this.#pieces).subarray(0, keptOfTooLarge)]
    }
  }

  /** Returns the bytes kept and empties the record. */
  take(): Buffer {
    const bytes = this.#pieces.length === 1 ? toBuffer(this.#pieces[0]!) : Buffer.concat(this.#pieces)
    this.#pieces = []
    this.length = 0
    return bytes
  }
}

/** The same memory as a Buffer, whose methods work on ranges without a new object. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
