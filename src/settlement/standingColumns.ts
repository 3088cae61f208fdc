/** Balances, payouts and state as they were read, in columns but for clauses and edges. They keep their order. */

import type { LineRows } from '../books/lineRows.ts'
import type { PayeeLots } from '../books/lots.ts'
import type { BalanceStanding, PayoutLine } from '../books/port.ts'
import type { StateLine } from '../books/stateLine.ts'
import type { States } from '../books/states.ts'
import { LeafTable } from '../books/tables/leafTable.ts'
import { OrderedLeaves } from '../books/tables/orderedLeaves.ts'
import { PayeeTable } from '../books/tables/payeeTable.ts'
import { StateLists } from '../books/tables/stateLists.ts'
import { textAt } from '../columns/rowTexts.ts'
import { UnitSums } from '../columns/unitSums.ts'
import type { AccountAddress, ChainId } from '../events/account.ts'
import { ledgerUnits, storedAtoms } from '../money/ledgerUnits.ts'
import type { Standing } from './close/payments.ts'

export class StandingColumns implements Standing {
  readonly balances: Iterable<BalanceStanding> = { [Symbol.iterator]: () => this.#eachBalance() }
  readonly clauses: States['clauses']
  readonly edges: States['edges']
  readonly lots: States['lots']
  readonly #states = new StateLists()
  readonly #payees = new PayeeTable()
  readonly #units = new UnitSums()
  readonly #leaves = new LeafTable()
  readonly payouts = new OrderedLeaves(this.#leaves, () => this.#leafNumbers())

  constructor() {
    const { clauses, edges, lots } = this.#states
    this.clauses = clauses
    this.edges = edges
    this.lots = lots
  }

  addBalance({ payee, currency, balance }: BalanceStanding): void {
    if (balance !== 0n) this.#units.set(this.#payees.numberOf(payee, currency), balance)
  }

  addBalances({ rows, texts, amounts: { balance } }: LineRows<BalanceStanding>): void {
    for (const some of rows()) {
      for (const row of some) {
        if (balance === undefined || balance.isZero(row)) continue
        const number = this.#payees.numberIn(texts.payee, row, textAt(texts.currency, row))
        this.#units.copy(number, balance, row)
      }
    }
  }

  addPayouts({ rows, texts, amounts: { cumulative } }: LineRows<PayoutLine>): void {
    for (const some of rows()) {
      for (const row of some) {
        const atoms = cumulative?.get(row) ?? 0n
        const [chain, account] = [
          textAt<ChainId>(texts.chain, row),
          textAt<AccountAddress>(texts.account, row),
        ]
        this.addPayout({ chain, account, token: textAt(texts.token, row), cumulative: storedAtoms(atoms) })
      }
    }
  }

  addState(line: StateLine): void {
    this.#states.add(line)
  }

  addLots(lots: PayeeLots): void {
    this.#states.lots.add(lots)
  }

  addPayout(leaf: PayoutLine): void {
    if (leaf.cumulative > 0n) this.#leaves.grow(this.#leaves.numberOf(leaf), leaf.cumulative)
  }

  *#eachBalance(): Generator<BalanceStanding> {
    const [payees, units] = [this.#payees, this.#units]
    for (let number = 0; number < payees.size; number++) {
      yield {
        payee: payees.payee(number),
        currency: payees.currency(number),
        balance: ledgerUnits(units.get(number)),
      }
    }
  }

  /** They came in their order. */
  *#leafNumbers(): Generator<number> {
    for (let number = 0; number < this.#leaves.size; number++) yield number
  }
}
