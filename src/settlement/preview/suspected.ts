/** Calls that a close would settle and that may have been sent before under other names. */
import { formatAmount, type LedgerUnits } from '../../money/ledgerUnits.ts'
import type { SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { Suspicion } from '../answers.ts'

/** Pairs of sources that are listed, and calls as examples. */
const pairsMax = 100
const examplesMax = 20

/**
 * @param epochs all closed ones, in order: calls are compared with those of the last
 * @param decimalsOf a currency's
 */
export async function findSuspected(
  usage: UsageReader,
  window: SettlementWindow,
  epochs: readonly ClosedEpoch[],
  decimalsOf: (currency: string) => number,
): Promise<Suspicion> {
  const since = epochs.at(-2)
  const limits = { pairs: pairsMax, examples: examplesMax }
  const { sums, examples } = await usage.suspectedCalls(
    window,
    since && { watermarks: since.watermarks, until: since.until },
    limits,
  )
  const shown = (amount: LedgerUnits, currency: string) => formatAmount(amount, decimalsOf(currency))
  return {
    calls: sums.reduce((total, { calls }) => total + calls, 0),
    pairs: sums.map(({ by, source, like, currency, calls, amount }) => ({
      by,
      source: source === '' ? null : source,
      like: like === '' ? null : like,
      currency,
      calls,
      amount: shown(amount, currency),
    })),
    examples: examples.map(({ amount, ...call }) => ({ ...call, amount: shown(amount, call.currency) })),
  }
}
