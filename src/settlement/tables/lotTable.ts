/** Lots of payees while an epoch changes them: those that stood before it, and of each payee at most one that it made. */

import { grown } from '../../columns/grown.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import { invariant } from '../../invariant.ts'
import type { Lot } from '../../terms/lots.ts'
import type { PayeeLots } from '../lots.ts'
import { LotRows } from './lotRows.ts'
import type { PayeeTable } from './payeeTable.ts'

const none: readonly Lot[] = []

export class LotTable {
  readonly #rows = new LotRows()
  /** By payee: Σ of what is left. */
  readonly #sums = new UnitSums()
  /** By payee: the first row of what stood before, and the row after its last. */
  #from = new Uint32Array(0)
  #to = new Uint32Array(0)
  /** By payee: the row of the lot that the epoch made, and 1; 0 for none. */
  #made = new Uint32Array(0)

  /** Takes what stood before the epoch, of each payee once. @param payee a number of the payees' table */
  bring(payee: number, { rows, from, to }: Pick<PayeeLots, 'rows' | 'from' | 'to'>): void {
    this.#reach(payee)
    invariant(this.#to[payee] === 0, 'lots of a payee come together')
    this.#from[payee] = this.#rows.size
    for (let row = from; row < to; row++) {
      this.#rows.copy(rows, row)
      this.#sums.add(payee, rows.left.get(row))
    }
    this.#to[payee] = this.#rows.size
  }

  /** Adds the lot that the epoch makes. */
  add(payee: number, { epoch, due, left }: Readonly<Lot>): void {
    this.#reach(payee)
    const last = this.#to[payee]! - 1
    invariant(
      this.#made[payee] === 0 && (last < 0 || this.#rows.epoch(last) < epoch),
      'an epoch makes at most one lot of a payee, and lots ascend',
    )
    this.#made[payee] = this.#rows.add(epoch, due, left) + 1
    this.#sums.add(payee, left)
  }

  /** Of which something is left, ascending by epoch. */
  of(payee: number): readonly Lot[] {
    let lots: Lot[] | undefined
    for (const row of this.#rowsOf(payee)) {
      lots ??= []
      lots.push(this.#rows.lot(row))
    }
    return lots ?? none
  }

  /** Whether no payee has any. */
  get isEmpty(): boolean {
    return this.#rows.size === 0
  }

  /** Σ of what is left of the payee's lots that are due at an instant. */
  sumDue(payee: number, until: number): bigint {
    let sum = 0n
    for (let row = this.#from[payee] ?? 0; row < (this.#to[payee] ?? 0); row++)
      if (this.#rows.due(row) <= until) sum += this.#rows.left.get(row)
    return sum
  }

  /** Leaves nothing of the payee's lots that are due at an instant. */
  release(payee: number, until: number): void {
    for (let row = this.#from[payee] ?? 0; row < (this.#to[payee] ?? 0); row++) {
      if (this.#rows.due(row) > until) continue
      this.#sums.add(payee, -this.#rows.left.get(row))
      this.#rows.left.set(row, 0n)
    }
  }

  /** Σ of what is left of a payee's lots. */
  sum(payee: number): bigint {
    return this.#sums.get(payee)
  }

  /** What is left of the payee's lots from now on: of those that are not in `lots`, nothing. One of a new epoch is added. */
  keep(payee: number, lots: readonly Readonly<Lot>[]): void {
    let at = 0
    let sum = 0n
    for (let row = this.#from[payee] ?? 0; row < (this.#to[payee] ?? 0); row++) {
      const isKept = lots[at]?.epoch === this.#rows.epoch(row)
      const left = isKept ? lots[at]!.left : 0n
      this.#rows.left.set(row, left)
      sum += left
      if (isKept) at++
    }
    this.#sums.set(payee, sum)
    for (; at < lots.length; at++) this.add(payee, lots[at]!)
  }

  /** What stands, of the payees in an order. It may be read again. */
  standing(payees: PayeeTable, order: Uint32Array): Iterable<PayeeLots> {
    if (this.isEmpty) return []
    const rows = new LotRows()
    const ends = new Uint32Array(order.length)
    for (const [at, number] of order.entries()) {
      for (const row of this.#rowsOf(number)) rows.copy(this.#rows, row)
      ends[at] = rows.size
    }
    return {
      *[Symbol.iterator]() {
        let from = 0
        for (const [at, number] of order.entries()) {
          const to = ends[at]!
          if (to > from)
            yield { payee: payees.payee(number), currency: payees.currency(number), rows, from, to }
          from = to
        }
      },
    }
  }

  *#rowsOf(payee: number): Generator<number> {
    const { left } = this.#rows
    for (let row = this.#from[payee] ?? 0; row < (this.#to[payee] ?? 0); row++)
      if (!left.isZero(row)) yield row
    const made = (this.#made[payee] ?? 0) - 1
    if (made >= 0 && !left.isZero(made)) yield made
  }

  #reach(payee: number): void {
    if (payee < this.#to.length) return
    this.#from = grown(this.#from, payee + 1)
    this.#to = grown(this.#to, payee + 1)
    this.#made = grown(this.#made, payee + 1)
  }
}
