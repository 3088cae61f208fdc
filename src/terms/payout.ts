/** What is paid of an available balance, and what is withheld of it. */
import { invariant } from '../invariant.ts'
import { floorDiv } from '../money/division.ts'
import { ledgerUnitsPerAtom } from '../money/ledgerUnits.ts'
import { sharePartsWhole } from '../money/share.ts'

const whole = BigInt(sharePartsWhole)

/** Ledger units. `paid` is of whole units of payment: atoms on a chain, the smallest coins of a bank. */
export interface Payout {
  readonly paid: bigint
  readonly withheld: bigint
}

const nothing: Payout = { paid: 0n, withheld: 0n }

/**
 * Pays whole units of `available` after withholding the share `rate` of what is paid and withheld together. The rest,
 * which is less than a unit and what would be withheld for it, is not taxed until it is paid.
 * @param available ledger units of any sign
 * @param rate parts per billion, below 10^9
 * @param unit ledger units; default: an atom
 */
export function payoutOf(available: bigint, rate: number, unit = ledgerUnitsPerAtom): Payout {
  if (available < unit) return nothing
  // Most payees have no withholding, and there may be millions.
  if (rate === 0) return { paid: available - (available % unit), withheld: 0n }
  const kept = whole - BigInt(rate)
  const paid = floorDiv(floorDiv(available * kept, whole), unit) * unit
  const withheld = floorDiv(paid * BigInt(rate), kept)
  invariant(paid >= 0n && withheld >= 0n, 'I29: a payout is never negative')
  invariant(paid + withheld <= available, 'I29: at most what is available is paid and withheld')
  return { paid, withheld }
}
