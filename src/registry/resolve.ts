/**
 * Finds the version and the fee of a call, by the call's own time: for one call by binary search; for all calls as
 * boundaries in time, which the usage store joins with the rows.
 */
import type { AssetId, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import { type Share, zeroShare } from '../money/share.ts'
import type { Fee, Registry, Release, Version, Versions } from './model.ts'
import { assetNamed, versionNamed } from './named.ts'
import { everInForce, inForceAt, insertByTime, lastUpTo } from './timeline.ts'

/**
 * The default version of an asset from a time on. The first of an asset has `from` 0: it is also that of earlier calls.
 */
export interface VersionBoundary {
  readonly asset: AssetId
  readonly from: Micros
  /** Index in `Registry.versions`. */
  readonly version: number
}

/** The fee group of calls from a time on, until the next boundary. */
export interface FeeBoundary {
  readonly from: Micros
  /** Index in `SettlementBoundaries.feeGroups`. */
  readonly feeGroup: number
}

/**
 * Calls of one group pay the same share to the same payee and are divided together. Without a fee: share 0, payee ''.
 */
export interface FeeGroup {
  readonly share: Share
  readonly payee: PayeeId | ''
}

/** Everything that the usage store needs to find the version and the fee of each call. */
interface SettlementBoundaries {
  readonly boundaries: readonly VersionBoundary[]
  /** Every version by its name. */
  readonly named: readonly {
    readonly asset: AssetId
    readonly version: VersionName
    readonly index: number
  }[]
  /** Ascending by `from`, the first at 0. */
  readonly fees: readonly FeeBoundary[]
  /** Group 0 has the calls without a fee. Those of fees that are never in force now come last. */
  readonly feeGroups: readonly FeeGroup[]
}

/** Boundaries of versions and fees, and every version by its name, as the registry has them now. */
export function settlementBoundaries(registry: Registry): SettlementBoundaries {
  const named: SettlementBoundaries['named'][number][] = []
  const byAsset = new Map<AssetId, Release[]>()
  for (const release of registry.versions.releasedAfter(-1)) {
    const { asset, version, index } = release
    named.push({ asset, version, index })
    const known = byAsset.get(asset)
    if (known === undefined) byAsset.set(asset, [release])
    else insertByTime(known, release, ({ releasedAt }) => releasedAt)
  }
  const boundaries = [...byAsset].flatMap(([asset, releases]) => versionBoundaries(asset, releases))
  return { boundaries, named, ...feeBoundaries(registry) }
}

/**
 * The latest recorded version by `releasedAt`; of equal ones the later recorded. A release pins this one. With
 * `releasedBy`, only versions released by then count.
 */
export function latestVersion(
  registry: Registry,
  asset: AssetId,
  releasedBy: Micros = Number.POSITIVE_INFINITY,
): Version | undefined {
  const { versions } = registry
  const byTime = registry.assets.get(asset)?.versionsByTime ?? []
  const index = lastUpTo(byTime, releasedBy, (at) => versions.at(at)!.releasedAt)
  return index === undefined ? undefined : versions.at(index)
}

/** The fields of a call that decide its version, as rows have them: `version` is '' if the call names none. */
interface CallNames {
  readonly asset: AssetId
  readonly version: VersionName | ''
  readonly time: Micros
}

/** A version, and why: the call names it, or it was the latest by the call's time, or it is the earliest. */
export interface ResolvedVersion {
  readonly version: Version
  readonly by: 'name' | 'latest' | 'earliest'
}

/**
 * The version that served a call: the one that it names; else the latest released by its time, of equal ones the later
 * recorded; else the earliest released, of equal ones the first recorded. Undefined if no such version is recorded: the
 * call is in suspense. With `revision`, only registry events up to that one count.
 */
export function resolveVersion(
  registry: Registry,
  { asset, version: name, time }: CallNames,
  revision: number = Number.POSITIVE_INFINITY,
): ResolvedVersion | undefined {
  const found = registry.assets.get(asset)
  if (found === undefined) return undefined
  const { versions } = registry
  if (name !== '') {
    const version = versionNamed(registry, found, name)
    return version && version.revision <= revision ? { version, by: 'name' } : undefined
  }
  const isRecorded = (index: number) => versions.at(index)!.revision <= revision
  const latest = lastUpTo(found.versionsByTime, time, (index) => versions.at(index)!.releasedAt, isRecorded)
  if (latest !== undefined) return { version: versions.at(latest)!, by: 'latest' }
  const earliest = found.versionsByTime.find(isRecorded)
  return earliest === undefined ? undefined : { version: versions.at(earliest)!, by: 'earliest' }
}

/** The fee in force at `time`. With `revision`, only registry events up to that one count. */
export function feeAt(
  registry: Registry,
  time: Micros,
  revision: number = Number.POSITIVE_INFINITY,
): Fee | undefined {
  return inForceAt(registry.feesByTime, time, (fee) => fee.revision <= revision)
}

/**
 * Whether a call of this asset and version has a version in the registry, whatever its time. Both are texts as rows
 * have them; without a version, or with '', any version of the asset will do.
 */
export function isResolvable(registry: Registry, asset: string, version?: string): boolean {
  const found = assetNamed(registry, asset)
  if (found === undefined) return false
  return version === undefined || version === ''
    ? found.versionCount > 0
    : found.versionIndex(version as VersionName) !== undefined
}

/**
 * Keys of calls that resolve now and did not when the registry ended at `revisionBefore`. A version of '' is that of
 * calls that name none.
 */
export function keysReleasedAfter(
  { versions, assets }: Pick<Registry, 'assets'> & { readonly versions: Pick<Versions, 'releasedAfter'> },
  revisionBefore: number,
): { readonly asset: AssetId; readonly version: VersionName | '' }[] {
  const released: { asset: AssetId; version: VersionName | '' }[] = []
  for (const { index, asset, version } of versions.releasedAfter(revisionBefore)) {
    released.push({ asset, version })
    if (assets.get(asset)!.versions[0] === index) released.push({ asset, version: '' })
  }
  return released
}

/**
 * The same as `resolveVersion` for calls of an asset that name no version, as boundaries ascending by time.
 * @param releases all of the asset, by `releasedAt`, equal ones in the order recorded
 */
export function versionBoundaries(
  asset: AssetId,
  releases: readonly Pick<Release, 'index' | 'releasedAt'>[],
): VersionBoundary[] {
  const boundaries: VersionBoundary[] = []
  releases.forEach(({ index: version, releasedAt: from }, place) => {
    if (place === 0) boundaries.push({ asset, from: 0, version })
    // Of versions released at the same time the later recorded counts.
    if (releases[place + 1]?.releasedAt === from) return
    if (place > 0) boundaries.push({ asset, from, version })
  })
  return boundaries
}

/**
 * The same as `feeAt` as boundaries between fee groups.
 */
export function feeBoundaries(registry: Registry): Pick<SettlementBoundaries, 'fees' | 'feeGroups'> {
  const feeGroups: FeeGroup[] = [{ share: zeroShare, payee: '' }]
  const places = new Map<string, number>()
  const fees: FeeBoundary[] = [{ from: 0, feeGroup: 0 }]
  const groupOf = ({ share, payee }: Fee): number => {
    const key = `${share} ${payee}`
    const known = places.get(key)
    if (known !== undefined) return known
    const feeGroup = feeGroups.push({ share, payee }) - 1
    places.set(key, feeGroup)
    return feeGroup
  }
  for (const fee of everInForce(registry.feesByTime)) {
    const feeGroup = groupOf(fee)
    if (fees.at(-1)!.feeGroup !== feeGroup) fees.push({ from: fee.effectiveFrom, feeGroup })
  }
  // Another replaced them from the same time on. Calls that settled before stay in their group.
  for (const fee of registry.feesByTime) groupOf(fee)
  return { fees, feeGroups }
}
