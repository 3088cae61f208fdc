/** What settlement needs of the store of usage rows. Adapter: src/projections (ClickHouse). */
import type { Micros } from '../events/time.ts'
import type { RecordedBatch } from '../log/batchLog.ts'
import type { BatchKey, RowKey, Watermarks } from '../log/keys.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { FeeBoundary, VersionBoundary } from '../registry/resolve.ts'
import type { StoredCall } from './kinds/call.ts'

/**
 * Which rows are meant: batches up to the watermarks, less attempts that no `BatchRecorded` names and less rows whose
 * identity an earlier row already has.
 */
export interface UsageScope {
  readonly watermarks: Watermarks
  readonly strayAttempts: readonly BatchKey[]
  readonly excludedRows: readonly RowKey[]
}

/** What the stored rows of one batch add up to; compared with its `BatchRecorded`. */
export type BatchTotals = BatchKey & Pick<RecordedBatch, 'totals'>

export interface CallKey {
  readonly asset: string
  /** '' where the call names none. */
  readonly version: string
}

/** Which calls an epoch settles: see docs/semantics.md. */
export interface SettlementWindow {
  readonly scope: UsageScope
  readonly until: Micros
  /** The epoch before: its calls are settled, save those it left in suspense under these keys. None for the first. */
  readonly previous?: { readonly watermarks: Watermarks; readonly until: Micros }
  /**
   * Keys that the previous epoch could not resolve and this one can. Every other call that the previous epoch
   * considered is settled or still in suspense.
   */
  readonly releasedKeys: readonly CallKey[]
  /** Named versions that exist: (asset, version) → version index, and defaults by time. */
  readonly boundaries: readonly VersionBoundary[]
  readonly named: readonly (CallKey & { readonly index: number })[]
  readonly fees: readonly FeeBoundary[]
}

/** Σ of the settled calls of one version, currency, fee group and lateness. */
export interface DirectSum {
  readonly version: number
  readonly currency: string
  readonly feeGroup: number
  readonly late: boolean
  readonly calls: number
  readonly amount: LedgerUnits
}

/** Σ of calls by what they name. */
export interface KeySum extends CallKey {
  readonly currency: string
  readonly calls: number
  readonly amount: LedgerUnits
}

export interface UsageReader {
  /** Every (partition, revision, attempt) that has rows, up to the watermarks. */
  listAttempts(watermarks: Watermarks): Promise<BatchKey[]>
  /** Recomputed from the rows themselves, hash by hash; in bounded memory. */
  batchTotals(keys: readonly BatchKey[]): AsyncIterable<BatchTotals>
  /**
   * Rows within the scope (without its excludedRows) whose identity another row there has too, all of each
   * identity's rows, whatever epoch they fell in. `since` limits the search to identities with a row above it.
   */
  repeatedIdentities(scope: UsageScope, since?: Watermarks): Promise<RowKeyOfIdentity[]>
  /**
   * Recorded batches at or below the previous epoch's watermarks with rows that the window settles (pending until now,
   * or out of suspense): they are reconciled again before their money moves. None without a previous epoch.
   */
  settlingBatches(window: SettlementWindow): Promise<BatchKey[]>
  /** Settled calls of the window, summed. */
  directSums(window: SettlementWindow): Promise<DirectSum[]>
  /** Calls of the scope with time < until, by key: what is not resolvable of it is suspense. */
  keySums(scope: UsageScope, until: Micros): Promise<KeySum[]>
  /** Calls of the scope with time ≥ until: pending. */
  pendingSums(
    scope: UsageScope,
    until: Micros,
  ): Promise<{ currency: string; calls: number; amount: LedgerUnits }[]>
  /** Hex digest over the settled calls' (identity, row hash), in identity order; same rows, same digest, whatever the batches. */
  settledDigest(window: SettlementWindow): Promise<string>
  findCalls(id: string, source?: string): Promise<StoredCall[]>
}

/** A row that repeats an identity. What is excluded leaves the books' control totals: currency and amount. */
export type RowKeyOfIdentity = RowKey &
  Pick<StoredCall, 'identity' | 'content' | 'source' | 'id' | 'currency' | 'amount'>
