/** Where capped edges stand, between the names that the books have and the version numbers of the division. */
import { compareUtf8 } from '../../base/utf8.ts'
import type { CappedEdge } from '../../books/states.ts'
import type { AssetId, VersionName } from '../../events/ids.ts'
import { invariant } from '../../invariant.ts'
import type { RegistryAt } from '../registryAt.ts'
import type { CapStanding } from './edgeCaps.ts'

/** @param edges as the books have them */
export function capsBefore(
  edges: Iterable<CappedEdge>,
  { versionIndex }: Pick<RegistryAt, 'versionIndex'>,
): CapStanding[] {
  const indexOf = (asset: AssetId, version: VersionName): number => {
    const index = versionIndex({ asset, version })
    invariant(index !== undefined, 'versions of a capped edge are registered')
    return index
  }
  return Array.from(edges, ({ asset, version, sourceAsset, sourceVersion, currency, x, paid }) => ({
    from: indexOf(asset, version),
    to: indexOf(sourceAsset, sourceVersion),
    currency,
    received: x,
    paid,
  }))
}

/** Ascending by asset, version, currency, source asset, source version; without those where both sums are 0. */
export function edgesAfter(
  caps: readonly CapStanding[],
  { versions }: Pick<RegistryAt, 'versions'>,
): CappedEdge[] {
  return caps
    .filter(({ received, paid }) => received !== 0n || paid !== 0n)
    .map(({ from, to, currency, received, paid }) => {
      const [derived, source] = [versions.at(from)!, versions.at(to)!]
      return {
        asset: derived.asset,
        version: derived.version,
        sourceAsset: source.asset,
        sourceVersion: source.version,
        currency,
        x: received,
        paid,
      }
    })
    .sort(byNames)
}

function byNames(left: CappedEdge, right: CappedEdge): number {
  for (const name of ['asset', 'version', 'currency', 'sourceAsset', 'sourceVersion'] as const) {
    const order = compareUtf8(left[name], right[name])
    if (order !== 0) return order
  }
  return 0
}
