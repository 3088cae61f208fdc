/** Composes the manifest from everything that was computed before. */

import { defined } from '../../base/defined.ts'
import { compareUtf8 } from '../../base/utf8.ts'
import { digestOfNoRows } from '../../books/digests.ts'
import type { Micros } from '../../events/time.ts'
import { formatTime } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { Watermarks } from '../../log/keys.ts'
import {
  type EpochManifest,
  type ManifestTotals,
  type ManifestTree,
  manifestFormat,
  type SettledAlgorithm,
  type StandingDigests,
} from '../../log/manifest.ts'
import { formatAmount, type LedgerUnits, ledgerUnits, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { Currency } from '../../registry/index.ts'
import type { RegistryAt } from '../registryAt.ts'
import { listedFormats, type TreeFormats } from '../treeFormats.ts'
import type { Earnings } from './allocation.ts'
import type { LeftCheckpoint } from './checkpoint.ts'
import type { Corrected } from './corrections.ts'
import type { Payments } from './payments.ts'
import { amountOf, callsOf, type EpochSums } from './sums.ts'
import type { Accepted } from './totals.ts'

interface ManifestParts {
  readonly epoch: number
  readonly until: Micros
  readonly position: number
  readonly watermarks: Watermarks
  readonly registry: RegistryAt
  readonly accepted: Accepted
  readonly sums: EpochSums
  readonly settledDigest: string
  readonly settledAlgorithm: SettledAlgorithm | undefined
  readonly earnings: Earnings
  readonly payments: Payments
  readonly trees: ManifestTree[]
  readonly treeFormats: TreeFormats
  /** The digests of what stands after the epoch; those of state to date where the ledger has contracts. */
  readonly standing: StandingDigests
  /** The checkpoint that the epoch leaves. */
  readonly left: LeftCheckpoint | undefined
  readonly previous: ClosedEpoch | undefined
}

export function composeManifest(parts: ManifestParts): EpochManifest {
  const { sums, accepted, registry } = parts
  const common = {
    epoch: parts.epoch,
    until: formatTime(parts.until),
    counts: {
      ...contractCounts(parts),
      accepted: accepted.calls,
      excluded: accepted.excluded,
      settled: callsOf(sums.settled),
      late: callsOf(sums.late),
      suspense: callsOf(sums.suspense),
      pending: callsOf(sums.pending),
    },
    totals: registry.currencies.map((currency) => composeTotals(currency, parts)),
    previous: parts.previous?.manifestHash ?? null,
  }
  const log = {
    position: parts.position,
    watermarks: sortedWatermarks(parts.watermarks),
    registryRevision: registry.revision,
  }
  const digests = {
    settled: parts.settledDigest,
    registry: registry.digest,
    ...parts.standing,
    ...contractDigests(parts),
  }
  const { left, settledAlgorithm, trees } = parts
  const treeFormats = listedFormats(parts.treeFormats)
  const isFirstVersion =
    left === undefined && settledAlgorithm === undefined && treeFormats.length === 0 && !hasContracts(parts)
  // Version 2 where it is needed, and from then on.
  if (isFirstVersion && parts.previous?.manifest.version !== 2) {
    return { ...common, format: manifestFormat, version: 1, log, digests, trees: cumulativeTrees(trees) }
  }
  return {
    ...common,
    format: manifestFormat,
    version: 2,
    log: { ...log, ...(left && { waitingBatches: left.waitingBatches }) },
    digests: { ...digests, ...defined({ settledAlgorithm, callSums: left?.callSums }) },
    trees,
    ...(treeFormats.length > 0 && { treeFormats }),
  }
}

type FirstTrees = Extract<EpochManifest, { version: 1 }>['trees']

/** Where no chain has another format, all trees are cumulative. */
function cumulativeTrees(trees: readonly ManifestTree[]): FirstTrees {
  return trees.map(({ format, totals, ...tree }) => {
    invariant(format === undefined, 'trees of version 1 have one format')
    return {
      ...tree,
      totals: totals.map((total) => {
        invariant('cumulative' in total, 'trees of version 1 are cumulative')
        return total
      }),
    }
  })
}

/** Whether the ledger has an event of corrections, postings or contracts at or below the epoch's position. */
function hasContracts({ standing }: ManifestParts): boolean {
  return standing.clauses !== undefined
}

function contractCounts(parts: ManifestParts): Partial<Corrected['counts']> {
  if (!hasContracts(parts)) return {}
  return parts.sums.corrected?.counts ?? { waiting: 0, mismatched: 0, excess: 0 }
}

/** Where no correction and no posting is recorded, both are over nothing. */
function contractDigests(parts: ManifestParts): Partial<Corrected['digests']> {
  if (!hasContracts(parts)) return {}
  return parts.sums.corrected?.digests ?? { corrections: digestOfNoRows(), postings: digestOfNoRows() }
}

function contractTotals({ code }: Currency, parts: ManifestParts, text: (units?: LedgerUnits) => string) {
  if (!hasContracts(parts)) return {}
  const { payments, sums } = parts
  const { adjusted = [], reduced, disputed } = sums.corrected ?? {}
  return {
    adjusted: text(
      ledgerUnits(
        adjusted.reduce((sum, { currency, amount }) => (currency === code ? sum + amount : sum), 0n),
      ),
    ),
    reduced: text(reduced?.get(code)),
    disputed: text(disputed?.get(code)),
    deposits: text(payments.deposits.get(code)),
    payments: text(payments.payments.get(code)),
    reserved: text(payments.reserved.get(code)),
    withheld: text(payments.withheld.get(code)),
    owed: text(payments.owed.get(code)),
  }
}

export function sortedWatermarks(watermarks: Watermarks): { partition: string; revision: number }[] {
  return Array.from(watermarks, ([partition, revision]) => ({ partition, revision })).sort((a, b) =>
    compareUtf8(a.partition, b.partition),
  )
}

function composeTotals(currency: Currency, parts: ManifestParts): ManifestTotals {
  const { accepted, sums, earnings, payments } = parts
  const { code, decimals } = currency
  const of = earnings.currencies.find((entry) => entry.currency === code)
  const text = (units?: LedgerUnits): string => formatAmount(units ?? zeroLedgerUnits, decimals)
  return {
    currency: code,
    decimals,
    chain: currency.chain ?? null,
    token: currency.token ?? null,
    accepted: text(accepted.byCurrency.get(code)),
    gross: text(of?.gross),
    fee: text(of?.fee),
    earned: text(of?.earned),
    rounding: text(of?.rounding),
    paid: text(payments.paid.get(code)),
    carried: text(payments.carried.get(code)),
    suspense: text(amountOf(sums.suspense, code)),
    pending: text(amountOf(sums.pending, code)),
    ...contractTotals(currency, parts, text),
  }
}
