/** One text of each of the last calls, in memory that is written round. */
import type { TextColumn } from '../../usage/columns.ts'

export class RecentTexts {
  readonly #window: number
  readonly #bytes: Uint8Array
  readonly #starts: Float64Array
  readonly #lengths: Uint16Array
  /** Bytes written so far, with those that were passed over at the end of the memory. */
  #written = 0

  /** @param window calls, a power of two; @param bytes of memory: where texts are long, fewer calls have theirs */
  constructor(window: number, bytes: number) {
    this.#window = window
    this.#bytes = new Uint8Array(bytes)
    this.#starts = new Float64Array(window)
    this.#lengths = new Uint16Array(window)
  }

  /** Copies rows `from` to `to` of the column, all at once. The first row is the call `serial`. */
  add(column: TextColumn, from: number, to: number, serial: number): void {
    const { offsets } = column
    const first = offsets[from]!
    const length = offsets[to]! - first
    const size = this.#bytes.length
    if ((this.#written % size) + length > size) this.#written += size - (this.#written % size)
    this.#bytes.set(column.bytes.subarray(first, first + length), this.#written % size)
    const shift = this.#written - first
    for (let row = from; row < to; row++) {
      const place = (serial + row - from) & (this.#window - 1)
      this.#starts[place] = offsets[row]! + shift
      this.#lengths[place] = offsets[row + 1]! - offsets[row]!
    }
    this.#written += length
  }

  /** Whether the call's text is still in memory. */
  has(serial: number): boolean {
    return this.#starts[serial & (this.#window - 1)]! >= this.#written - this.#bytes.length
  }

  equals(serial: number, column: TextColumn, row: number): boolean {
    const place = serial & (this.#window - 1)
    const length = this.#lengths[place]!
    const from = column.offsets[row]!
    if (column.offsets[row + 1]! - from !== length) return false
    const start = this.#starts[place]! % this.#bytes.length
    for (let i = 0; i < length; i++) {
      if (this.#bytes[start + i] !== column.bytes[from + i]) return false
    }
    return true
  }

  text(serial: number): string {
    const place = serial & (this.#window - 1)
    const start = this.#starts[place]! % this.#bytes.length
    return Buffer.from(this.#bytes.buffer, start, this.#lengths[place]!).toString()
  }
}
