/**
 * State to date: totals that a later close goes on from, because a cap, a tier or a reserve is a function of all that came
 * before. The books keep all of it as one kind of line; the arithmetic sees it as clauses, capped edges and lots.
 */
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'

/** What came to a clause to date, while it was in force. */
export interface ClauseState {
  readonly clause: string
  readonly currency: CurrencyCode
  /** X: Σ of the parts that it names; ledger units, signed. */
  readonly reached: LedgerUnits
  /** h(X): what it took to date. */
  readonly taken: LedgerUnits
}

/** A capped edge in one currency, over all epochs and groups. */
export interface EdgeState {
  /** The derived version, which pays. */
  readonly asset: AssetId
  readonly version: VersionName
  /** The source, which is paid. */
  readonly sourceAsset: AssetId
  readonly sourceVersion: VersionName
  readonly currency: CurrencyCode
  /** X: Σ R of the derived version; ledger units, signed. */
  readonly reached: LedgerUnits
  /** Carried to the source to date; from 0 to the cap. */
  readonly paid: LedgerUnits
}

/** What an epoch held back of a payee's earnings. */
export interface LotState {
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  /** The epoch that made it. */
  readonly epoch: number
  /** A close with T at or after this instant adds what is left to the available balance. */
  readonly due: Micros
  /** 0: nothing is left, and the lot is gone. */
  readonly left: LedgerUnits
}

/** Everything to date. As lists of what stands they hold nothing that is 0; as lists of what changed they may. */
export interface States {
  /** Ascending by clause, as UTF-8 bytes. */
  readonly clauses: readonly ClauseState[]
  /** Ascending by asset, version, source asset, source version, currency. */
  readonly edges: readonly EdgeState[]
  /** Ascending by payee, currency (as UTF-8 bytes), epoch. */
  readonly lots: readonly LotState[]
}

export const noStates: States = { clauses: [], edges: [], lots: [] }

export type StateKind = 'clause' | 'edge' | 'lot'

/** One line of the books: what stands after the epoch. A line is written where it changed. */
export interface StateLine {
  readonly kind: StateKind
  /** Of a clause its id; of an edge its derived version; of a lot its payee. */
  readonly subject: string
  /** Of an edge its source; of a lot the epoch that made it, in ten digits; of a clause ''. */
  readonly object: string
  readonly currency: CurrencyCode
  /** Of a lot its due instant, in microseconds; of the others 0. */
  readonly due: bigint
  /** X of a clause or an edge; 0 of a lot. */
  readonly reached: LedgerUnits
  /** What the clause took or the edge carried to date; what is left of the lot. */
  readonly amount: LedgerUnits
}
