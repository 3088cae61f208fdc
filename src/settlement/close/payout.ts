/**
 * What contracts change of payments: lots of reserves, thresholds, holds and withholding, as docs/contracts.md has them.
 * A close without contracts makes none of this.
 */

import { LotTable } from '../../books/tables/lotTable.ts'
import type { PayeeTable } from '../../books/tables/payeeTable.ts'
import { NumberSet } from '../../columns/numberSet.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import type { Micros } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import type { PayoutTerms } from '../../registry/index.ts'
import { settleLots } from '../../terms/lots.ts'
import { type Payout, payoutOf } from '../../terms/payout.ts'

interface PayoutInput {
  /** The rules in force; undefined where the ledger has none. */
  readonly terms: PayoutTerms | undefined
  readonly epoch: number
  readonly until: Micros
}

interface TaxedPayout extends Payout {
  /** For whom something is withheld. */
  readonly to?: PayeeId
}

/** What is paid, in whole units, of what the payee has available, if it has an account; nothing where it is held or has too little. */
export function payoutUnder(
  terms: PayoutTerms | undefined,
  { payee, currency, unit }: { payee: PayeeId; currency: CurrencyCode; unit?: bigint },
  available: bigint,
): TaxedPayout | undefined {
  if (terms === undefined) return payoutOf(available, 0, unit)
  if (terms.isHeld(payee) || available < terms.thresholdOf(payee, currency)) return undefined
  const rule = terms.withholdingOf(payee, currency)
  if (rule === undefined || rule.to === payee) return payoutOf(available, 0, unit)
  return { ...payoutOf(available, rule.share, unit), to: rule.to }
}

/** All columns are by the payees' numbers. */
export class PayoutSteps {
  /** What stands of each payee's lots; before its steps, what stood before the epoch. */
  readonly lots = new LotTable()
  /** Whose lots are not what they were before. */
  readonly lotsChanged = new NumberSet()
  readonly withheld = new UnitSums()
  /** What was withheld of others for the payee. It is added after all payments. */
  readonly credited = new UnitSums()
  /** To whom something was credited. */
  readonly creditedTo = new Set<number>()
  readonly #input: PayoutInput
  readonly #payees: PayeeTable

  constructor(input: PayoutInput, payees: PayeeTable) {
    this.#input = input
    this.#payees = payees
  }

  /** Numbers everybody for whom something may be withheld. */
  nameRecipients(currencies: Iterable<CurrencyCode>): void {
    for (const code of currencies)
      for (const payee of this.#input.terms?.recipients ?? []) this.#payees.numberOf(payee, code)
  }

  /** @returns what is available after lots fell due, a new one was made, and lots were drawn on */
  settleLots(number: number, available: bigint, net: bigint): bigint {
    if (this.#input.terms === undefined && this.lots.isEmpty) return available
    const before = this.lots.sum(number)
    const left = this.#settleLots(number, available, net)
    const reserved = this.lots.sum(number)
    invariant(left + reserved === available + before, 'I29: lots lose nothing')
    if (reserved !== before) this.lotsChanged.add(number)
    return left
  }

  #settleLots(number: number, available: bigint, net: bigint): bigint {
    const { terms, epoch, until } = this.#input
    const reserve =
      terms !== undefined && net > 0n
        ? terms.reserveOf(this.#payees.payee(number), this.#payees.currency(number))
        : undefined
    const due = this.lots.sumDue(number, until)
    const alone = settleLots([], { available: available + due, net, reserve, epoch, until })
    // Something is left of what is available, so nothing is drawn, and lots that are not due stay as they are.
    if (alone.available > 0n) {
      if (due > 0n) this.lots.release(number, until)
      for (const lot of alone.lots) this.lots.add(number, lot)
      return alone.available
    }
    const after = settleLots(this.lots.of(number), { available, net, reserve, epoch, until })
    this.lots.keep(number, after.lots)
    return after.available
  }

  payoutOf(payee: PayeeId, currency: CurrencyCode, available: bigint): TaxedPayout | undefined {
    return payoutUnder(this.#input.terms, { payee, currency }, available)
  }

  /** Books what is withheld of a payment that is made. */
  withhold(number: number, { withheld, to }: TaxedPayout): void {
    if (withheld === 0n) return
    invariant(to !== undefined, 'what is withheld has a recipient')
    const recipient = this.#payees.numberOf(to, this.#payees.currency(number))
    this.withheld.set(number, withheld)
    this.credited.add(recipient, withheld)
    this.creditedTo.add(recipient)
  }
}
