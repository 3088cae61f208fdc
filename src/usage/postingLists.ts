/** Postings one by one, for people and programs that look for them. Adapter: src/projections (ClickHouse). */
import type { CurrencyCode, PayeeId } from '../events/ids.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { PostingValues } from './kinds/posting.ts'
import type { SettlementWindow } from './reader.ts'

/** The postings of a window that name a payee. */
export interface PostingsOf {
  readonly payee: PayeeId
  /** Of each currency. */
  readonly limit: number
}

export type ListedPosting = Omit<PostingValues, 'identity' | 'content'>

/** What all postings of a currency change of a payee's balance. */
export interface PostingTotal {
  readonly currency: CurrencyCode
  readonly postings: number
  /** Signed. */
  readonly net: LedgerUnits
}

export interface PostingLists {
  /** The postings that a window books for a payee, the oldest first, and the sums of all of them. */
  postingsOf(
    window: Pick<SettlementWindow, 'scope' | 'until' | 'previous'>,
    of: PostingsOf,
  ): Promise<{ readonly listed: readonly ListedPosting[]; readonly totals: readonly PostingTotal[] }>
}
