/** Books transfers between payees, payments made elsewhere, and deposits: what changes balances and is no revenue. */

import type { PayeeTable } from '../../books/tables/payeeTable.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import { type LedgerUnits, ledgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { PostingSum } from '../../usage/reader.ts'

export interface Posted {
  /** The net of each payee's postings, by its number in the table; of any sign. */
  readonly posted: UnitSums
  /** What came into the books and what went out of them. */
  readonly deposits: ReadonlyMap<CurrencyCode, LedgerUnits>
  readonly payments: ReadonlyMap<CurrencyCode, LedgerUnits>
}

/**
 * The result does not depend on the order of the postings.
 * @param postings of this epoch
 * @param payees where payees are numbered; those that are new are added
 */
export function post(postings: Iterable<PostingSum>, payees: PayeeTable): Posted {
  const posted = new UnitSums()
  const [deposits, payments] = [new Map<CurrencyCode, LedgerUnits>(), new Map<CurrencyCode, LedgerUnits>()]
  for (const { type, payee, to, currency, amount } of postings) {
    invariant(amount >= 0n, 'a posting has a direction, and no sign')
    const change = (of: PayeeId, by: bigint) => posted.add(payees.numberOf(of, currency), by)
    switch (type) {
      case 'transfer':
        invariant(to !== '', 'a transfer is to a payee')
        change(payee, -amount)
        change(to, amount)
        break
      case 'payment':
        change(payee, -amount)
        add(payments, currency, amount)
        break
      case 'deposit':
        change(payee, amount)
        add(deposits, currency, amount)
    }
  }
  return { posted, deposits, payments }
}

function add(sums: Map<CurrencyCode, LedgerUnits>, currency: CurrencyCode, amount: bigint): void {
  sums.set(currency, plus(sums.get(currency) ?? zeroLedgerUnits, ledgerUnits(amount)))
}
