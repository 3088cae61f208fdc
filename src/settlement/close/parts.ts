/**
 * Parts of the payees with clauses in force, by asset and role, collected while earnings are allocated. No other
 * parts are kept, so an epoch without clauses, and millions of payees without, cost nothing here.
 */

import type { EarningRole } from '../../books/port.ts'
import { PayeeTable } from '../../books/tables/payeeTable.ts'
import type { AssetId, CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { Clause } from '../../registry/index.ts'
import { Parts } from '../../terms/parts.ts'

/** What allocation gives its parts to. */
export interface PartsOf {
  /** The table in which allocation numbers payees. It begins with those whose parts are asked for. */
  readonly payees: PayeeTable
  /** Parts are asked for of the payees with lower numbers. */
  readonly concerned: number
  add(number: number, asset: AssetId | '', role: EarningRole, amount: bigint): void
}

export class CollectedParts implements PartsOf {
  readonly payees = new PayeeTable()
  readonly concerned: number
  readonly #parts: Parts[]

  constructor(clauses: Iterable<Pick<Clause, 'payee' | 'currency'>>) {
    for (const { payee, currency } of clauses) this.payees.numberOf(payee, currency)
    this.concerned = this.payees.size
    this.#parts = Array.from({ length: this.concerned }, () => new Parts())
  }

  add(number: number, asset: AssetId | '', role: EarningRole, amount: bigint): void {
    this.#parts[number]!.add(asset, role, amount)
  }

  /** Of a payee with a clause in this currency. */
  of(payee: PayeeId, currency: CurrencyCode): Parts {
    return this.#parts[this.payees.numberOf(payee, currency)]!
  }
}
