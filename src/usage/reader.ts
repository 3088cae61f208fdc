/** What settlement needs of the store of usage rows. Adapter: src/projections (ClickHouse). */

import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { DigestedBatch, RecordedBatch } from '../log/batchLog.ts'
import type { BatchKey, RowKey, RowKind, Watermarks } from '../log/keys.ts'
import type { SettledAlgorithm } from '../log/manifest.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { FeeBoundary, VersionBoundary } from '../registry/index.ts'
import type { CorrectedQuery, CorrectedSums, Costs } from './corrected.ts'
import type { EpochEnd } from './epochEnd.ts'
import type { StoredCall } from './kinds/call.ts'
import type { StoredCorrection } from './kinds/correction.ts'
import type { StoredPosting } from './kinds/posting.ts'
import type { StoredRows } from './kinds.ts'

export type { EpochEnd } from './epochEnd.ts'

/**
 * Selects rows: batches up to the watermarks, without attempts that no `BatchRecorded` names and without rows whose
 * identity an earlier row has already.
 */
export interface UsageScope {
  readonly watermarks: Watermarks
  readonly strayAttempts: readonly BatchKey[]
  readonly excludedRows: readonly RowKey[]
}

/** What the stored rows of one batch add up to; compared with its `BatchRecorded`. */
export type BatchTotals = BatchKey & Pick<RecordedBatch, 'totals'>

export interface CallKey {
  readonly asset: AssetId
  /** '' where the call names no version. */
  readonly version: VersionName | ''
}

/** Which calls an epoch settles: see docs/semantics.md. */
export interface SettlementWindow {
  readonly scope: UsageScope
  readonly until: Micros
  /**
   * The epoch before. It settled its calls, except those that it left in suspense. Left out for the first epoch. Of the
   * batches of a checkpoint only those with waiting calls are read.
   */
  readonly previous?: EpochEnd & Partial<Checkpoint>
  /**
   * Keys that the previous epoch could not resolve and this one can. Every other call that the previous epoch looked at
   * is settled or still in suspense.
   */
  readonly releasedKeys: readonly CallKey[]
  /** Named versions that exist: (asset, version) → version index, and defaults by time. */
  readonly boundaries: readonly VersionBoundary[]
  readonly named: readonly (CallKey & { readonly index: number })[]
  readonly fees: readonly FeeBoundary[]
  /** The instants at which edges end, ascending; left out where none does. */
  readonly cuts?: readonly Micros[]
  /** Left out where no asset has a cost card. */
  readonly costs?: Costs
}

/** Σ of the calls of one version, currency, fee group, cut, payee of costs and lateness. */
export interface DirectSum {
  readonly version: number
  readonly currency: CurrencyCode
  readonly feeGroup: number
  /** The latest instant at which an edge ended, at or before the time of the calls; left out for none. */
  readonly cut?: Micros
  readonly late: boolean
  readonly calls: number
  /** What the calls are worth now; of calls that were settled before, by how much that changed. Signed there. */
  readonly amount: LedgerUnits
  /** Their costs, likewise; left out where the calls have no cost card. */
  readonly cost?: LedgerUnits
  /** Who earns the costs. */
  readonly costPayee?: PayeeId
}

/** Σ of postings of one type, payee, receiver and currency. */
export type PostingSum = Pick<StoredPosting, 'type' | 'payee' | 'to' | 'currency' | 'amount'>

/** Kinds of rows that count, from the first epoch on that has their batch and an `until` after their time. */
export type CountedKind = 'correction' | 'posting'

/** Σ of calls by what they name. */
export interface KeySum extends CallKey {
  readonly currency: CurrencyCode
  readonly calls: number
  readonly amount: LedgerUnits
}

/** An epoch whose sums of calls are known, so that a reader needs only what came after them. */
export interface Checkpoint extends EpochEnd {
  /** Those of its batches that have calls which wait: in suspense or pending. */
  readonly waiting: readonly BatchKey[]
}

/**
 * What a call has in common with an earlier one: id, asset, time and amount, or the provider's id. The latter with a
 * call of another source, or with one of the same source and asset.
 */
export type Likeness = 'call' | 'providerCallId'

/** Calls of `source` that are like earlier ones of `like`. */
export interface SuspectedSum {
  readonly by: Likeness
  /** Both are '' for all the pairs of sources beyond the limit. */
  readonly source: string
  readonly like: string
  readonly currency: CurrencyCode
  readonly calls: number
  readonly amount: LedgerUnits
}

export interface SuspectedExample
  extends Pick<StoredCall, 'source' | 'id' | 'asset' | 'currency' | 'amount'> {
  readonly by: Likeness
  readonly like: Pick<StoredCall, 'source' | 'id'>
}

export interface SuspectedCalls {
  /** By number of calls, the most first. */
  readonly sums: readonly SuspectedSum[]
  readonly examples: readonly SuspectedExample[]
}

/** Some of the calls that a question is about; all of what is given must hold. */
export interface CallFilter {
  /** What the calls name. */
  readonly keys?: readonly CallKey[]
  /** Inclusive. */
  readonly from?: Micros
  /** Exclusive. */
  readonly before?: Micros
  /** Only calls of batches above these. */
  readonly after?: Watermarks
  /** Only calls of batches up to these. */
  readonly upTo?: Watermarks
  /** Only calls that a rate priced. */
  readonly priced?: true
}

/** Σ of the calls that a window may settle, by what they name, with the time of the earliest. */
export interface WaitingKey extends KeySum {
  readonly first: Micros
}

/** Calls that a registry event reaches back over; see src/registry/paying.ts. */
export interface CallReach {
  /** Left out for all. */
  readonly assets?: readonly AssetId[]
  /** Of this currency; left out for all. Only with assets. */
  readonly currency?: CurrencyCode
  readonly calls: 'all' | 'unnamed' | 'priced'
  /** Inclusive. */
  readonly from: Micros
  /** Exclusive. */
  readonly before: Micros
}

/** What the last epoch settled. */
export interface SettledBefore {
  readonly watermarks: Watermarks
  readonly until: Micros
  /** Keys that it could not resolve and that resolve now. */
  readonly releasedKeys: readonly CallKey[]
}

export interface ReachedCalls {
  readonly calls: number
  /** The earliest; of equal ones the first by source and id. */
  readonly first: Pick<StoredCall, 'source' | 'id' | 'time'>
}

/** Some of the rows of a batch. */
export interface RowsPart {
  /** The number of the first, inclusive. */
  readonly from: number
  /** The most rows. */
  readonly limit: number
}

export interface UsageReader {
  /** Every (partition, revision, attempt) that has rows, up to the watermarks. */
  listAttempts(watermarks: Watermarks): Promise<BatchKey[]>
  /**
   * Every attempt that has rows, in every partition, with the number of its rows. @param above only batches above these
   */
  countAttempts(above?: Watermarks): Promise<(BatchKey & { readonly rows: number })[]>
  /** All rows that are stored, counted without reading them. */
  countRows(): Promise<number>
  /**
   * Computed again from the rows, in bounded memory, with the digests that the batches have.
   * @param only kinds to read; of the others the answer has no rows. Default: all
   */
  batchTotals(batches: readonly DigestedBatch[], only?: readonly RowKind[]): AsyncIterable<BatchTotals>
  /** Likewise the digest of the columns of calls by which corrections move money; '' where rows are misnumbered. */
  moneyDigests(batches: readonly BatchKey[]): AsyncIterable<BatchKey & { readonly digest: string }>
  /**
   * Gives `take` the rows within the scope (without its excludedRows) whose identity another row of the scope has too: all
   * rows of each such identity, in whatever epoch they settled. They come in pieces, because there may be millions where
   * a topic was taken in twice. All rows of an identity are in one piece.
   * @param options `since` limits the search to identities with a row above it; `rowsMax` is the size of a piece
   */
  repeatedIdentities(
    scope: UsageScope,
    options: { readonly since?: Watermarks | undefined; readonly rowsMax?: number },
    take: (rows: readonly RowKeyOfIdentity[]) => void,
  ): Promise<void>
  /**
   * Recorded batches at or below the previous epoch's watermarks with rows that the window settles: rows that were
   * pending or in suspense. The close reconciles these batches again before their money moves. None without a previous
   * epoch.
   */
  settlingBatches(window: SettlementWindow): Promise<BatchKey[]>
  /** Settled calls of the window, or some of them, summed. */
  directSums(window: SettlementWindow, only?: CallFilter): Promise<DirectSum[]>
  /** The calls that a refund or a dispute names and that are older than `until` of the window, summed. */
  correctedSums(window: SettlementWindow, query: CorrectedQuery): Promise<CorrectedSums>
  /** The postings that the window books, summed by what they change. */
  postingSums(window: Pick<SettlementWindow, 'scope' | 'until' | 'previous'>): Promise<PostingSum[]>
  /** Hex digest over all corrections, or all postings, that count by the window, in an order of its own. */
  countedDigest(kind: CountedKind, window: SettlementWindow): Promise<string>
  /** The calls that no epoch settled before `until` of the window, by key, whether it resolves or not. */
  waitingKeys(window: SettlementWindow): Promise<WaitingKey[]>
  /**
   * Calls of the scope with time < until, by key. Those whose key does not resolve are suspense. Sorted by asset, version,
   * currency. @param since only those that are not in the sums of this checkpoint
   */
  keySums(scope: UsageScope, until: Micros, since?: Checkpoint): Promise<KeySum[]>
  /** Calls of the scope with time ≥ until: the pending ones. @param since a checkpoint with an earlier `until` */
  pendingSums(
    scope: UsageScope,
    until: Micros,
    since?: Checkpoint,
  ): Promise<{ currency: CurrencyCode; calls: number; amount: LedgerUnits }[]>
  /** Batches with calls that wait after this window is settled: with time ≥ until, or that do not resolve. */
  waitingBatches(window: SettlementWindow): Promise<BatchKey[]>
  /** The latest time of a call of the scope; undefined where it has none. @param since to read less where that is enough */
  newestTime(scope: UsageScope, since?: Checkpoint): Promise<Micros | undefined>
  /**
   * Hex digest over the settled calls in an order of its own, which batches don't change.
   * @param algorithm left out: that of version 1 of the manifest
   * @param suspense the keys of all calls before `until` of the window that do not resolve; left out: they are found
   */
  settledDigest(
    window: SettlementWindow,
    algorithm?: SettledAlgorithm,
    suspense?: readonly CallKey[],
  ): Promise<string>
  /**
   * Calls that the window settles and that are like an earlier call: of the window, in suspense, or of the epoch
   * before, which began at `since` (left out where that was the first). Of the calls in a group the first recorded one
   * is not suspected.
   */
  suspectedCalls(
    window: SettlementWindow,
    since: EpochEnd | undefined,
    limits: { readonly pairs: number; readonly examples: number },
  ): Promise<SuspectedCalls>
  /**
   * For each reach the calls in it that no epoch settled; undefined for none. It reads every row that is stored, also of
   * a batch that another process is about to record.
   */
  reachedCalls(
    reaches: readonly CallReach[],
    settled: SettledBefore | undefined,
  ): Promise<(ReachedCalls | undefined)[]>
  findCalls(id: string, source?: string): Promise<StoredCall[]>
  /** Rows of every attempt that name an event: refunds and disputes of a call, or closings of a dispute. */
  findCorrections(targetSource: string, targetId: string): Promise<StoredCorrection[]>
  /** Rows of every attempt whose event has this id. */
  findRows<Name extends RowKind>(kind: Name, id: string, source?: string): Promise<StoredRows[Name][]>
  /** Rows of one batch, ascending by number. */
  batchRows<Name extends RowKind>(kind: Name, batch: BatchKey, part: RowsPart): Promise<StoredRows[Name][]>
}

/**
 * A row of any kind whose identity is repeated. Where it is an excluded call, its amount is subtracted from the control
 * totals.
 */
export interface RowKeyOfIdentity
  extends RowKey,
    Pick<StoredCall, 'identity' | 'content' | 'source' | 'id' | 'amount'> {
  readonly kind: RowKind
  /** '' of a correction without an amount. */
  readonly currency: CurrencyCode | ''
}
