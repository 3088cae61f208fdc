/** Which calls a registry event reaches back over, and which pay a payee. */
import type { AssetId, CurrencyCode, PayeeId } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { Registry } from './model.ts'

/** Calls that an event reaches back over. They are older than the event, whether they are settled or not. */
export interface Reach {
  readonly kind: 'fee' | 'cost' | 'release' | 'rate' | 'account'
  /** Of these assets; left out for all. */
  readonly assets?: readonly AssetId[]
  /** Of this currency; left out for all. Only with assets. */
  readonly currency?: CurrencyCode
  /** unnamed: calls that name no version; priced: calls that a rate priced. */
  readonly calls: 'all' | 'unnamed' | 'priced'
  /** Inclusive. */
  readonly from: Micros
  /** Exclusive. */
  readonly before: Micros
}

/**
 * The assets whose calls pay a payee, by any path of the lineage, as a cost, or over clauses of other payees; undefined
 * for all, because it gets a fee or what is withheld.
 */
export function assetsPaying(registry: Registry, payee: PayeeId): AssetId[] | undefined {
  const { fees, versions, contractsFrom } = registry
  const payees = contractsFrom === undefined ? new Set([payee]) : payeesLeadingTo(registry, payee)
  if (fees.some((fee) => payees.has(fee.payee))) return undefined
  if (contractsFrom !== undefined && registry.payoutRules.withholdsFor(payee)) return undefined
  const paying = new Set<AssetId>()
  for (const id of registry.assetsWithCosts()) {
    if (registry.assets.get(id)!.costs.some((card) => payees.has(card.payee))) paying.add(id)
  }
  const reached = new Set([...payees].flatMap((each) => versions.sharedWith(each)))
  // A set goes on to what is added meanwhile.
  for (const index of reached) {
    paying.add(versions.at(index)!.asset)
    for (const derived of versions.derivedFrom(index)) reached.add(derived)
  }
  return [...paying]
}

/** The payee, and those from which clauses lead to it, in force or not. */
function payeesLeadingTo({ clauses }: Registry, payee: PayeeId): Set<PayeeId> {
  const payees = new Set([payee])
  for (const each of payees) for (const clause of clauses.to(each)) payees.add(clause.payee)
  return payees
}
