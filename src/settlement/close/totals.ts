/**
 * Checks that the books balance, in two ways. A failed check of computed values is a bug (I1, I2 and I4 of
 * docs/invariants.md). Control totals compare the usage rows with the log. Rows may have been changed, so a difference
 * is reported.
 */

import { byChainAccountAndToken } from '../../books/digests.ts'
import type { PayoutLine } from '../../books/port.ts'
import type { CurrencyCode } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import type { RecordedBatch } from '../../log/batchLog.ts'
import type { EpochManifest } from '../../log/manifest.ts'
import {
  type LedgerUnits,
  ledgerDigits,
  ledgerUnits,
  ledgerUnitsPerAtom,
  minus,
  parseScaled,
  plus,
  zeroLedgerUnits,
} from '../../money/ledgerUnits.ts'
import type { Currency } from '../../registry/index.ts'
import type { Earnings } from './allocation.ts'
import type { Repeated } from './duplicates.ts'
import type { Payments, Standing } from './payments.ts'
import { add, amountOf, type CallTotals, callsOf, type EpochSums, grossOf } from './sums.ts'

/** Calls ever accepted, each once: what the log recorded, without the repetitions. */
export interface Accepted {
  readonly byCurrency: ReadonlyMap<string, LedgerUnits>
  readonly calls: number
  readonly excluded: number
}

/**
 * @param previous what the epoch before counted; left out where `batches` and `repeated` hold everything
 */
export function countAccepted(
  batches: readonly RecordedBatch[],
  { excludedCalls }: Pick<Repeated, 'excludedCalls'>,
  previous?: EpochManifest,
): Accepted {
  const byCurrency = new Map<string, LedgerUnits>()
  const change = (currency: string, amount: LedgerUnits): void => {
    byCurrency.set(currency, plus(byCurrency.get(currency) ?? zeroLedgerUnits, amount))
  }
  let calls = previous?.counts.accepted ?? 0
  for (const totals of previous?.totals ?? [])
    change(totals.currency, parseUnits(totals.accepted, totals.decimals))
  for (const batch of batches) {
    const { rows, sums } = batch.totals.call
    calls += rows
    for (const [currency, amount] of sums) change(currency, amount)
  }
  for (const [currency, amount] of excludedCalls.sums) change(currency, ledgerUnits(-amount))
  return {
    byCurrency,
    calls: calls - excludedCalls.count,
    excluded: (previous?.counts.excluded ?? 0) + excludedCalls.count,
  }
}

/** Sentences about control totals that do not hold; none where rows and log agree. */
export function controlTotals(
  accepted: Accepted,
  sums: EpochSums,
  previous: EpochManifest | undefined,
): string[] {
  const problems: string[] = []
  const all = new Map<string, CallTotals>()
  for (const part of [sums.settledEver, sums.suspense, sums.pending]) {
    for (const [currency, total] of part) add(all, { currency, ...total })
  }
  for (const currency of new Set([...all.keys(), ...accepted.byCurrency.keys()])) {
    const recorded = accepted.byCurrency.get(currency) ?? 0n
    const found = amountOf(all, currency)
    if (recorded !== found) {
      problems.push(
        `All ${currency} calls ever recorded add up to ${recorded} ledger units, and their rows to ${found}.`,
      )
    }
  }
  if (accepted.calls !== callsOf(all)) {
    problems.push(`${accepted.calls} calls were ever recorded, and ${callsOf(all)} are there.`)
  }
  const before = settledBefore(previous)
  for (const currency of new Set([...sums.settledEver.keys(), ...before.keys()])) {
    const ever = amountOf(sums.settledEver, currency)
    const expected = (before.get(currency) ?? 0n) + amountOf(sums.settled, currency)
    if (ever !== expected) {
      problems.push(
        `The ${currency} calls settled so far add up to ${expected} ledger units, and the rows that are due by now to ${ever}.`,
      )
    }
  }
  return [...problems, ...correctedTotals(sums, previous)]
}

/**
 * Accepted = Σ gross of all epochs + reduced + suspense + pending. The totals above hold for what calls were accepted at,
 * so here the gross of this epoch is compared with what it settled and with how `reduced` changed.
 */
function correctedTotals(sums: EpochSums, previous: EpochManifest | undefined): string[] {
  const { corrected } = sums
  if (corrected === undefined) return []
  const problems: string[] = []
  const reducedBefore = reducedIn(previous)
  const currencies = new Set<string>([
    ...[...sums.settled.keys(), ...corrected.reduced.keys(), ...reducedBefore.keys()],
    ...corrected.adjusted.map(({ currency }) => currency),
  ])
  for (const currency of currencies) {
    const before = reducedBefore.get(currency) ?? 0n
    const reduced = corrected.reduced.get(currency as CurrencyCode) ?? 0n
    const gross = grossOf(sums, currency)
    const expected = amountOf(sums.settled, currency) + before - reduced
    if (gross !== expected) {
      problems.push(
        `Corrections of ${currency} calls took ${before} ledger units by the epoch before and take ${reduced} now, so the epoch divides ${expected}, and its calls are worth ${gross}.`,
      )
    }
  }
  return problems
}

function reducedIn(previous: EpochManifest | undefined): Map<string, LedgerUnits> {
  const reduced = new Map<string, LedgerUnits>()
  if (previous?.version !== 2) return reduced
  for (const { currency, decimals, reduced: text } of previous.totals)
    if (text !== undefined) reduced.set(currency, parseUnits(text, decimals))
  return reduced
}

/** What all epochs up to the previous one settled, from its manifest. */
function settledBefore(previous: EpochManifest | undefined): Map<string, LedgerUnits> {
  const settled = new Map<string, LedgerUnits>()
  for (const { currency, decimals, accepted, suspense, pending } of previous?.totals ?? []) {
    const waiting = plus(parseUnits(suspense, decimals), parseUnits(pending, decimals))
    settled.set(currency, minus(parseUnits(accepted, decimals), waiting))
  }
  return settled
}

/** What a close computed before it composes the manifest. */
interface Computed {
  readonly currencies: readonly Currency[]
  readonly sums: EpochSums
  readonly earnings: Earnings
  /** Balances and payouts before the epoch. */
  readonly before: Standing
  readonly payments: Payments
}

/** What was computed must balance to the unit. */
export function assertBalanced({ currencies, sums, earnings, before, payments }: Computed): void {
  for (const { code } of currencies) {
    const of = earnings.currencies.find((entry) => entry.currency === code)
    const [gross, fee, earned, rounding] = [
      of?.gross ?? 0n,
      of?.fee ?? 0n,
      of?.earned ?? 0n,
      of?.rounding ?? 0n,
    ]
    invariant(gross === grossOf(sums, code), 'what was divided is what calls are worth')
    invariant(gross === fee + earned + rounding, 'I1: gross = fee + earned + rounding')
    const brought = payments.carriedBefore.get(code) ?? 0n
    const [paid, carried] = [payments.paid.get(code) ?? 0n, payments.carried.get(code) ?? 0n]
    const [came, went] = [payments.deposits.get(code) ?? 0n, payments.payments.get(code) ?? 0n]
    invariant(paid >= 0n, 'I2: no epoch pays less than nothing')
    invariant(
      brought + fee + earned + came === paid + went + carried,
      'I2: carried before + fee + earned + deposits = paid + payments + carried',
    )
  }
  invariant(
    [...sums.settled.keys()].every((code) => currencies.some((currency) => currency.code === code)),
    'calls are in registered currencies',
  )
  assertPayouts(before.payouts, payments)
}

function assertPayouts(before: Iterable<PayoutLine>, payments: Payments): void {
  const { payouts } = payments.after
  let growth = payouts.total()
  let last: PayoutLine | undefined
  for (const leaf of before) {
    invariant(last === undefined || byChainAccountAndToken(last, leaf) < 0, 'a tree has each payout once')
    last = leaf
    const cumulative = payouts.cumulativeOf(leaf)
    invariant(cumulative !== undefined, 'I4: a payout never leaves its tree')
    invariant(cumulative >= leaf.cumulative, 'I4: a cumulative payout never falls')
    growth -= leaf.cumulative
  }
  let paid = 0n
  for (const amount of payments.paid.values()) paid += amount
  invariant(paid === growth * ledgerUnitsPerAtom, 'I4: leaves grow by exactly what was paid')
}

/** Major units of a manifest to ledger units; sums may exceed what a single amount may be. */
function parseUnits(text: string, decimals: number): LedgerUnits {
  return ledgerUnits(parseScaled(text, decimals + ledgerDigits))
}
