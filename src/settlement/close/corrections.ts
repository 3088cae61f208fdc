/** What refunds and disputes change, of calls that the epoch settles and of calls settled before. */
import type { CurrencyCode } from '../../events/ids.ts'
import type { LedgerUnits } from '../../money/ledgerUnits.ts'
import type { DirectSum } from '../../usage/reader.ts'

/** What the corrections that count by the epoch make of the calls. */
export interface Corrected {
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
