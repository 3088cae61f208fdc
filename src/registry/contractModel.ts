/** What people agreed about money after the release, as the registry has it: docs/contracts.md. */

import type { AssetId, CurrencyCode, PayeeId } from '../events/ids.ts'
import type { PartRole } from '../events/index.ts'
import type { Micros } from '../events/time.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { Share } from '../money/share.ts'

/** What an edge carries at most in one currency, over all epochs. */
export interface EdgeCap {
  readonly currency: CurrencyCode
  /** Above 0. */
  readonly amount: LedgerUnits
}

/** An instant at which edges end, and the release that was the first to name it. */
export interface Cut {
  readonly until: Micros
  readonly revision: number
}

export interface Holder {
  readonly payee: PayeeId
  readonly share: Share
}

/** A share of what a version retains goes from one holder to another, in closes with a later T. */
export interface HoldingTransfer {
  readonly from: PayeeId
  readonly to: PayeeId
  readonly share: Share
  readonly effectiveFrom: Micros
  readonly revision: number
}

export interface ClauseTier {
  /** The end of the tier, to date; left out for the last one alone. */
  readonly upTo?: LedgerUnits
  readonly share: Share
}

/** Diverts a part of what a payee earns. In force in a close T where `effectiveFrom < T ≤ min(until, endedAt)`. */
export interface Clause {
  readonly clause: string
  readonly payee: PayeeId
  readonly to: PayeeId
  readonly currency: CurrencyCode
  /** Ascending; at least one, the last one without `upTo`. */
  readonly tiers: readonly ClauseTier[]
  readonly cap?: LedgerUnits
  /** The parts that it takes from; left out for all. With assets it never takes from fees. */
  readonly assets?: readonly AssetId[]
  readonly roles?: readonly PartRole[]
  /** 0 to 999. A payee's clauses go by rank, then in the order recorded. */
  readonly rank: number
  readonly effectiveFrom: Micros
  readonly until?: Micros
  /** Where an event ended it; `endedRevision` is the number of that event. */
  readonly endedAt?: Micros
  readonly endedRevision?: number
  readonly revision: number
}

interface PayoutRuleFields {
  /** In force in closes with a later T. */
  readonly effectiveFrom: Micros
  readonly revision: number
}

/** Without a payee: of everybody who has no rule of his own in force. */
export interface Reserve extends PayoutRuleFields {
  readonly kind: 'reserve'
  readonly payee?: PayeeId
  readonly currency: CurrencyCode
  readonly share: Share
  readonly days: number
}

export interface Threshold extends PayoutRuleFields {
  readonly kind: 'threshold'
  readonly payee?: PayeeId
  readonly currency: CurrencyCode
  readonly threshold: LedgerUnits
}

/** Payments of a payee stop, or go on. */
export interface Hold extends PayoutRuleFields {
  readonly kind: 'hold'
  readonly payee: PayeeId
  readonly isHeld: boolean
  readonly reason?: string
}

/** The most special one counts: payee and currency, payee, currency, none. */
export interface Withholding extends PayoutRuleFields {
  readonly kind: 'withholding'
  readonly payee?: PayeeId
  readonly currency?: CurrencyCode
  /** Below 1. */
  readonly share: Share
  readonly to: PayeeId
}

export type PayoutRule = Reserve | Threshold | Hold | Withholding
