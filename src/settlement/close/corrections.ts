/**
 * What refunds and disputes change: of calls that the epoch settles, and of calls settled before. The usage store gives
 * sums of corrected calls; here they get the version, fee, cut and cost card with which they settled.
 */
import type { CurrencyCode } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import type { RecordedBatch } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { BatchKey } from '../../log/keys.ts'
import { type LedgerUnits, minus, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { AlikeCalls, CorrectedSum } from '../../usage/corrected.ts'
import type { DirectSum, SettlementWindow, UsageReader } from '../../usage/reader.ts'
import type { RegistryAt } from '../registryAt.ts'
import type { Resolution } from '../resolutions.ts'
import { addSums } from './directSums.ts'

/** Whether a close has to ask for corrections and postings at all. @param batches all that count */
export function hasCorrections(batches: readonly RecordedBatch[]): boolean {
  return batches.some(({ totals }) => totals.correction.rows + totals.posting.rows > 0)
}

/** What the corrections that count by the epoch make of the calls. */
export interface Corrected {
  /** Batches that earlier epochs had, with calls of which corrections say something new. */
  readonly batches: readonly BatchKey[]
  /** Of calls that this epoch settles: by how much they are worth less than their amounts. Amounts and costs ≤ 0. */
  readonly changes: readonly DirectSum[]
  /** Of calls settled before: what they are worth now, less what they were worth in the epoch before. Signed. */
  readonly adjusted: readonly DirectSum[]
  readonly counts: {
    /** Refunds and disputes of calls that no epoch has settled. */
    readonly waiting: number
    /** Refunds of settled calls in another currency. */
    readonly mismatched: number
    /** Settled calls whose refunds with amounts add up to more than the call's amount. */
    readonly excess: number
  }
  /** What all settled calls are worth less than their amounts, as it stands. Only currencies with something. */
  readonly reduced: ReadonlyMap<CurrencyCode, LedgerUnits>
  /** The part of it that open disputes hold. */
  readonly disputed: ReadonlyMap<CurrencyCode, LedgerUnits>
  /** SHA-256 in hex over all corrections and all postings that counted so far. */
  readonly digests: { readonly corrections: string; readonly postings: string }
}

/** An earlier epoch, as far as it decides which calls it settled. */
export type SettlingEpoch = Pick<ClosedEpoch, 'watermarks' | 'until' | 'registryRevision'>

/** @param closed all earlier epochs, in order */
export async function correctCalls(
  usage: UsageReader,
  window: SettlementWindow,
  registry: RegistryAt,
  closed: readonly SettlingEpoch[],
): Promise<Corrected> {
  const settling = new Settling(registry, closed)
  const { sums, corrections, batches } = await usage.correctedSums(window, {
    ends: closed,
    instants: registry.resolutions.instants(),
    cardOf: (calls) => settling.cardOf(calls),
  })
  const totals = new Totals()
  const changes: DirectSum[] = []
  const adjusted: DirectSum[] = []
  for (const sum of sums) {
    const epoch = settling.epochOf(sum)
    const isNew = epoch === closed.length
    totals.add(sum)
    const was = isNew ? { worth: sum.amount, cost: sum.cost } : sum.before
    const change = { worth: minus(sum.now.worth, was.worth), cost: minus(sum.now.cost, was.cost) }
    if (change.worth === 0n && change.cost === 0n) continue
    const direct = settling.directSum(sum, epoch, change)
    if (isNew) changes.push(direct)
    else adjusted.push(direct)
  }
  const { corrections: settled, mismatched, excess } = totals
  return {
    batches,
    changes: addSums([], changes),
    adjusted: addSums([], adjusted),
    counts: { waiting: corrections - settled, mismatched, excess },
    reduced: totals.reduced,
    disputed: totals.disputed,
    digests: {
      corrections: await usage.countedDigest('correction', window),
      postings: await usage.countedDigest('posting', window),
    },
  }
}

/** Finds the epoch that settled calls, and with what. Epochs are places in `closed`; its length is this epoch. */
class Settling {
  readonly #registry: RegistryAt
  readonly #closed: readonly SettlingEpoch[]
  readonly #resolutions: (Resolution | undefined)[] = []

  constructor(registry: RegistryAt, closed: readonly SettlingEpoch[]) {
    this.#registry = registry
    this.#closed = closed
  }

  /** The first epoch that had their batches, a later `until` and a version for them. */
  epochOf({ epoch, version, isNamed }: AlikeCalls): number {
    const { versions } = this.#registry
    const { asset, revision } = versions.at(version)!
    const since = isNamed ? revision : this.#registry.resolutions.resolvesSince(asset)
    let at = epoch
    while (at < this.#closed.length && this.#closed[at]!.registryRevision < since) at++
    return at
  }

  cardOf(calls: AlikeCalls): number {
    const { asset } = this.#registry.versions.at(calls.version)!
    return this.#resolutionAt(this.epochOf(calls)).cardOf(asset, calls.currency, calls.time)
  }

  directSum(
    { version, isNamed, currency, time, late, card }: CorrectedSum,
    epoch: number,
    change: { readonly worth: LedgerUnits; readonly cost: LedgerUnits },
  ): DirectSum {
    const { versions, resolutions } = this.#registry
    const resolution = this.#resolutionAt(epoch)
    const { asset } = versions.at(version)!
    const cut = resolution.cutAt(time)
    const cost = card > 0 && { cost: change.cost, costPayee: resolutions.costs!.cards[card - 1]!.payee }
    return {
      version: isNamed ? version : resolution.versionOf(asset, time),
      currency,
      feeGroup: resolution.feeGroupAt(time),
      ...(cut !== undefined && { cut }),
      late: epoch === this.#closed.length && late,
      // They are counted where they are summed at their amounts.
      calls: 0,
      amount: change.worth,
      ...cost,
    }
  }

  #resolutionAt(epoch: number): Resolution {
    const known = this.#resolutions[epoch]
    if (known !== undefined) return known
    const revision = this.#closed[epoch]?.registryRevision ?? this.#registry.revision
    const resolution = this.#registry.resolutions.at(revision)
    this.#resolutions[epoch] = resolution
    return resolution
  }
}

/** Totals over all settled calls that corrections name. */
class Totals {
  readonly reduced = new Map<CurrencyCode, LedgerUnits>()
  readonly disputed = new Map<CurrencyCode, LedgerUnits>()
  corrections = 0
  mismatched = 0
  excess = 0

  add({ currency, amount, now }: CorrectedSum): void {
    this.corrections += now.corrections
    this.mismatched += now.mismatched
    this.excess += now.excess
    grow(this.reduced, currency, minus(amount, now.worth))
    grow(this.disputed, currency, now.disputed)
  }
}

function grow(amounts: Map<CurrencyCode, LedgerUnits>, currency: CurrencyCode, amount: LedgerUnits): void {
  invariant(amount >= 0n, 'corrections take nothing below zero and add nothing')
  if (amount > 0n) amounts.set(currency, plus(amounts.get(currency) ?? zeroLedgerUnits, amount))
}
