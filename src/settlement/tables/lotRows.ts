/** Lots in columns, a row each: a ledger may have a dozen for each of a million payees. */

import { grown } from '../../columns/grown.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { Lot } from '../../terms/lots.ts'

export class LotRows {
  size = 0
  /** Ledger units. */
  readonly left = new UnitSums()
  #epochs = new Uint32Array(0)
  /** Microseconds since 1970, exact. */
  #due = new Float64Array(0)

  /** The epoch that made the lot of a row. */
  epoch(row: number): number {
    return this.#epochs[row]!
  }

  due(row: number): number {
    return this.#due[row]!
  }

  /** @returns the row */
  add(epoch: number, due: number, left: bigint): number {
    this.left.set(this.size, left)
    return this.#place(epoch, due)
  }

  /** @returns the row */
  copy(from: LotRows, row: number): number {
    this.left.copy(this.size, from.left, row)
    return this.#place(from.epoch(row), from.due(row))
  }

  lot(row: number): Lot {
    return { epoch: this.epoch(row), due: this.due(row), left: this.left.get(row) }
  }

  isSame(row: number, other: LotRows, otherRow: number): boolean {
    return this.due(row) === other.due(otherRow) && this.left.isSame(row, other.left, otherRow)
  }

  #place(epoch: number, due: number): number {
    const row = this.size++
    if (row >= this.#epochs.length) {
      this.#epochs = grown(this.#epochs, this.size)
      this.#due = grown(this.#due, this.size)
    }
    this.#epochs[row] = epoch
    this.#due[row] = due
    return row
  }
}
