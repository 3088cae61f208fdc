/** Corrections one by one, and the calls that they change. Adapter: src/projections (ClickHouse). */
import type { AssetId, CurrencyCode } from '../events/ids.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { StoredCall } from './kinds/call.ts'
import type { CorrectionType, StoredCorrection } from './kinds/correction.ts'
import type { ListPart } from './listPart.ts'
import type { EpochEnd, SettlementWindow, UsageScope } from './reader.ts'

/** Where a page ended. */
export type CorrectionPlace = Pick<StoredCorrection, 'time' | 'partition' | 'revision' | 'row'>

/** All of what is given must hold. */
export interface CorrectionFilter {
  readonly types: readonly CorrectionType[]
  /** Only those that name the event with this identity. */
  readonly target?: string | undefined
  /** Only disputes that no closing names, whatever its time. */
  readonly open?: true
  /** Of whose refunds `countedRefunds` is the sum; default: of none. */
  readonly counted?: EpochEnd | undefined
}

/** What all corrections of the scope, whatever their time, say of a call. */
export interface CallCorrections {
  readonly call: StoredCall
  /** Σ of refunds with amounts in the call's currency; may be above the call's amount. */
  readonly refunded: LedgerUnits
  /** Those of them that count by the end of the epoch asked for. */
  readonly countedRefunds: LedgerUnits
  /** Whether a refund is of what the others leave. */
  readonly whole: boolean
  /** Number of open disputes. */
  readonly open: number
}

export interface ListedCorrection extends StoredCorrection {
  /** Of a dispute: whether a closing names it. */
  readonly isClosed: boolean
  /** The call that a refund or a dispute names, where it is there. */
  readonly corrected?: CallCorrections
}

/** An event that changed what a call is worth. */
export type ChangeCause = Pick<StoredCorrection, 'type' | 'source' | 'id' | 'reason'>

/** A call that was settled before, with what it was worth in the epoch before and is worth in this one. */
export interface ChangedCall {
  readonly call: StoredCall
  readonly before: LedgerUnits
  readonly now: LedgerUnits
  /** Those that the epoch before did not count; at most `causesMax`. */
  readonly causes: readonly ChangeCause[]
}

export const causesMax = 10

interface ChangedQuery {
  /** Only calls of these assets; default: all. */
  readonly assets?: readonly AssetId[] | undefined
  /** Of each currency. */
  readonly limit: number
}

export interface ChangedCalls {
  /** By currency the largest changes first; equal ones by time, source and id. */
  readonly listed: readonly ChangedCall[]
  readonly counts: readonly { readonly currency: CurrencyCode; readonly calls: number }[]
}

export interface CorrectionLists {
  /** Sorted by time, then by place in the store. */
  corrections(
    scope: UsageScope,
    filter: CorrectionFilter,
    part: ListPart<CorrectionPlace>,
  ): Promise<ListedCorrection[]>
  /**
   * Older calls whose worth the window changes: of batches and times that the epoch before had. Some of them may have
   * been in suspense.
   */
  changedCalls(
    window: Pick<SettlementWindow, 'scope' | 'until' | 'previous'>,
    query: ChangedQuery,
  ): Promise<ChangedCalls>
}
