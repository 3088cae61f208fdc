/**
 * With which version, fee, cut and cost card calls settled. A corrected call keeps those that its own epoch found, from
 * the registry as it was then; so they are resolved again up to the last registry event of that epoch.
 */
import type { AssetId, CurrencyCode, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import {
  type CostCard,
  costAt,
  costCards,
  cutInstants,
  type FeeGroup,
  feeAt,
  type Registry,
  resolveVersion,
} from '../registry/index.ts'
import type { Costs } from '../usage/corrected.ts'

export interface Resolutions {
  /** Left out where no asset has a cost card. */
  readonly costs: Costs | undefined
  /** Every instant at which the fee or the cut of a call changes or ever changed, ascending. */
  instants(): readonly Micros[]
  /** The number of the registry event since which calls of the asset resolve that name no version. */
  resolvesSince(asset: AssetId): number
  /** @param revision the last registry event that counts */
  at(revision: number): Resolution
}

export interface Resolution {
  /** Index of the version that serves the calls of an asset that name none. */
  versionOf(asset: AssetId, time: Micros): number
  /** Index in the registry's fee groups. */
  feeGroupAt(time: Micros): number
  /** The latest instant at which an edge ends, at or before the time. */
  cutAt(time: Micros): Micros | undefined
  /** Number of the cost card; 0: none. */
  cardOf(asset: AssetId, currency: CurrencyCode, time: Micros): number
}

/** @param last the last registry event that counts at all */
export function resolutionsOf(registry: Registry, feeGroups: readonly FeeGroup[], last: number): Resolutions {
  const groups = new Map(feeGroups.map((group, place) => [nameOf(group), place]))
  const { costs, numbers } = costsOf(registry, last)
  return {
    costs,
    instants() {
      const fees = registry.fees.filter(({ revision }) => revision <= last)
      const instants = [...fees.map(({ effectiveFrom }) => effectiveFrom), ...cutInstants(registry, last)]
      return [...new Set(instants)].sort((one, other) => one - other)
    },
    resolvesSince: (asset) => registry.versions.at(registry.assets.get(asset)!.versions[0]!)!.revision,
    at(revision) {
      const cuts = cutInstants(registry, revision)
      return {
        versionOf: (asset, time) =>
          resolveVersion(registry, { asset, version: '' as VersionName, time }, revision)!.version.index,
        feeGroupAt(time) {
          const fee = feeAt(registry, time, revision)
          return fee === undefined ? 0 : groups.get(nameOf(fee))!
        },
        cutAt: (time) => cuts.findLast((cut) => cut <= time),
        cardOf(asset, currency, time) {
          const card = costAt(registry, { asset, currency, time }, revision)
          return card === undefined ? 0 : numbers.get(card.revision)!
        },
      }
    },
  }
}

/** Cards of share 0 that have no price cost nothing. They are cards like others: they end those before them. */
function costsOf(registry: Registry, last: number) {
  const cards: CostCard[] = []
  const numbers = new Map<number, number>()
  for (const asset of registry.assetsWithCosts()) {
    for (const card of registry.assets.get(asset)!.costs) {
      if (card.revision <= last) numbers.set(card.revision, cards.push(card))
    }
  }
  const boundaries = costCards(registry, last).map(({ asset, currency, effectiveFrom: from, revision }) => ({
    ...{ asset, currency, from },
    card: numbers.get(revision)!,
  }))
  return { costs: cards.length === 0 ? undefined : { cards, boundaries }, numbers }
}

function nameOf({ share, payee }: Pick<FeeGroup, 'share' | 'payee'>): string {
  return `${share} ${payee}`
}
