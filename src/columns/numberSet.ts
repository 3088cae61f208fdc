/** A set of numbers of rows, one bit each. */
import { grown } from './grown.ts'

export class NumberSet {
  #bits = new Uint8Array(1_024)

  add(number: number): void {
    if (number >>> 3 >= this.#bits.length) this.#bits = grown(this.#bits, (number >>> 3) + 1)
    this.#bits[number >>> 3]! |= 1 << (number & 7)
  }

  has(number: number): boolean {
    return ((this.#bits[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0
  }
}
