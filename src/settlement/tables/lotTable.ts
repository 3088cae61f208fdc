/** Lots of payees, in columns: those of a payee are a list of rows, in the order in which they come. */
import { invariant } from '../../invariant.ts'
import type { Lot } from '../../terms/lots.ts'
import { grown } from './grown.ts'
import { UnitSums } from './unitSums.ts'

const none: readonly Lot[] = []

export class LotTable {
  #size = 0
  #epochs = new Uint32Array(0)
  /** Microseconds since 1970, exact. */
  #due = new Float64Array(0)
  readonly #left = new UnitSums()
  /** By payee: Σ of what is left. */
  readonly #sums = new UnitSums()
  /** By row: the next row of the same payee and 1; 0 at the end. */
  #next = new Uint32Array(0)
  /** By payee: its first and last rows and 1; 0 for none. */
  #first = new Uint32Array(0)
  #last = new Uint32Array(0)

  /** Adds a lot after those that the payee has. @param payee a number of the payees' table */
  add(payee: number, lot: Readonly<Lot>): void {
    if (this.#size >= this.#next.length) {
      this.#epochs = grown(this.#epochs, this.#size + 1)
      this.#due = grown(this.#due, this.#size + 1)
      this.#next = grown(this.#next, this.#size + 1)
    }
    if (payee >= this.#first.length) {
      this.#first = grown(this.#first, payee + 1)
      this.#last = grown(this.#last, payee + 1)
    }
    const row = this.#size++
    const last = this.#last[payee]! - 1
    if (last < 0) this.#first[payee] = row + 1
    else {
      invariant(this.#epochs[last]! < lot.epoch, 'a payee has at most one lot of an epoch, and they ascend')
      this.#next[last] = row + 1
    }
    this.#last[payee] = row + 1
    this.#epochs[row] = lot.epoch
    this.#due[row] = lot.due
    this.#left.set(row, lot.left)
    this.#sums.add(payee, lot.left)
  }

  /** Of which something is left, ascending by epoch. */
  of(payee: number): readonly Lot[] {
    let row = (this.#first[payee] ?? 0) - 1
    if (row < 0) return none
    const lots: Lot[] = []
    for (; row >= 0; row = this.#next[row]! - 1) {
      const left = this.#left.get(row)
      if (left > 0n) lots.push({ epoch: this.#epochs[row]!, due: this.#due[row]!, left })
    }
    return lots
  }

  /** Whether no payee has any. */
  get isEmpty(): boolean {
    return this.#size === 0
  }

  /** Whether a lot of the payee is due at an instant. */
  hasDue(payee: number, until: number): boolean {
    for (let row = (this.#first[payee] ?? 0) - 1; row >= 0; row = this.#next[row]! - 1)
      if (this.#due[row]! <= until) return true
    return false
  }

  /** Σ of what is left of a payee's lots. */
  sum(payee: number): bigint {
    return this.#sums.get(payee)
  }

  /** What is left of the payee's lots from now on: of those that are not in `lots`, nothing. One of a new epoch is added. */
  keep(payee: number, lots: readonly Readonly<Lot>[]): void {
    let at = 0
    let sum = 0n
    for (let row = (this.#first[payee] ?? 0) - 1; row >= 0; row = this.#next[row]! - 1) {
      const isKept = lots[at]?.epoch === this.#epochs[row]
      const left = isKept ? lots[at]!.left : 0n
      this.#left.set(row, left)
      sum += left
      if (isKept) at++
    }
    this.#sums.set(payee, sum)
    for (; at < lots.length; at++) this.add(payee, lots[at]!)
  }
}
