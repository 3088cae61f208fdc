/**
 * Sums of very many rows of `UnitSums` into few. Adding bigints one by one makes an object for each; here the 32-bit words
 * of a row are added as doubles, which are exact below 2^53, and become a bigint once at the end.
 */
import type { UnitSums } from './unitSums.ts'

const lanes = 4
/** So many words below 2^32 stay below 2^53. */
const addsMax = 2 ** 20

export class LaneSums {
  readonly #lanes: Float64Array
  readonly #sums: bigint[]
  #adds = 0

  constructor(rows: number) {
    this.#lanes = new Float64Array(rows * lanes)
    this.#sums = new Array<bigint>(rows).fill(0n)
  }

  add(row: number, from: UnitSums, fromRow: number): void {
    const words = from.words
    if (words === undefined) {
      this.#sums[row]! += from.get(fromRow)
      return
    }
    const { low, high } = words
    const [at, word] = [row * lanes, fromRow * 2]
    if (word >= low.length) return
    this.#lanes[at]! += low[word]!
    this.#lanes[at + 1]! += low[word + 1]!
    this.#lanes[at + 2]! += high[word]! >>> 0
    this.#lanes[at + 3]! += high[word + 1]!
    if (++this.#adds === addsMax) this.#settle()
  }

  /** Adds row n of a column to the row that `rowOf` has at n, from the row `first` to the row before `end`. */
  addRows(rowOf: ArrayLike<number>, from: UnitSums, first: number, end: number): void {
    for (let at = first; at < end; at++) this.add(rowOf[at]!, from, at)
  }

  get(row: number): bigint {
    this.#settle()
    return this.#sums[row]!
  }

  #settle(): void {
    if (this.#adds === 0) return
    this.#adds = 0
    for (let row = 0; row < this.#sums.length; row++) {
      const at = row * lanes
      let sum = 0n
      for (let lane = lanes - 1; lane >= 0; lane--) sum = (sum << 32n) + BigInt(this.#lanes[at + lane]!)
      if (sum !== 0n) this.#sums[row]! += sum
    }
    this.#lanes.fill(0)
  }
}
