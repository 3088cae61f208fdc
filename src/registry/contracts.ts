/**
 * What of the contracts counts in a close T: the latest by `effectiveFrom < T`, of equal ones the later recorded. With a
 * revision, only registry events up to that one count, as in a close at an earlier position.
 */
import type { AssetId, CurrencyCode } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { Clause, Holder } from './contractModel.ts'
import { holdersIn } from './holdings.ts'
import type { CostCard, Registry, Version } from './model.ts'
import { type PayoutTerms, payoutTermsIn } from './payoutTerms.ts'
import { everInForce, insertByEffect } from './timeline.ts'

const all = Number.POSITIVE_INFINITY

/** The contracts as a close sees them: those up to one revision. */
export interface ContractsAt {
  /** The distinct instants at which edges end, ascending. */
  readonly cuts: readonly Micros[]
  readonly costCards: readonly CostCard[]
  holdersIn(version: Version, until: Micros): readonly Holder[]
  /** In the order recorded. */
  clausesIn(until: Micros): readonly Clause[]
  payoutTermsIn(until: Micros): PayoutTerms
}

/** Undefined where no event of section 8 is recorded up to the revision: then nothing has to be asked. */
export function contractsAt(registry: Registry, revision: number): ContractsAt | undefined {
  if (!hasContracts(registry, revision)) return undefined
  return {
    cuts: cutInstants(registry, revision),
    costCards: costCards(registry, revision),
    holdersIn: (version, until) => holdersIn(version, until, revision),
    clausesIn: (until) => clausesIn(registry, until, revision),
    payoutTermsIn: (until) => payoutTermsIn(registry, until, revision),
  }
}

/** Whether any event of contracts or costs is recorded, among those of the registry. */
export function hasContracts({ contractsFrom }: Registry, revision = all): boolean {
  return contractsFrom !== undefined && contractsFrom <= revision
}

/** The fields of a call that decide what it costs. */
interface CostedCall {
  readonly asset: AssetId
  readonly currency: CurrencyCode
  readonly time: Micros
}

/** The card in force for a call: the latest `effectiveFrom` ≤ its time. */
export function costAt(
  registry: Registry,
  { asset, currency, time }: CostedCall,
  revision = all,
): CostCard | undefined {
  let found: CostCard | undefined
  for (const card of registry.assets.get(asset)?.costs ?? []) {
    if (card.currency !== currency || card.effectiveFrom > time || card.revision > revision) continue
    if (found === undefined || card.effectiveFrom >= found.effectiveFrom) found = card
  }
  return found
}

/**
 * Every card that is in force at some time: by asset and currency, each ascending by `effectiveFrom` and in force until
 * the next one of the same asset and currency.
 */
export function costCards(registry: Registry, revision = all): CostCard[] {
  const cards: CostCard[] = []
  for (const id of [...registry.assetsWithCosts()].sort()) {
    const byCurrency = new Map<CurrencyCode, CostCard[]>()
    for (const card of registry.assets.get(id)!.costs) {
      if (card.revision > revision) continue
      const known = byCurrency.get(card.currency)
      if (known === undefined) byCurrency.set(card.currency, [card])
      else insertByEffect(known, card)
    }
    for (const ofCurrency of byCurrency.values()) cards.push(...everInForce(ofCurrency))
  }
  return cards
}

/** The distinct `until` of all edges, ascending. */
export function cutInstants({ cuts }: Registry, revision = all): Micros[] {
  return cuts
    .filter((cut) => cut.revision <= revision)
    .map(({ until }) => until)
    .sort((one, other) => one - other)
}

/** The clauses in force in the close `until`, in the order recorded. */
export function clausesIn({ clauses }: Registry, until: Micros, revision = all): Clause[] {
  const inForce: Clause[] = []
  for (const clause of clauses) {
    if (clause.revision > revision) break
    if (isInForce(clause, until, revision)) inForce.push(clause)
  }
  return inForce
}

/** Whether a clause is in force in the close `until`. */
export function isInForce(clause: Clause, until: Micros, revision = all): boolean {
  const { effectiveFrom, revision: agreed } = clause
  return agreed <= revision && effectiveFrom < until && until <= lastInForce(clause, revision)
}

/** The last T in which a clause is in force: the earlier of its `until` and of the `at` of its end. */
export function lastInForce(
  { until = all, endedAt = all, endedRevision = all }: Clause,
  revision = all,
): Micros {
  return endedRevision <= revision ? Math.min(until, endedAt) : until
}
