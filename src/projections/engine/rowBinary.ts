/**
 * Reads ClickHouse's RowBinary: exact 64- and 256-bit integers and raw bytes, without conversion to decimal text.
 * https://clickhouse.com/docs/interfaces/formats/RowBinary
 */

import { type LedgerUnits, ledgerUnits } from '../../money/ledgerUnits.ts'

/** Rows that are not what the query selects: the engine read a damaged file, or its answer was cut. */
export class UnreadableRows extends Error {
  override readonly name = 'UnreadableRows'
}

/** A cursor over rows. The caller reads the columns in the order in which the query selects them. */
export class RowReader {
  readonly #bytes: Buffer
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The bytes of all rows. */
  get bytes(): Buffer {
    return this.#bytes
  }

  /** The same. */
  get view(): DataView {
    return this.#view
  }

  /** Where the next column begins. */
  get at(): number {
    return this.#at
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  uint8(): number {
    return this.#bytes[this.#take(1)]!
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true)
  }

  /** A UInt64 or Int64 that must be a safe integer. */
  integer(): number {
    return integerAt(this.#view, this.#take(8))
  }

  /** An amount as the tables hold it. */
  ledgerUnits(): LedgerUnits {
    return ledgerUnits(this.uint256())
  }

  uint256(): bigint {
    return uint256At(this.#view, this.#take(32))
  }

  /** An Int256. */
  int256(): bigint {
    return int256At(this.#view, this.#take(32))
  }

  /** Where the bytes of a text are in `bytes`: from here to where the next column begins. */
  textPlace(): number {
    return this.#take(this.#varint())
  }

  /** Where 256 bits are in `view`. */
  place256(): number {
    return this.#take(32)
  }

  /** An array of items of `width` bytes each. */
  list(width: number): RowList {
    const length = this.#varint()
    return new RowList(this.#view, this.#take(length * width), length)
  }

  /** A FixedString(`width`) as lower-case hex. */
  hex(width: number): string {
    const at = this.#take(width)
    return this.#bytes.toString('hex', at, at + width)
  }

  /** Of the brand that it was stored with. */
  text<Text extends string = string>(): Text {
    const length = this.#varint()
    const at = this.#take(length)
    return this.#bytes.toString('utf8', at, at + length) as Text
  }

  #varint(): number {
    let value = 0
    for (let shift = 1; ; shift *= 128) {
      const byte = this.uint8()
      value += (byte & 127) * shift
      if (byte < 128) return value
    }
  }

  #take(length: number): number {
    const at = this.#at
    this.#at = at + length
    if (this.#at > this.#bytes.length) throw new UnreadableRows('a row ends before its columns do')
    return at
  }
}

/** The items of an array, which stay where they are. */
export class RowList {
  readonly length: number
  /** The bytes of the rows. */
  readonly view: DataView
  readonly #from: number

  constructor(view: DataView, from: number, length: number) {
    this.view = view
    this.#from = from
    this.length = length
  }

  uint32(at: number): number {
    return this.view.getUint32(this.#from + at * 4, true)
  }

  /** A UInt64 or Int64 that must be a safe integer. */
  integer(at: number): number {
    return integerAt(this.view, this.#from + at * 8)
  }

  /** Where an Int256 is in `view`. */
  place256(at: number): number {
    return this.#from + at * 32
  }

  isZero256(at: number): boolean {
    const from = this.place256(at)
    for (let word = 0; word < 32; word += 4) if (this.view.getInt32(from + word, true) !== 0) return false
    return true
  }
}

function integerAt(view: DataView, at: number): number {
  const value = view.getInt32(at + 4, true) * 4_294_967_296 + view.getUint32(at, true)
  if (!Number.isSafeInteger(value)) throw new UnreadableRows('a whole number is not below 2^53')
  return value
}

function uint256At(view: DataView, at: number): bigint {
  let value = view.getBigUint64(at, true)
  for (let word = 1; word < 4; word++) {
    const from = at + word * 8
    // Nearly all amounts fit one or two words, and a number costs less than a bigint.
    if (view.getUint32(from, true) === 0 && view.getUint32(from + 4, true) === 0) continue
    value |= view.getBigUint64(from, true) << BigInt(word * 64)
  }
  return value
}

function int256At(view: DataView, at: number): bigint {
  const value = uint256At(view, at)
  return view.getUint8(at + 31) > 127 ? BigInt.asIntN(256, value) : value
}

export function decodeRows<Row>(bytes: Uint8Array, read: (row: RowReader) => Row): Row[] {
  const reader = new RowReader(bytes)
  const rows: Row[] = []
  while (!reader.done) rows.push(read(reader))
  return rows
}
