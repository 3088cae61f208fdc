/** Which calls a registry event reaches back over, and which pay a payee. */
import type { AssetId, PayeeId } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { Registry } from './model.ts'

/** Calls that an event reaches back over. They are older than the event, whether they are settled or not. */
export interface Reach {
  readonly kind: 'fee' | 'cost' | 'release' | 'rate' | 'account'
  /** Of these assets; left out for all. */
  readonly assets?: readonly AssetId[]
  /** unnamed: calls that name no version; priced: calls that a rate priced. */
  readonly calls: 'all' | 'unnamed' | 'priced'
  /** Inclusive. */
  readonly from: Micros
  /** Exclusive. */
  readonly before: Micros
}

/** The assets whose calls pay a payee, by any path of the lineage; undefined for all, because it gets a fee. */
export function assetsPaying({ fees, versions }: Registry, payee: PayeeId): AssetId[] | undefined {
  if (fees.some((fee) => fee.payee === payee)) return undefined
  const paying = new Set<AssetId>()
  const reached = new Set(versions.sharedWith(payee))
  // A set goes on to what is added meanwhile.
  for (const index of reached) {
    paying.add(versions.at(index)!.asset)
    for (const derived of versions.derivedFrom(index)) reached.add(derived)
  }
  return [...paying]
}
