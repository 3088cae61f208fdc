/** Lots of payees, in the order of the books. */

import { grown } from '../../columns/grown.ts'
import { invariant } from '../../invariant.ts'
import type { PayeeLots } from '../lots.ts'
import { LotRows } from './lotRows.ts'
import { PayeeTable } from './payeeTable.ts'

export class LotColumns implements Iterable<PayeeLots> {
  readonly #payees = new PayeeTable()
  readonly #rows = new LotRows()
  /** By payee: the row after its last lot. */
  #ends = new Uint32Array(0)

  /** Takes payees in the order of the books, each once. */
  add({ payee, currency, rows, from, to }: PayeeLots): void {
    const number = this.#payees.size
    invariant(this.#payees.numberOf(payee, currency) === number, 'lots of a payee come together')
    this.#rows.copyRows(rows, from, to)
    if (number >= this.#ends.length) this.#ends = grown(this.#ends, number + 1)
    this.#ends[number] = this.#rows.size
  }

  *[Symbol.iterator](): Generator<PayeeLots> {
    let from = 0
    for (let number = 0; number < this.#payees.size; number++) {
      const to = this.#ends[number]!
      const [payee, currency] = [this.#payees.payee(number), this.#payees.currency(number)]
      yield { payee, currency, rows: this.#rows, from, to }
      from = to
    }
  }
}
