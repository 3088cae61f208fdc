/** When an advance is recouped, if it goes on as it did. */
import { ceilDiv } from '../money/division.ts'

/** What a clause took in a span of time; ledger units, and microseconds since 1970. */
export interface Pace {
  /** Below 0 where corrections gave back more than it took. */
  readonly taken: bigint
  readonly from: number
  readonly until: number
}

/**
 * The instant at which nothing is left at this pace, rounded up to a microsecond; undefined where it takes nothing, or
 * where the instant is after `latest`. Integers only.
 * @param left ledger units, above 0
 */
export function recoupedBy({ taken, from, until }: Pace, left: bigint, latest: number): number | undefined {
  if (taken <= 0n || until <= from) return undefined
  const at = BigInt(until) + ceilDiv(left * BigInt(until - from), taken)
  return at > BigInt(latest) ? undefined : Number(at)
}
