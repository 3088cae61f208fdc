/** The lines of an epoch's payments, made of columns while they are read. They may be read again. */

import { type ColumnLines, rowsOf } from '../../books/lineRows.ts'
import type { BalanceLine, BalanceStanding, PayoutLine } from '../../books/port.ts'
import type { LeafTable } from '../../books/tables/leafTable.ts'
import type { NumberSet } from '../../columns/numberSet.ts'
import type { RowTexts } from '../../columns/rowTexts.ts'
import type { UnitSums } from '../../columns/unitSums.ts'
import { allLedgerUnits, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { Earnings } from './allocation.ts'
import type { Diverted } from './clauses.ts'
import type { PayoutSteps } from './payout.ts'

/** The number of no leaf: nothing was paid. */
export const noLeaf = 2 ** 32 - 1

/** By the payees' numbers. What is left out is 0 for everybody. */
interface PaymentColumns {
  readonly earnings: Earnings
  /** By payee and currency. */
  readonly order: Uint32Array
  readonly leaves: LeafTable
  readonly leafOf: Uint32Array
  readonly paid: UnitSums
  /** Balances after the epoch, lots included. */
  readonly carried: UnitSums
  readonly clauses: Pick<Diverted, 'diverted' | 'received'> | undefined
  readonly posted: UnitSums | undefined
  /** Undefined where the ledger has no contracts. */
  readonly steps: PayoutSteps | undefined
}

export class PaymentLines {
  readonly #columns: PaymentColumns

  constructor(columns: PaymentColumns) {
    this.#columns = columns
  }

  /** What changed, by payee and currency. */
  changed(): ColumnLines<BalanceLine> {
    const { earnings, order, leaves, leafOf, paid, carried, steps } = this.#columns
    const lines = { [Symbol.iterator]: () => this.#changed() }
    // What contracts add is of several columns.
    if (steps !== undefined) return lines
    const { payees, earned, late, adjusted } = earnings
    const isChanged = (row: number) => !(earned.isZero(row) && paid.isZero(row) && late.isZero(row))
    const account = textsOf(leaves.fields.texts.account, leafOf)
    const columns = {
      rows: () => rowsOf(order, isChanged),
      texts: { ...payees.texts, account },
      amounts: { earned, late, adjusted, paid, carried },
    }
    return { ...lines, columns }
  }

  /** Every balance that is not 0. */
  balances(): ColumnLines<BalanceStanding> {
    const { earnings, order, carried } = this.#columns
    const columns = {
      rows: () => rowsOf(order, (row) => !carried.isZero(row)),
      texts: earnings.payees.texts,
      amounts: { balance: carried },
    }
    return { [Symbol.iterator]: () => this.#balances(), columns }
  }

  *#changed(): Generator<BalanceLine> {
    const { earnings, order, leaves, leafOf, paid, carried, steps } = this.#columns
    const { payees, earned, late, adjusted } = earnings
    for (const number of order) {
      const [earnedHere, paidHere, lateHere] = [earned.get(number), paid.get(number), late.get(number)]
      const moved = steps === undefined ? nothing : this.#moved(number, steps)
      if (earnedHere === 0n && paidHere === 0n) {
        // Without contracts a payee of whose earnings rounding leaves the late part alone has a line too, as ever. With
        // them whose lots alone changed has one, because it says what is reserved.
        if (steps === undefined ? lateHere === 0n : isNothing(moved) && !steps.lotsChanged.has(number))
          continue
      }
      const leaf = leafOf[number]!
      yield {
        payee: payees.payee(number),
        currency: payees.currency(number),
        earned: ledgerUnits(earnedHere),
        late: ledgerUnits(lateHere),
        adjusted: ledgerUnits(adjusted.get(number)),
        ...moved,
        paid: ledgerUnits(paidHere),
        account: leaf === noLeaf ? '' : leaves.account(leaf),
        carried: ledgerUnits(carried.get(number)),
      }
    }
  }

  #moved(number: number, { credited, withheld, lots }: PayoutSteps): Moved {
    const { clauses, posted } = this.#columns
    return allLedgerUnits({
      received: clauses?.received.get(number) ?? 0n,
      diverted: clauses?.diverted.get(number) ?? 0n,
      posted: (posted?.get(number) ?? 0n) + credited.get(number),
      withheld: withheld.get(number),
      reserved: lots.sum(number),
    })
  }

  *#balances(): Generator<BalanceStanding> {
    const { earnings, order, carried } = this.#columns
    const { payees } = earnings
    for (const number of order) {
      const balance = ledgerUnits(carried.get(number))
      if (balance !== 0n) yield { payee: payees.payee(number), currency: payees.currency(number), balance }
    }
  }
}

type Moved = Pick<BalanceLine, 'received' | 'diverted' | 'posted' | 'withheld' | 'reserved'>

const nothing: Moved = allLedgerUnits({ received: 0n, diverted: 0n, posted: 0n, withheld: 0n, reserved: 0n })

/** What lots hold back is no movement. */
function isNothing({ received, diverted, posted, withheld }: Moved): boolean {
  return received === 0n && diverted === 0n && posted === 0n && withheld === 0n
}

/** The leaves in `order` that are in a set, as lines. */
export function leavesOf(leaves: LeafTable, order: Uint32Array, only: NumberSet): ColumnLines<PayoutLine> {
  const rows = () => rowsOf(order, (number) => only.has(number))
  return {
    *[Symbol.iterator]() {
      for (const some of rows()) for (const number of some) yield leaves.leaf(number)
    },
    columns: { ...leaves.fields, rows },
  }
}

/** Accounts of payees, by the leaves that grew. */
function textsOf(accounts: RowTexts, leafOf: Uint32Array): RowTexts {
  return {
    length: (row) => (leafOf[row] === noLeaf ? 0 : accounts.length(leafOf[row]!)),
    copy(row, into, at) {
      if (leafOf[row] !== noLeaf) accounts.copy(leafOf[row]!, into, at)
    },
  }
}
