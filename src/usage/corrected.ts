/** What a close asks about corrections: which calls they change, and by how much. */
import type { AssetId, CurrencyCode } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { BatchKey } from '../log/keys.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { CostCard } from '../registry/index.ts'
import type { EpochEnd } from './epochEnd.ts'

/** Cost cards. They are numbered from 1 in the order of `cards`; 0 is no card. */
export interface Costs {
  /** Every card that a call may have settled with. */
  readonly cards: readonly CostCard[]
  /** Which card is in force from a time on, until the next boundary of the same asset and currency. */
  readonly boundaries: readonly CostBoundary[]
}

interface CostBoundary {
  readonly asset: AssetId
  readonly currency: CurrencyCode
  readonly from: Micros
  readonly card: number
}

export interface CorrectedQuery {
  /** All epochs before that of the window, in order. */
  readonly ends: readonly EpochEnd[]
  /**
   * Every instant at which the fee or the cut of a call may have changed, as any earlier close saw it. Calls between two
   * of them resolve alike, if they are of one asset and of one epoch.
   */
  readonly instants: readonly Micros[]
  /** The number of the cost card with which calls settled. Asked where the window has costs. */
  cardOf(calls: AlikeCalls): number
  /** Corrections that the store holds at a time; default: its own limit. */
  readonly rowsMax?: number
}

/** Corrected calls that every close resolves alike. */
export interface AlikeCalls {
  /** Place in `ends` of the first epoch that had their batches and an `until` after them; its length for the window's own. */
  readonly epoch: number
  /** Index of the version, as the window's registry resolves it. */
  readonly version: number
  /** Whether the calls name the version. */
  readonly isNamed: boolean
  readonly currency: CurrencyCode
  /** The earliest. */
  readonly time: Micros
}

/** Σ of corrected calls, whether an epoch settles them or not: the caller knows when their versions were recorded. */
export interface CorrectedSum extends AlikeCalls {
  /** Older than the previous epoch's `until`. */
  readonly late: boolean
  /** Number of their cost card; 0: none. */
  readonly card: number
  readonly calls: number
  /** As accepted. */
  readonly amount: LedgerUnits
  /** What they would cost at these amounts. */
  readonly cost: LedgerUnits
  /** As the corrections that count by the window make them. */
  readonly now: Effect
  /** As those that counted by the previous epoch made them. */
  readonly before: Effect
}

export interface Effect {
  /** What the calls are worth. */
  readonly worth: LedgerUnits
  readonly cost: LedgerUnits
  /** What they would be worth without their open disputes, less what they are. */
  readonly disputed: LedgerUnits
  /** Number of refunds and disputes. */
  readonly corrections: number
  /** Of them refunds in another currency. */
  readonly mismatched: number
  /** Number of calls whose refunds with amounts add up to more than the call. */
  readonly excess: number
}

export interface CorrectedSums {
  readonly sums: readonly CorrectedSum[]
  /** Refunds and disputes that count by the window, whatever they name. */
  readonly corrections: number
  /**
   * Recorded batches at or below the previous epoch's watermarks with calls of which corrections say something else than
   * in the previous epoch, whether the calls are settled or not, and whatever their time. None without a previous epoch.
   */
  readonly batches: readonly BatchKey[]
}
