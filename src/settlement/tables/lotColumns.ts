/** Lots as they were read, in columns: a ledger may have a dozen for each of its payees. */
import { ledgerUnits } from '../../money/ledgerUnits.ts'
import type { LotStanding } from '../states.ts'
import { LotTable } from './lotTable.ts'
import { PayeeTable } from './payeeTable.ts'

export class LotColumns implements Iterable<LotStanding> {
  readonly #payees = new PayeeTable()
  readonly #lots = new LotTable()

  /** Takes lots in the order of the books, so those of a payee one after the other. */
  add({ payee, currency, epoch, due, left }: LotStanding): void {
    this.#lots.add(this.#payees.numberOf(payee, currency), { epoch, due, left })
  }

  *[Symbol.iterator](): Generator<LotStanding> {
    for (let number = 0; number < this.#payees.size; number++) {
      const [payee, currency] = [this.#payees.payee(number), this.#payees.currency(number)]
      for (const { epoch, due, left } of this.#lots.of(number))
        yield { payee, currency, epoch, due, left: ledgerUnits(left) }
    }
  }
}
