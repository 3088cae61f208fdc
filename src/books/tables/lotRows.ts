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

  add(epoch: number, due: number, left: bigint): void {
    this.left.set(this.size, left)
    this.#place(epoch, due)
  }

  /** Adds rows of other lots, from `first` to before `end`. */
  copyRows(from: LotRows, first: number, end: number): void {
    const to = this.size
    this.left.copyRows(to, from.left, { first, end })
    this.size += end - first
    this.#reach()
    for (let row = first; row < end; row++) {
      this.#epochs[to + row - first] = from.#epochs[row]!
      this.#due[to + row - first] = from.#due[row]!
    }
  }

  /** Adds a lot whose amount is in bytes: see `UnitSums`. */
  addBytes(epoch: number, due: number, view: DataView, at: number): void {
    this.left.setBytes(this.size, view, at)
    this.#place(epoch, due)
  }

  /** Adds a row for a lot that is set later. */
  addRoom(): void {
    this.add(0, 0, 0n)
  }

  set(row: number, { epoch, due, left }: Readonly<Lot>): void {
    this.left.set(row, left)
    this.#epochs[row] = epoch
    this.#due[row] = due
  }

  /** Puts the lot of a row in the place of another one. */
  move(row: number, to: number): void {
    if (row === to) return
    this.left.copy(to, this.left, row)
    this.#epochs[to] = this.#epochs[row]!
    this.#due[to] = this.#due[row]!
  }

  lot(row: number): Lot {
    return { epoch: this.epoch(row), due: this.due(row), left: this.left.get(row) }
  }

  isSame(row: number, other: LotRows, otherRow: number): boolean {
    return this.due(row) === other.due(otherRow) && this.left.isSame(row, other.left, otherRow)
  }

  #place(epoch: number, due: number): void {
    const row = this.size++
    this.#reach()
    this.#epochs[row] = epoch
    this.#due[row] = due
  }

  #reach(): void {
    if (this.size <= this.#epochs.length) return
    this.#epochs = grown(this.#epochs, this.size)
    this.#due = grown(this.#due, this.size)
  }
}
