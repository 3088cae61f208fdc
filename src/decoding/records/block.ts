/**
 * A piece of input cut into records (events as they came). Records are named by their place in `bytes`, not copied:
 * most are parsed where they lie, and the batch that they join keeps the block until it is durable.
 */
import { isUtf8 } from 'node:buffer'
import type { Fault } from '../../errors.ts'

export interface RecordBlock {
  readonly bytes: Buffer
  readonly count: number
  /** Record i is bytes[starts[i] .. ends[i]). Valid until the decoder is asked for the next block. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** The line that the record begins on, counted from 1. */
  readonly lines: Float64Array
  /** What makes a record unreadable before its content is looked at: too large, cut off. By record. */
  readonly faults: ReadonlyMap<number, Fault>
  /** Labels of the formats of records that are not in the format of their submission. By record. */
  readonly formats?: ReadonlyMap<number, string>
  /** Whether all of it is UTF-8; where not, each record has to be looked at. */
  readonly utf8: boolean
}

/** Collects the records of one block; the arrays are reused. */
export class BlockBuilder {
  count = 0
  starts = new Int32Array(4_096)
  ends = new Int32Array(4_096)
  lines = new Float64Array(4_096)
  faults = new Map<number, Fault>()

  add(start: number, end: number, line: number): void {
    if (this.count === this.starts.length) this.grow()
    this.starts[this.count] = start
    this.ends[this.count] = end
    this.lines[this.count] = line
    this.count++
  }

  addFault(start: number, end: number, line: number, fault: Fault): void {
    this.faults.set(this.count, fault)
    this.add(start, end, line)
  }

  /** The block, and a builder that is empty again. */
  take(bytes: Buffer): RecordBlock {
    const { count, starts, ends, lines, faults } = this
    const covered = count === 0 ? bytes.subarray(0, 0) : bytes.subarray(starts[0], ends[count - 1])
    this.count = 0
    this.faults = new Map()
    return { bytes, count, starts, ends, lines, faults, utf8: isUtf8(covered) }
  }

  private grow(): void {
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

/** A record that spans several chunks: its pieces so far, or only its length where it grew too large. */
export class CarriedRecord {
  private pieces: Uint8Array[] = []
  private bytesMax: number
  length = 0
  line = 0

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax
  }

  get empty(): boolean {
    return this.length === 0
  }

  get tooLarge(): boolean {
    return this.length > this.bytesMax
  }

  /** Keeps `piece`; of a record that is too large only the beginning stays. */
  add(piece: Uint8Array, keptOfTooLarge: number): void {
    if (!this.tooLarge) this.pieces.push(piece)
    this.length += piece.length
    if (this.tooLarge && this.pieces.length > 0) {
      this.pieces = [Buffer.concat(this.pieces).subarray(0, keptOfTooLarge)]
    }
  }

  /** The bytes kept; the record is empty afterwards. */
  take(): Buffer {
    const bytes = this.pieces.length === 1 ? toBuffer(this.pieces[0]!) : Buffer.concat(this.pieces)
    this.pieces = []
    this.length = 0
    return bytes
  }
}

/** The same memory as a Buffer, whose methods on ranges need no new object. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
