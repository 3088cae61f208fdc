/** Rows of a table of payees in one currency, by their numbers among names: the text of each is looked up once. */

import { grown } from '../../columns/grown.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import type { PayeeNames } from './payeeNames.ts'
import type { PayeeTable } from './payeeTable.ts'

export class PayeeRows {
  readonly #names: PayeeNames
  readonly #table: PayeeTable
  readonly #currency: CurrencyCode
  /** A row and 1. */
  #rows = new Uint32Array(0)

  constructor(names: PayeeNames, table: PayeeTable, currency: CurrencyCode) {
    this.#names = names
    this.#table = table
    this.#currency = currency
  }

  /** The payee is added to the table where it is new there. */
  of(number: number): number {
    if (number >= this.#rows.length) this.#rows = grown(this.#rows, this.#names.size)
    const known = this.#rows[number]!
    if (known !== 0) return known - 1
    const row = this.#table.numberIn(this.#names, number, this.#currency)
    this.#rows[number] = row + 1
    return row
  }
}
