/** Rows that the engine gave, as columns: nothing is made of any of them. */
import type { AmountOf, LineRows, TextOf } from '../../books/lineRows.ts'
import { grown } from '../../columns/grown.ts'
import type { RowTexts } from '../../columns/rowTexts.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import { RowReader } from '../engine/rowBinary.ts'

/** The columns of a query, in its order: texts, then one amount. */
export interface ReadColumns<Line> {
  readonly texts: readonly TextOf<Line>[]
  readonly amount: AmountOf<Line>
  /** Whether the amount is an Int256; else it is a UInt256. */
  readonly isSigned: boolean
}

export function readRows<Line>(
  bytes: Uint8Array,
  { texts, amount, isSigned }: ReadColumns<Line>,
): LineRows<Line> {
  const reader = new RowReader(bytes)
  const columns = texts.map(() => new ReadTexts(reader.bytes))
  const sums = new UnitSums()
  let count = 0
  for (; !reader.done; count++) {
    for (const column of columns) {
      const from = reader.textPlace()
      column.set(count, from, reader.at)
    }
    const place = reader.place256()
    // Such an amount is below 0 as an Int256.
    if (!isSigned && reader.view.getInt8(place + 31) < 0) sums.set(count, unsignedAt(reader.view, place))
    else sums.setBytes(count, reader.view, place)
  }
  const rows = Uint32Array.from({ length: count }, (_, row) => row)
  const named = Object.fromEntries(texts.map((name, place) => [name, columns[place]]))
  return {
    rows: () => [rows],
    texts: named as unknown as LineRows<Line>['texts'],
    amounts: { [amount]: sums } as unknown as LineRows<Line>['amounts'],
  }
}

class ReadTexts implements RowTexts {
  readonly #bytes: Uint8Array
  #from = new Uint32Array(0)
  #end = new Uint32Array(0)

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  set(row: number, from: number, end: number): void {
    if (row >= this.#from.length) {
      this.#from = grown(this.#from, row + 1)
      this.#end = grown(this.#end, row + 1)
    }
    this.#from[row] = from
    this.#end[row] = end
  }

  length(row: number): number {
    return this.#end[row]! - this.#from[row]!
  }

  copy(row: number, into: Uint8Array, at: number): void {
    const [from, end] = [this.#from[row]!, this.#end[row]!]
    for (let byte = from; byte < end; byte++) into[at + byte - from] = this.#bytes[byte]!
  }
}

function unsignedAt(view: DataView, at: number): bigint {
  let value = 0n
  for (let word = 24; word >= 0; word -= 8) value = (value << 64n) | view.getBigUint64(at + word, true)
  return value
}
