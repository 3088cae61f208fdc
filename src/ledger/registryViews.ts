/** The registry as the interface shows it: plain JSON, in pages. */

import { fail } from '../errors.ts'
import { formatTime } from '../events/time.ts'
import { formatAmount, type LedgerUnits, ledgerUnits } from '../money/ledgerUnits.ts'
import { formatShare } from '../money/share.ts'
import {
  type Asset,
  assetNamed,
  type Currency,
  edgeAnswer,
  idsBeginning,
  latestVersion,
  type Rate,
  type Registry,
  type Version,
  versionNamed,
} from '../registry/index.ts'
import type {
  AssetPage,
  AssetQuery,
  AssetView,
  CurrencyView,
  PageOptions,
  VersionPage,
  VersionView,
} from '../service/headwater.ts'
import { nextAfter, pageOf, partOf } from '../service/pages.ts'

const contributorsListedMax = 1_000
const transfersListedMax = 1_000
/** Prices are per million tokens, and each divides exactly into ledger units per token. */
const tokensPerPrice = 1_000_000n

export function viewCurrencies(registry: Registry): CurrencyView[] {
  return [...registry.currencies.values()].map(({ code, decimals, chain, token }) => ({
    currency: code,
    decimals,
    chain: chain ?? null,
    token: token ?? null,
  }))
}

export function viewAssets(registry: Registry, { prefix, owner, ...page }: AssetQuery = {}): AssetPage {
  if (owner === undefined) {
    const { from, limit } = partOf(page)
    const { ids, total } = idsBeginning(registry.assets, prefix ?? '', { from, limit })
    return { items: ids.map((id) => viewAsset(registry, id)), total, next: nextAfter(from + limit, total) }
  }
  const ids: string[] = []
  for (const id of registry.assets.ids()) {
    if (prefix !== undefined && !id.startsWith(prefix)) continue
    if (registry.assets.get(id)!.owner === owner) ids.push(id)
  }
  const { items, next } = pageOf(ids, page)
  return { items: items.map((id) => viewAsset(registry, id)), total: ids.length, next }
}

/** @throws HeadwaterError `asset.unknown` */
export function viewAsset(registry: Registry, id: string): AssetView {
  const asset = findAsset(registry, id)
  const { work } = asset
  return {
    asset: asset.id,
    owner: asset.owner,
    name: asset.name ?? null,
    license: asset.license ?? null,
    metadataUri: asset.metadataUri ?? null,
    versions: asset.versionCount,
    latestVersion: latestVersion(registry, asset.id)?.version ?? null,
    rates: asset.rates.map((rate) => viewRate(rate, registry.currencies.get(rate.currency)!)),
    costs: asset.costs.map((card) => ({
      ...viewRate(card, registry.currencies.get(card.currency)!),
      payee: card.payee,
      share: formatShare(card.share),
    })),
    contributions: { payees: work.contributorsUpTo(work.length).length, units: String(work.total) },
  }
}

/** In the order recorded. @throws HeadwaterError `asset.unknown` */
export function viewVersions(registry: Registry, id: string, page: PageOptions = {}): VersionPage {
  const { versions } = findAsset(registry, id)
  const { items, next } = pageOf(versions, page)
  return {
    items: items.map((index) => viewVersion(registry, registry.versions.at(index)!)),
    total: versions.length,
    next,
  }
}

/** @throws HeadwaterError `asset.unknown`, `version.unknown` */
export function viewNamedVersion(registry: Registry, id: string, name: string): VersionView {
  const version = versionNamed(registry, findAsset(registry, id), name)
  if (version === undefined) fail('version.unknown', `${id} has no version ${JSON.stringify(name)}.`)
  return viewVersion(registry, version)
}

/** @throws HeadwaterError `asset.unknown` */
export function findAsset(registry: Registry, id: string): Asset {
  return (
    assetNamed(registry, id) ??
    fail('asset.unknown', `No asset is registered as ${JSON.stringify(id.slice(0, 300))}.`)
  )
}

export function viewRate(
  {
    currency,
    effectiveFrom,
    perCall,
    perToken,
  }: Pick<Rate, 'currency' | 'effectiveFrom' | 'perCall' | 'perToken'>,
  { decimals }: Currency,
): AssetView['rates'][number] {
  const perMillion = (units: LedgerUnits) => formatAmount(ledgerUnits(units * tokensPerPrice), decimals)
  return {
    currency,
    effectiveFrom: formatTime(effectiveFrom),
    perCall: formatAmount(perCall, decimals),
    perMillion: {
      input: perMillion(perToken.input),
      output: perMillion(perToken.output),
      cacheRead: perMillion(perToken.cacheRead),
      cacheWrite: perMillion(perToken.cacheWrite),
    },
  }
}

function viewVersion(registry: Registry, version: Version): VersionView {
  return {
    asset: version.asset,
    version: version.version,
    releasedAt: formatTime(version.releasedAt),
    contentDigest: version.contentDigest ?? null,
    holders: version.holders.map(({ payee, share }) => ({ payee, share: formatShare(share) })),
    transfers: {
      count: version.transfers.length,
      listed: version.transfers.slice(-transfersListedMax).map(({ from, to, share, effectiveFrom }) => ({
        from,
        to,
        share: formatShare(share),
        effectiveFrom: formatTime(effectiveFrom),
      })),
    },
    contributorShare: formatShare(version.contributorShare),
    contributors: {
      payees: version.contributors.length,
      units: String(version.contributorUnits),
      listed: version.contributors
        .slice(0, contributorsListedMax)
        .map(({ payee, units }) => ({ payee, units: String(units) })),
    },
    derivedFrom: version.derivedFrom.map((edge) =>
      edgeAnswer(registry, edge, registry.versions.at(edge.source)!),
    ),
    absoluteShares: formatShare(version.stack),
  }
}
