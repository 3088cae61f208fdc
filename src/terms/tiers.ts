/** How much of a stream to date a clause diverts to date. */
import { floorDiv } from '../money/division.ts'
import { sharePartsWhole } from '../money/share.ts'

/** What a clause promises, in ledger units and parts per billion. A `Clause` of the registry has this. */
export interface Rates {
  /** Ascending by `upTo`; the last one is open. A tier is from the `upTo` of the one before, or 0, to its own. */
  readonly tiers: readonly { readonly upTo?: bigint; readonly share: number }[]
  /** Most that is ever diverted. */
  readonly cap?: bigint
}

const whole = BigInt(sharePartsWhole)

/**
 * h(x): what is due to date of a stream of `x` ledger units to date. One floor over all tiers, then the cap. It never
 * falls while `x` grows, and grows at most as fast, so what is due of an epoch is never more than the epoch brought.
 */
export function dueToDate({ tiers, cap }: Rates, x: bigint): bigint {
  if (x <= 0n) return 0n
  let parts = 0n
  let from = 0n
  for (const { upTo, share } of tiers) {
    const end = upTo === undefined || x < upTo ? x : upTo
    parts += (end - from) * BigInt(share)
    if (end === x) break
    from = end
  }
  const due = floorDiv(parts, whole)
  return cap !== undefined && due > cap ? cap : due
}
