/** Calls that a close would leave in suspense, by asset. */
import { formatAmount, type LedgerUnits, plus } from '../../money/ledgerUnits.ts'
import type { PreparedEpoch } from '../close/prepare.ts'
import type { PreviewSuspense } from './answers.ts'

/** Assets with most calls come first. */
export function previewSuspense(
  { input, settled }: PreparedEpoch,
  limit: number,
): { total: number; items: PreviewSuspense[] } {
  const decimals = new Map<string, number>(
    input.registry.currencies.map(({ code, decimals }) => [code, decimals]),
  )
  const sums = new Map<string, { asset: string; currency: string; calls: number; amount: LedgerUnits }>()
  for (const { asset, currency, calls, amount } of settled.sums.suspenseKeys) {
    // Neither has a blank.
    const name = `${asset} ${currency}`
    const sum = sums.get(name)
    if (sum === undefined) sums.set(name, { asset, currency, calls, amount })
    else {
      sum.calls += calls
      sum.amount = plus(sum.amount, amount)
    }
  }
  const sorted = [...sums.values()].sort(
    (a, b) => b.calls - a.calls || compare(a.asset, b.asset) || compare(a.currency, b.currency),
  )
  const items = sorted
    .slice(0, limit)
    .map((sum) => ({ ...sum, amount: formatAmount(sum.amount, decimals.get(sum.currency)!) }))
  return { total: sums.size, items }
}

// Assets and currencies are ASCII.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
