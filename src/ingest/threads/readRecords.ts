/**
 * What was read of the records of a block, in memory that threads share: of each plain call where its texts are, its
 * numbers and its hashes; of any other record only that the main thread must read it.
 */
import { identitySize } from '../../identities/port.ts'
import { type CallRow, callTextCount } from '../calls/callRow.ts'

const sliceCount = callTextCount * 2
/** Time, four counts of tokens, and both halves of the amount. */
const numberCount = 7
const fractionCount = 2

/** Bytes of a record. Arrays come in the order of the size of their items, so each is aligned. */
const recordBytes = numberCount * 8 + sliceCount * 4 + identitySize * 2 + fractionCount + 1

/** Bytes of memory for this many records. */
export function readRecordsBytes(recordsMax: number): number {
  return recordsMax * recordBytes
}

export class ReadRecords {
  readonly identity: Uint8Array
  readonly content: Uint8Array
  /** The bytes that the slices are in. */
  readonly #bytes: Buffer
  readonly #numbers: Float64Array
  readonly #slices: Int32Array
  readonly #fractions: Uint8Array
  readonly #isPlain: Uint8Array

  /** @param memory `readRecordsBytes` from `at` on, a multiple of 8; @param bytes of the block */
  constructor(memory: ArrayBufferLike, at: number, recordsMax: number, bytes: Buffer) {
    this.#bytes = bytes
    let next = at
    const place = (bytesEach: number) => {
      const from = next
      next += bytesEach * recordsMax
      return from
    }
    this.#numbers = new Float64Array(memory, place(numberCount * 8), recordsMax * numberCount)
    this.#slices = new Int32Array(memory, place(sliceCount * 4), recordsMax * sliceCount)
    this.identity = new Uint8Array(memory, place(identitySize), recordsMax * identitySize)
    this.content = new Uint8Array(memory, place(identitySize), recordsMax * identitySize)
    this.#fractions = new Uint8Array(memory, place(fractionCount), recordsMax * fractionCount)
    this.#isPlain = new Uint8Array(memory, place(1), recordsMax)
  }

  /** Keeps a plain call. Its hashes are written to `identity` and `content`. */
  put(record: number, row: CallRow): void {
    const numbers = this.#numbers
    const at = record * numberCount
    numbers[at] = row.time
    for (let i = 0; i < 4; i++) numbers[at + 1 + i] = row.tokens[i]!
    numbers[at + 5] = row.amountLow
    numbers[at + 6] = row.amountHigh
    for (let i = 0; i < sliceCount; i++) this.#slices[record * sliceCount + i] = row.slices[i]!
    this.#fractions[record * fractionCount] = row.amountFraction
    this.#fractions[record * fractionCount + 1] = row.amountFractionWritten
    this.#isPlain[record] = 1
  }

  putOther(record: number): void {
    this.#isPlain[record] = 0
  }

  /** Whether `take` fills a row. */
  isPlain(record: number): boolean {
    return this.#isPlain[record] === 1
  }

  /** Fills the row with a plain call; false for any other record. */
  take(record: number, row: CallRow): boolean {
    if (!this.isPlain(record)) return false
    const numbers = this.#numbers
    const at = record * numberCount
    row.bytes = this.#bytes
    row.time = numbers[at]!
    for (let i = 0; i < 4; i++) row.tokens[i] = numbers[at + 1 + i]!
    row.amountLow = numbers[at + 5]!
    row.amountHigh = numbers[at + 6]!
    for (let i = 0; i < sliceCount; i++) row.slices[i] = this.#slices[record * sliceCount + i]!
    row.amountFraction = this.#fractions[record * fractionCount]!
    row.amountFractionWritten = this.#fractions[record * fractionCount + 1]!
    row.hashed = this
    row.hashedAt = record
    return true
  }
}
