/** Calls that a close would settle and that may have been sent before under other names. */

import { formatAmount, type LedgerUnits } from '../../money/ledgerUnits.ts'
import type { UsageReader } from '../../usage/reader.ts'
import type { PreparedEpoch } from '../close/prepare.ts'
import type { PreviewSuspected } from './answers.ts'

const pairsMax = 1_000
const examplesMax = 1_000

/**
 * They are compared with each other, with those in suspense, and with those of the last epoch.
 * @param beginning the last but one epoch, where the last one began
 */
export async function previewSuspected(
  usage: UsageReader,
  { input: { window, registry } }: PreparedEpoch,
  beginning: Parameters<UsageReader['suspectedCalls']>[1],
  limit: number,
): Promise<PreviewSuspected> {
  const { sums, examples } = await usage.suspectedCalls(window, beginning, {
    pairs: Math.min(limit, pairsMax),
    examples: Math.min(limit, examplesMax),
  })
  const decimals = new Map<string, number>(
    registry.currencies.map(({ code, decimals: places }) => [code, places]),
  )
  const shown = (amount: LedgerUnits, currency: string) => formatAmount(amount, decimals.get(currency)!)
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
