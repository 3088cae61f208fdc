/**
 * Lots of payees while an epoch changes them: those that stood before it, and of each payee at most one that it made. The
 * lots of a payee stay beside each other, with room for that one, so what stands is read without a copy.
 */

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
  /** By payee: the first row of its lots, and the row after the last, where one more has room; 0 and 0 for none yet. */
  #from = new Uint32Array(0)
  #to = new Uint32Array(0)

  /** Takes what stood before the epoch, of each payee once. @param payee a number of the payees' table */
  bring(payee: number, { rows, from, to }: Pick<PayeeLots, 'rows' | 'from' | 'to'>): void {
    this.#reach(payee)
    invariant(this.#to[payee] === 0, 'lots of a payee come together')
    this.#from[payee] = this.#rows.size
    this.#rows.copyRows(rows, from, to)
    this.#to[payee] = this.#rows.size
    this.#rows.addRoom()
    this.#sums.set(payee, rows.left.sumOf({ first: from, end: to }))
  }

  /** Adds the lot that the epoch makes. */
  add(payee: number, lot: Readonly<Lot>): void {
    this.#reach(payee)
    let to = this.#to[payee]!
    if (to === 0) {
      to = this.#rows.size
      this.#from[payee] = to
      this.#rows.addRoom()
    }
    const isLater = to === this.#from[payee] || this.#rows.epoch(to - 1) < lot.epoch
    invariant(isLater, 'an epoch makes at most one lot of a payee, and lots ascend')
    this.#rows.set(to, lot)
    this.#to[payee] = to + 1
    this.#sums.add(payee, lot.left)
  }

  /** Of which something is left, ascending by epoch. */
  of(payee: number): readonly Lot[] {
    const [from, to] = this.#placeOf(payee)
    return from === to ? none : Array.from({ length: to - from }, (_, at) => this.#rows.lot(from + at))
  }

  /** Whether no payee has ever had any. */
  get isEmpty(): boolean {
    return this.#rows.size === 0
  }

  /** Σ of what is left of the payee's lots that are due at an instant. */
  sumDue(payee: number, until: number): bigint {
    const [from, to] = this.#placeOf(payee)
    let sum = 0n
    for (let row = from; row < to; row++) if (this.#rows.due(row) <= until) sum += this.#rows.left.get(row)
    return sum
  }

  /** Removes the payee's lots that are due at an instant. */
  release(payee: number, until: number): void {
    const [from, to] = this.#placeOf(payee)
    let end = from
    for (let row = from; row < to; row++) {
      if (this.#rows.due(row) <= until) this.#sums.add(payee, -this.#rows.left.get(row))
      else this.#rows.move(row, end++)
    }
    if (from < to) this.#to[payee] = end
  }

  /** Σ of what is left of a payee's lots. */
  sum(payee: number): bigint {
    return this.#sums.get(payee)
  }

  /** What is left of the payee's lots from now on: of those that are not in `lots`, nothing. One of a new epoch is added. */
  keep(payee: number, lots: readonly Readonly<Lot>[]): void {
    const [from, to] = this.#placeOf(payee)
    const known = lots.filter(({ epoch }) => from < to && epoch <= this.#rows.epoch(to - 1))
    invariant(
      known.length <= to - from && lots.length <= known.length + 1,
      'an epoch makes one lot of a payee',
    )
    let sum = 0n
    for (const [at, lot] of known.entries()) {
      this.#rows.set(from + at, lot)
      sum += lot.left
    }
    if (from < to) this.#to[payee] = from + known.length
    if (payee < this.#to.length) this.#sums.set(payee, sum)
    for (const lot of lots.slice(known.length)) this.add(payee, lot)
  }

  /** What stands, of the payees in an order. It may be read again. */
  standing(payees: PayeeTable, order: Uint32Array): Iterable<PayeeLots> {
    if (this.isEmpty) return []
    const [rows, placeOf] = [this.#rows, (payee: number) => this.#placeOf(payee)]
    return {
      *[Symbol.iterator]() {
        for (const number of order) {
          const [from, to] = placeOf(number)
          if (to > from)
            yield { payee: payees.payee(number), currency: payees.currency(number), rows, from, to }
        }
      },
    }
  }

  #placeOf(payee: number): readonly [from: number, to: number] {
    return [this.#from[payee] ?? 0, this.#to[payee] ?? 0]
  }

  #reach(payee: number): void {
    if (payee < this.#to.length) return
    this.#from = grown(this.#from, payee + 1)
    this.#to = grown(this.#to, payee + 1)
  }
}
