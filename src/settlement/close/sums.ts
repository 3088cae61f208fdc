/** Adds up the calls, in the engine that stores them. No call becomes an object here. */

import { invariant } from '../../invariant.ts'
import type { BatchKey } from '../../log/keys.ts'
import { type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { DirectSum, KeySum, PostingSum, SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { RegistryAt } from '../registryAt.ts'
import { addSums, type CheckpointBefore, compareKeys } from './checkpoint.ts'
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
  /** Is called with what calls name before those that the epoch settles are added up. */
  readonly onKeys: (keys: NamedKeys) => void
}

interface NamedKeys {
  /** Those in suspense. */
  readonly suspense: readonly KeySum[]
  /** Versions that calls name which no checkpoint has; a version may be there more than once. */
  readonly versions: readonly number[]
}

export async function sumCalls(
  usage: UsageReader,
  window: SettlementWindow,
  registry: RegistryAt,
  { checkpoint, closed, onCorrected, onKeys }: SumOptions,
): Promise<EpochSums> {
  const suspense = new Map<string, CallTotals>()
  const suspenseKeys: KeySum[] = []
  const settledEver = new Map<string, CallTotals>()
  const { scope, until } = window
  const fresh = await usage.keySums(scope, until, checkpoint)
  const callSums = addSums(checkpoint?.callSums ?? [], fresh)
  const versions: number[] = []
  let at = 0
  for (const sum of callSums) {
    const isFresh = at < fresh.length && compareKeys(fresh[at]!, sum) === 0
    if (isFresh) at++
    const version = registry.versionIndex(sum)
    if (version !== undefined) {
      add(settledEver, sum)
      if (isFresh) versions.push(version)
      continue
    }
    add(suspense, sum)
    suspenseKeys.push(sum)
  }
  onKeys({ suspense: suspenseKeys, versions })
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
