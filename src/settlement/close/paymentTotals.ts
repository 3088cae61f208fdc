/** Sums of payments over payees, by currency. */
import type { CurrencyCode } from '../../events/ids.ts'
import { type LedgerUnits, ledgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { Currency } from '../../registry/index.ts'

const names = ['carriedBefore', 'paid', 'withheld', 'reserved', 'carried', 'owed'] as const

/**
 * Ledger units by currency; every registered currency has an entry. `carried` is what is available and what lots have,
 * after the epoch; `reserved` the part of it that lots have; `owed` is −Σ of the balances below zero.
 */
export type PaymentTotals = Readonly<Record<(typeof names)[number], ReadonlyMap<CurrencyCode, LedgerUnits>>>

/** What one payee adds in one currency. */
type PayeeTotals = Readonly<Record<Exclude<(typeof names)[number], 'owed'>, bigint>>

/** Adds up what each payee has. */
export class PaymentSums {
  readonly totals: PaymentTotals
  readonly #sums: Readonly<Record<(typeof names)[number], Map<CurrencyCode, LedgerUnits>>>

  constructor(currencies: readonly Currency[]) {
    const zeros = () => new Map(currencies.map(({ code }) => [code, zeroLedgerUnits]))
    this.#sums = {
      ...{ carriedBefore: zeros(), paid: zeros(), withheld: zeros() },
      ...{ reserved: zeros(), carried: zeros(), owed: zeros() },
    }
    this.totals = this.#sums
  }

  add(code: CurrencyCode, { carriedBefore, paid, withheld, reserved, carried }: PayeeTotals): void {
    this.#add('carriedBefore', code, carriedBefore)
    this.#add('paid', code, paid)
    this.#add('withheld', code, withheld)
    this.#add('reserved', code, reserved)
    this.#add('carried', code, carried)
    if (carried < 0n) this.#add('owed', code, -carried)
  }

  /** A payee that carried `before` gets `amount`. */
  credit(code: CurrencyCode, before: bigint, amount: bigint): void {
    this.#add('carried', code, amount)
    this.#add('owed', code, owedOf(before + amount) - owedOf(before))
  }

  #add(name: (typeof names)[number], code: CurrencyCode, amount: bigint): void {
    if (amount === 0n) return
    const sums = this.#sums[name]
    sums.set(code, plus(sums.get(code)!, ledgerUnits(amount)))
  }
}

function owedOf(balance: bigint): bigint {
  return balance < 0n ? -balance : 0n
}
