/** Corrections and postings in memory, read in the slow, obvious way: every question looks at every row for each call. */
import { type BatchKey, batchName } from '../../src/log/keys.ts'
import { type LedgerUnits, ledgerUnits, zeroLedgerUnits } from '../../src/money/ledgerUnits.ts'
import type { CostCard } from '../../src/registry/index.ts'
import type { CorrectedQuery, CorrectedSum, CorrectedSums, Effect } from '../../src/usage/corrected.ts'
import type { StoredCall } from '../../src/usage/kinds/call.ts'
import type { StoredCorrection } from '../../src/usage/kinds/correction.ts'
import type { StoredPosting } from '../../src/usage/kinds/posting.ts'
import type { EpochEnd, PostingSum, SettlementWindow } from '../../src/usage/reader.ts'

type Upto = (row: BatchKey, watermarks: EpochEnd['watermarks']) => boolean

interface Corrections {
  /** Those of the window's scope, as the other rows are. */
  readonly calls: readonly { readonly row: StoredCall; readonly version: number | undefined }[]
  readonly corrections: readonly StoredCorrection[]
}

/** One sum for each call that a refund or a dispute names. */
export function correctedSumsOf(
  { calls, corrections }: Corrections,
  { until, previous, costs }: SettlementWindow,
  { ends, cardOf }: CorrectedQuery,
  upTo: Upto,
): CorrectedSums {
  const counting = corrections.filter(({ time }) => time < until)
  const counted = (row: StoredCorrection) =>
    previous !== undefined && upTo(row, previous.watermarks) && row.time < previous.until
  const earlier = counting.filter(counted)
  const sums: CorrectedSum[] = []
  const batches = new Map<string, BatchKey>()
  for (const { row, version } of calls) {
    const names = ({ type, target }: StoredCorrection) => type !== 'closed' && target === row.identity
    if (!counting.some(names)) continue
    const { partition, revision, attempt } = row
    if (previous && upTo(row, previous.watermarks) && saysMore(row, counting, earlier))
      batches.set(batchName(row), { partition, revision, attempt })
    if (row.time >= until || version === undefined) continue
    const had = ends.findIndex((end) => upTo(row, end.watermarks) && row.time < end.until)
    const alike = {
      epoch: had < 0 ? ends.length : had,
      version,
      isNamed: row.version !== '',
      currency: row.currency,
      time: row.time,
    }
    const card = costs === undefined ? 0 : cardOf(alike)
    const cost = (worth: bigint) => costOf(row, costs?.cards[card - 1], worth)
    sums.push({
      ...alike,
      ...{ card, calls: 1, amount: row.amount, cost: cost(row.amount) },
      late: previous !== undefined && row.time < previous.until,
      now: effectOf(row, counting, cost),
      before: effectOf(row, earlier, cost),
    })
  }
  const refundsAndDisputes = counting.filter(({ type }) => type !== 'closed').length
  return { sums, corrections: refundsAndDisputes, batches: [...batches.values()] }
}

/** Whether a refund or a dispute of the call is new, or all its disputes are closed now. */
function saysMore(
  call: StoredCall,
  counting: readonly StoredCorrection[],
  earlier: readonly StoredCorrection[],
): boolean {
  const own = (all: readonly StoredCorrection[]) =>
    all.filter(({ type, target }) => type !== 'closed' && target === call.identity)
  return own(counting).length !== own(earlier).length || hasOpen(call, counting) !== hasOpen(call, earlier)
}

function hasOpen(call: StoredCall, counting: readonly StoredCorrection[]): boolean {
  return counting.some(
    ({ type, target, identity }) =>
      type === 'disputed' &&
      target === call.identity &&
      !counting.some((other) => other.type === 'closed' && other.target === identity),
  )
}

function effectOf(
  call: StoredCall,
  counting: readonly StoredCorrection[],
  cost: (worth: bigint) => LedgerUnits,
): Effect {
  const own = counting.filter(({ type, target }) => type !== 'closed' && target === call.identity)
  const isOpen = hasOpen(call, counting)
  const refunds = own.filter(({ type }) => type === 'refunded')
  const inCurrency = refunds.filter(({ currency }) => currency === call.currency)
  const refunded = inCurrency.reduce((sum, { amount }) => sum + amount, 0n)
  const isWhole = refunds.some(({ whole }) => whole)
  const left = isWhole || refunded > call.amount ? 0n : call.amount - refunded
  const worth = isOpen ? 0n : left
  return {
    worth: ledgerUnits(worth),
    cost: cost(worth),
    disputed: ledgerUnits(left - worth),
    corrections: own.length,
    mismatched: refunds.filter(({ whole, currency }) => !whole && currency !== call.currency).length,
    excess: refunded > call.amount ? 1 : 0,
  }
}

/** What a call costs with a card, if it is worth so much. */
export function costOf(call: StoredCall, card: CostCard | undefined, worth: bigint): LedgerUnits {
  if (card === undefined || worth === 0n) return zeroLedgerUnits
  let cost = card.perCall + (worth * BigInt(card.share)) / 1_000_000_000n
  for (const name of ['input', 'output', 'cacheRead', 'cacheWrite'] as const)
    cost += BigInt(Math.max(0, call[`${name}Tokens`])) * card.perToken[name]
  return ledgerUnits(cost < worth ? cost : worth)
}

export function postingSumsOf(
  postings: readonly StoredPosting[],
  { until, previous }: Pick<SettlementWindow, 'until' | 'previous'>,
  upTo: Upto,
): PostingSum[] {
  return postings
    .filter(({ time }) => time < until)
    .filter((row) => !(previous && upTo(row, previous.watermarks) && row.time < previous.until))
    .map(({ type, payee, to, currency, amount }) => ({ type, payee, to, currency, amount }))
}
