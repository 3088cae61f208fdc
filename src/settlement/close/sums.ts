/** Adds up the calls, in the engine that stores them. No call becomes an object here. */

import { invariant } from '../../invariant.ts'
import type { BatchKey } from '../../log/keys.ts'
import { type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { DirectSum, KeySum, PostingSum, SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { RegistryAt } from '../registryAt.ts'
import { addSums, type CheckpointBefore } from './checkpoint.ts'
import { type Corrected, correctCalls, type SettlingEpoch } from './corrections.ts'
import { addSums as addDirectSums } from './directSums.ts'

export interface CallTotals {
  calls: number
  amount: LedgerUnits
}

export interface EpochSums {
  /** The calls that the epoch settles, at what they are worth. */
  readonly direct: readonly DirectSum[]
  /** Left out where the ledger has neither corrections nor postings. */
  readonly corrected?: Corrected
  /** The postings that the epoch books. */
  readonly postings: readonly PostingSum[]
  /** By currency; none where there are no calls. Amounts are those of the calls, without corrections, here and below. */
  readonly settled: ReadonlyMap<string, CallTotals>
  readonly late: ReadonlyMap<string, CallTotals>
  readonly suspense: ReadonlyMap<string, CallTotals>
  /** The calls in suspense by what they name. */
  readonly suspenseKeys: readonly KeySum[]
  readonly pending: ReadonlyMap<string, CallTotals>
  /** Every call with time < until, whatever epoch settled it, by what it names. Sorted by asset, version, currency. */
  readonly callSums: readonly KeySum[]
  /** Every call settled by any epoch up to this one: those with time < until whose key resolves. */
  readonly settledEver: ReadonlyMap<string, CallTotals>
}

export interface SumsFrom {
  /** The sums from which to go on; undefined to read all rows. */
  readonly checkpoint: CheckpointBefore | undefined
  /** All earlier epochs, in order; undefined where the ledger has neither corrections nor postings. */
  readonly closed: readonly SettlingEpoch[] | undefined
  /** Receives the batches of earlier epochs with calls that corrections change now, as soon as they are known. */
  readonly onCorrected?: (batches: readonly BatchKey[]) => void
}

interface SumOptions extends SumsFrom {
  /** Is called with the calls in suspense before the others are added up. */
  readonly onSuspense: (keys: readonly KeySum[]) => void
}

export async function sumCalls(
  usage: UsageReader,
  window: SettlementWindow,
  registry: RegistryAt,
  { checkpoint, closed, onCorrected, onSuspense }: SumOptions,
): Promise<EpochSums> {
  const suspense = new Map<string, CallTotals>()
  const suspenseKeys: KeySum[] = []
  const settledEver = new Map<string, CallTotals>()
  const { scope, until } = window
  const callSums = addSums(checkpoint?.callSums ?? [], await usage.keySums(scope, until, checkpoint))
  for (const sum of callSums) {
    if (registry.isResolvable(sum)) {
      add(settledEver, sum)
      continue
    }
    add(suspense, sum)
    suspenseKeys.push(sum)
  }
  onSuspense(suspenseKeys)
  const direct = await usage.directSums(window)
  const settled = new Map<string, CallTotals>()
  const late = new Map<string, CallTotals>()
  for (const sum of direct) {
    invariant(sum.version < registry.versions.length, 'calls are settled for known versions')
    invariant(sum.feeGroup < registry.feeGroups.length, 'calls are settled under known fees')
    add(settled, sum)
    if (sum.late) add(late, sum)
  }
  const pending = new Map<string, CallTotals>()
  for (const sum of await usage.pendingSums(scope, until, checkpoint)) add(pending, sum)
  const sums = { settled, late, suspense, suspenseKeys, pending, callSums, settledEver }
  if (closed === undefined) return { ...sums, direct, postings: [] }
  const corrected = await correctCalls(usage, window, registry, closed)
  onCorrected?.(corrected.batches)
  const postings = await usage.postingSums(window)
  return { ...sums, direct: addDirectSums(direct, corrected.changes), corrected, postings }
}

/** What the epoch divides, by currency: calls at what they are worth, and changes of calls settled before. */
export function grossOf({ direct, corrected }: EpochSums, currency: string): LedgerUnits {
  let gross = zeroLedgerUnits
  for (const sum of [...direct, ...(corrected?.adjusted ?? [])])
    if (sum.currency === currency) gross = plus(gross, sum.amount)
  return gross
}

export function add(
  totals: Map<string, CallTotals>,
  sum: { currency: string; calls: number; amount: LedgerUnits },
): void {
  const total = totals.get(sum.currency)
  if (total) {
    total.calls += sum.calls
    total.amount = plus(total.amount, sum.amount)
  } else totals.set(sum.currency, { calls: sum.calls, amount: sum.amount })
}

export function amountOf(totals: ReadonlyMap<string, CallTotals>, currency: string): LedgerUnits {
  return totals.get(currency)?.amount ?? zeroLedgerUnits
}

export function callsOf(totals: ReadonlyMap<string, CallTotals>): number {
  let calls = 0
  for (const total of totals.values()) calls += total.calls
  return calls
}
