/** What a close changes for each payee: what its statement would say, and what it stood at before. */

import type { BalanceLine } from '../../books/port.ts'
import { isContracted } from '../../log/manifest.ts'
import { currencyDecimalsMax, formatAmount, type LedgerUnits } from '../../money/ledgerUnits.ts'
import type { PreparedEpoch } from '../close/prepare.ts'
import { broughtForward, contractAmounts } from '../reports/statements.ts'
import type { PreviewPayee } from './answers.ts'

/** Those whose balance and payment change most, in major units, come first. */
export function previewPayees(
  { input, settled }: PreparedEpoch,
  limit: number,
): { total: number; items: PreviewPayee[] } {
  const decimals = new Map(input.registry.currencies.map((currency) => [currency.code, currency.decimals]))
  const ranked: Ranked[] = []
  let total = 0
  for (const line of settled.payments.lines) {
    total++
    const change = sizeOf(line.carried - broughtForward(line)) + line.paid
    ranked.push({ line, rank: change * 10n ** BigInt(currencyDecimalsMax - decimals.get(line.currency)!) })
    // So that no more of them are held than twice what is asked for.
    if (ranked.length >= 2 * limit) cutRanked(ranked, limit)
  }
  cutRanked(ranked, limit)
  const contracted = isContracted(settled.sealed.manifest)
  const items = ranked.map(({ line }) => {
    const digits = decimals.get(line.currency)!
    const text = (units: LedgerUnits) => formatAmount(units, digits)
    return {
      payee: line.payee,
      currency: line.currency,
      broughtForward: text(broughtForward(line)),
      earned: text(line.earned),
      paid: text(line.paid),
      carried: text(line.carried),
      ...(contracted && contractAmounts(line, digits)),
    }
  })
  return { total, items }
}

interface Ranked {
  readonly line: BalanceLine
  /** How much changes, in a unit that all currencies have. */
  readonly rank: bigint
}

/** Leaves the largest. Equal ones stay in the order of payees and currencies. */
function cutRanked(ranked: Ranked[], limit: number): void {
  ranked.sort((one, other) => (one.rank === other.rank ? 0 : one.rank > other.rank ? -1 : 1))
  ranked.length = Math.min(ranked.length, limit)
}

function sizeOf(units: bigint): bigint {
  return units < 0n ? -units : units
}
