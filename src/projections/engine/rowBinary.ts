/**
 * Reads ClickHouse's RowBinary: exact 64- and 256-bit integers and raw bytes, without conversion to decimal text.
 * https://clickhouse.com/docs/interfaces/formats/RowBinary
 */

import { invariant } from '../../invariant.ts'
import { type LedgerUnits, ledgerUnits } from '../../money/ledgerUnits.ts'

/** A cursor over rows. The caller reads the columns in the order in which the query selects them. */
export class RowReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  uint8(): number {
    return this.#bytes[this.#take(1)]!
  }

  uint32(): number {
    return this.#bytes.readUInt32LE(this.#take(4))
  }

  /** A UInt64 or Int64 that must be a safe integer. */
  integer(): number {
    const at = this.#take(8)
    const value = this.#bytes.readInt32LE(at + 4) * 4_294_967_296 + this.#bytes.readUInt32LE(at)
    invariant(Number.isSafeInteger(value), 'a 64-bit integer of the usage store is below 2^53')
    return value
  }

  /** An amount as the tables hold it. */
  ledgerUnits(): LedgerUnits {
    return ledgerUnits(this.uint256())
  }

  uint256(): bigint {
    const at = this.#take(32)
    const bytes = this.#bytes
    let value = bytes.readBigUInt64LE(at)
    for (let word = 1; word < 4; word++) {
      const part = bytes.readBigUInt64LE(at + word * 8)
      if (part !== 0n) value |= part << BigInt(word * 64)
    }
    return value
  }

  /** An Int256. */
  int256(): bigint {
    const isNegative = this.#bytes[this.#at + 31]! > 127
    const value = this.uint256()
    return isNegative ? BigInt.asIntN(256, value) : value
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
    invariant(this.#at <= this.#bytes.length, 'a row of the usage store ends where its columns do')
    return at
  }
}

export function decodeRows<Row>(bytes: Uint8Array, read: (row: RowReader) => Row): Row[] {
  const reader = new RowReader(bytes)
  const rows: Row[] = []
  while (!reader.done) rows.push(read(reader))
  return rows
}
