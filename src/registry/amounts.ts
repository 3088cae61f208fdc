/** Amounts of contracts: major units in events and facts, ledger units in the registry. */
import { fail } from '../errors.ts'
import type { WrittenAmount } from '../events/index.ts'
import { type LedgerUnits, ledgerDigits, parseAmount } from '../money/ledgerUnits.ts'
import type { Currency } from './model.ts'

/** @throws HeadwaterError `amount.tooPrecise` (digits count as written), `amount.tooLarge` */
export function checkAmount(
  amount: WrittenAmount | undefined,
  { code, decimals }: Currency,
  path: string,
): void {
  if (amount === undefined) return
  const digits = decimals + ledgerDigits
  if (amount.fractionDigits > digits) {
    fail(
      'amount.tooPrecise',
      `The amount has ${amount.fractionDigits} fraction digits; ${code} is exact to ${digits}.`,
      { path },
    )
  }
  parseAmount(amount.text, decimals, path)
}

/** The ledger units of an amount that was checked. */
export function amountUnits({ text }: WrittenAmount, decimals: number): LedgerUnits {
  return parseAmount(text, decimals)
}
