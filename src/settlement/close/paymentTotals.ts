/** Sums of payments over payees, by currency. */
import type { CurrencyCode } from '../../events/ids.ts'
import { type LedgerUnits, ledgerUnits } from '../../money/ledgerUnits.ts'
import type { Currency } from '../../registry/index.ts'

/** Ledger units of one currency. */
class Sum {
  carriedBefore = 0n
  paid = 0n
  withheld = 0n
  /** Of `carried` what lots have. */
  reserved = 0n
  /** What is available and what lots have, after the epoch; of any sign. */
  carried = 0n
  /** −Σ of the balances below zero, after the epoch. */
  owed = 0n
}

const names = [
  'carriedBefore',
  'paid',
  'withheld',
  'reserved',
  'carried',
  'owed',
] as const satisfies (keyof Sum)[]

/** By currency; every registered one has an entry. */
export type PaymentTotals = Readonly<Record<(typeof names)[number], ReadonlyMap<CurrencyCode, LedgerUnits>>>

export class PaymentSums {
  readonly #sums: ReadonlyMap<CurrencyCode, Sum>

  constructor(currencies: readonly Currency[]) {
    this.#sums = new Map(currencies.map(({ code }) => [code, new Sum()]))
  }

  /** The sum of a registered currency, to which its payees add. */
  of(code: CurrencyCode): Sum {
    return this.#sums.get(code)!
  }

  totals(): PaymentTotals {
    const of = (name: keyof Sum) =>
      new Map(Array.from(this.#sums, ([code, sum]) => [code, ledgerUnits(sum[name])]))
    return Object.fromEntries(names.map((name) => [name, of(name)])) as unknown as PaymentTotals
  }
}
