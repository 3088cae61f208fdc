/** Lists of calls for people and programs that look for them, in pages. Adapter: src/projections (ClickHouse). */
import type { AssetId, CurrencyCode, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { RowKey, Watermarks } from '../log/keys.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { CallState } from './callState.ts'
import type { CorrectionLists } from './correctionLists.ts'
import type { DescriptionLists } from './descriptionLists.ts'
import type { StoredCall } from './kinds/call.ts'
import type { ListPart } from './listPart.ts'
import type { PostingLists } from './postingLists.ts'
import type { CallKey, KeySum, SettlementWindow, UsageScope } from './reader.ts'
import type { Revenue, RevenueWanted } from './revenue.ts'

export { type CallState, callStates } from './callState.ts'
export type { ListPart } from './listPart.ts'

/** What the state of a call follows from. No row holds its state. */
export interface CallStates {
  readonly scope: UsageScope
  /** The last closed epoch. It, or one before it, settled every call that it looked at and that resolved then. */
  readonly closed?: { readonly watermarks: Watermarks; readonly until: Micros }
  /** Keys that resolve now. `closed`: they resolved when the last epoch was closed. */
  readonly keys: readonly (CallKey & { readonly closed: boolean })[]
}

/** Which calls are listed. `keys` of the states may then be those of the asset alone. */
export interface CallFilter {
  readonly asset?: string | undefined
  /** From this moment on. */
  readonly from?: Micros | undefined
  /** Before this moment. */
  readonly before?: Micros | undefined
  readonly state?: CallState | undefined
  readonly version?: VersionFilter | undefined
}

/** Calls that name a version, and calls that name none of the time in which the version serves them. */
export interface VersionFilter {
  readonly name: string
  readonly unnamed?: { readonly from: Micros; readonly before?: Micros | undefined } | undefined
}

/** Calls of one day in UTC, in one currency and state. */
export interface CallGroup {
  readonly asset: AssetId
  /** yyyy-mm-dd */
  readonly day: string
  readonly currency: CurrencyCode
  readonly state: CallState
  readonly calls: number
  readonly amount: LedgerUnits
}

/** Where a page ended. It comes back from outside, so its texts are texts of any form. */
export type GroupPlace = Readonly<Record<'asset' | 'day' | 'currency' | 'state', string>>

/** One call without its caller, its agent and its trace. */
export interface ListedCall extends RowKey {
  readonly source: string
  readonly id: string
  readonly time: Micros
  readonly asset: AssetId
  readonly version: VersionName | ''
  readonly currency: CurrencyCode
  readonly amount: LedgerUnits
  readonly priced: boolean
  readonly state: CallState
  /** −1 where the call has none of them. */
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cacheReadTokens: number
  readonly cacheWriteTokens: number
}

/** The calls that an epoch settled. `keys`: what they name; each resolved when the epoch was closed. */
export interface SettledWindow
  extends Pick<SettlementWindow, 'scope' | 'until' | 'previous' | 'releasedKeys'> {
  readonly keys: readonly CallKey[]
  readonly filter?: Omit<CallFilter, 'state'>
}

export type CallPlace = Pick<ListedCall, 'time' | 'partition' | 'revision' | 'row'>

/** Calls that name what is not known: by key and currency. */
export interface UnknownSum extends KeySum {
  readonly oldest: Micros
  readonly newest: Micros
}

export type UnknownPlace = Readonly<Record<'asset' | 'version' | 'currency', string>>

export interface CallLists extends PostingLists, CorrectionLists, DescriptionLists {
  revenue(states: CallStates, wanted: RevenueWanted): Promise<Revenue>
  /** Sorted by asset, day, currency and state as UTF-8 bytes. */
  groups(states: CallStates, filter: CallFilter, part: ListPart<GroupPlace>): Promise<CallGroup[]>
  /** Sorted by time, then by place in the store. */
  calls(states: CallStates, filter: CallFilter, part: ListPart<CallPlace>): Promise<ListedCall[]>
  /** Those of the window that name one of its keys, sorted by time, then by place in the store. */
  settled(window: SettledWindow, part: ListPart<CallPlace>): Promise<StoredCall[]>
  /** Sorted by asset, version and currency as UTF-8 bytes. */
  unknown(states: CallStates, filter: CallFilter, part: ListPart<UnknownPlace>): Promise<UnknownSum[]>
}
