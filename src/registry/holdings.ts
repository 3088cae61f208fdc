/** Who holds a version: the holders of its release, after the transfers that count. */
import type { PayeeId } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { Share } from '../money/share.ts'
import type { Holder, HoldingTransfer } from './contractModel.ts'
import type { Version } from './model.ts'

const all = Number.POSITIVE_INFINITY

/**
 * Who holds in the close `until`; holders of nothing are left out. With `revision`, only registry events up to that one
 * count.
 */
export function holdersIn(version: Version, until: Micros, revision: number = all): readonly Holder[] {
  return after(version, ({ effectiveFrom, revision: own }) => effectiveFrom < until && own <= revision)
}

/** The share that a payee holds after every transfer that is recorded. */
export function heldShare(version: Version, payee: PayeeId): number {
  return after(version, () => true).find((holder) => holder.payee === payee)?.share ?? 0
}

/**
 * The transfers of a version are in order by `effectiveFrom` too, so those that count are the first ones, and no holder
 * falls below zero.
 */
function after(
  { holders, transfers }: Version,
  counts: (transfer: HoldingTransfer) => boolean,
): readonly Holder[] {
  if (transfers.length === 0) return holders
  const shares = new Map<PayeeId, number>()
  for (const { payee, share } of holders) shares.set(payee, share)
  for (const transfer of transfers) {
    if (!counts(transfer)) break
    const { from, to, share } = transfer
    shares.set(from, (shares.get(from) ?? 0) - share)
    shares.set(to, (shares.get(to) ?? 0) + share)
  }
  const held: Holder[] = []
  for (const [payee, share] of shares) if (share > 0) held.push({ payee, share: share as Share })
  return held
}
