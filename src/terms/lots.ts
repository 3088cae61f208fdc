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
function dueInstant(until: number, days: number): number {
  return until + days * microsPerDay
}

/** What a close does to the lots of one payee in one currency. Amounts in ledger units. */
interface LotsInput {
  /** What the payee has available, with what it earned and what was posted in the epoch; of any sign. */
  readonly available: bigint
  /** What it earned in the epoch, after clauses; of any sign. */
  readonly net: bigint
  /** The rule in force; undefined for none. */
  readonly reserve: ReserveRule | undefined
  readonly epoch: number
  readonly until: number
}

/**
 * Lots fall due, then the epoch makes a new one, then lots are drawn on while something is owed.
 * @param lots ascending by epoch
 * @returns what is available then, and the lots of which something is left
 */
export function settleLots(
  lots: readonly Readonly<Lot>[],
  { available, net, reserve, epoch, until }: LotsInput,
): { readonly available: bigint; readonly lots: readonly Readonly<Lot>[] } {
  let after = available
  const kept: Lot[] = []
  for (const lot of lots) {
    if (lot.due <= until) after += lot.left
    else kept.push({ ...lot })
  }
  const hold = reserve === undefined ? 0n : holdOf(net, reserve.share)
  if (reserve !== undefined && hold > 0n) {
    after -= hold
    kept.push({ epoch, due: dueInstant(until, reserve.days), left: hold })
  }
  after = drawOn(kept, after)
  const left = kept.filter((lot) => lot.left > 0n)
  invariant(after >= 0n || left.length === 0, 'I29: a payee that owes has no lots')
  invariant(after + sumOfLots(left) === available + sumOfLots(lots), 'I29: lots lose nothing')
  return { available: after, lots: left }
}

function sumOfLots(lots: readonly Readonly<Lot>[]): bigint {
  let sum = 0n
  for (const { left } of lots) sum += left
  return sum
}

/** What a reserve holds of what a payee has earned in an epoch, after clauses: of a loss nothing. */
function holdOf(net: bigint, share: number): bigint {
  return net > 0n ? shareFloor(net, share) : 0n
}

/** Takes from the lots until `available` is not negative, the oldest epoch first. @returns what is available then */
function drawOn(lots: readonly Lot[], available: bigint): bigint {
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
