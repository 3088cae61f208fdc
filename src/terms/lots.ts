/** Lots: what a reserve holds back of one epoch for a payee, until an instant. Refunds draw on them first. */
import { invariant } from '../invariant.ts'
import { shareFloor } from '../money/share.ts'

export interface Lot {
  /** The epoch that made it. */
  readonly epoch: number
  /** A close with `until` at or after this instant makes it available, in microseconds since 1970. */
  readonly due: number
  /** Ledger units. */
  left: bigint
}

interface ReserveRule {
  /** Parts per billion. */
  readonly share: number
  readonly days: number
}

const microsPerDay = 86_400_000_000

/** The instant at which a lot of the close `until` falls due. The rule that made it fixes it. */
export function dueInstant(until: number, days: number): number {
  return until + days * microsPerDay
}

/** What a reserve holds of what a payee has earned in an epoch, after clauses: of nothing negative. */
export function holdOf(net: bigint, { share }: ReserveRule): bigint {
  return net > 0n ? shareFloor(net, share) : 0n
}

/** Takes from the lots until `available` is not negative, the oldest epoch first. @returns what is available then */
export function drawOn(lots: readonly Lot[], available: bigint): bigint {
  let after = available
  for (const lot of lots) {
    if (after >= 0n) break
    invariant(lot.left >= 0n, 'I29: a lot is never negative')
    if (lot.left <= -after) {
      after += lot.left
      lot.left = 0n
    } else {
      lot.left += after
      after = 0n
    }
  }
  return after
}
