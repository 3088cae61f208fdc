/**
 * Which version and which fee a call has, by its own time and the registry as it is: for one call by binary search, and
 * as boundaries in time for the whole of them, which the usage store joins with.
 */
import type { AssetId, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { Fee, Registry, Version } from './model.ts'
import { assetNamed, versionNamed } from './named.ts'
import { everInForce, inForceAt, lastUpTo } from './timeline.ts'

/** An asset's default version from a moment on; the first of an asset reaches back for ever (`from` = 0). */
export interface VersionBoundary {
  readonly asset: AssetId
  readonly from: Micros
  /** Index in `Registry.versions`. */
  readonly version: number
}

/** The fee group of calls from a moment on, until the next; the first begins at 0. Ascending. */
export interface FeeBoundary {
  readonly from: Micros
  /** Index in `SettlementBoundaries.feeGroups`. */
  readonly feeGroup: number
}

/** Calls of one group are divided together: the same share to the same payee. Payee '' and share 0: no fee at all. */
export interface FeeGroup {
  readonly share: number
  readonly payee: PayeeId | ''
}

/** All that the usage store needs to find the version and the fee of every call. */
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
  /** Group 0 is that of calls without a fee, a group of its own. */
  readonly feeGroups: readonly FeeGroup[]
}

/** Boundaries of versions and fees, and every version by its name, as the registry has them now. */
export function settlementBoundaries(registry: Registry): SettlementBoundaries {
  return {
    boundaries: versionBoundaries(registry),
    named: registry.versions.map(({ asset, version, index }) => ({ asset, version, index })),
    ...feeBoundaries(registry),
  }
}

/**
 * The latest version by `releasedAt` of those recorded, of equal ones the later recorded: what a release pins. With
 * `releasedBy`, of those released by then.
 */
export function latestVersion(
  registry: Registry,
  asset: AssetId,
  releasedBy: Micros = Number.POSITIVE_INFINITY,
): Version | undefined {
  const { versions } = registry
  const byTime = registry.assets.get(asset)?.versionsByTime ?? []
  const index = lastUpTo(byTime, releasedBy, (at) => versions[at]!.releasedAt)
  return index === undefined ? undefined : versions[index]
}

/** What a call says of its version, as rows hold it: '' where it names none. */
interface CallNames {
  readonly asset: string
  readonly version: string
  readonly time: Micros
}

/** A version, and whether the call names it, or it is the latest by then or the earliest of all. */
export interface ResolvedVersion {
  readonly version: Version
  readonly by: 'name' | 'latest' | 'earliest'
}

/**
 * The version that served a call: the one named; else the latest released by then, of equal ones the later recorded;
 * else the earliest released, of equal ones the first recorded. Undefined where none is recorded: suspense. With
 * `revision`, by the registry events up to that one.
 */
export function resolveVersion(
  registry: Registry,
  { asset, version: name, time }: CallNames,
  revision: number = Number.POSITIVE_INFINITY,
): ResolvedVersion | undefined {
  const found = assetNamed(registry, asset)
  if (found === undefined) return undefined
  const { versions } = registry
  if (name !== '') {
    const version = versionNamed(registry, found, name)
    return version && version.revision <= revision ? { version, by: 'name' } : undefined
  }
  const isRecorded = (index: number) => versions[index]!.revision <= revision
  const latest = lastUpTo(found.versionsByTime, time, (index) => versions[index]!.releasedAt, isRecorded)
  if (latest !== undefined) return { version: versions[latest]!, by: 'latest' }
  const earliest = found.versionsByTime.find(isRecorded)
  return earliest === undefined ? undefined : { version: versions[earliest]!, by: 'earliest' }
}

/** The fee in force at `time`; with `revision`, by the registry events up to that one. */
export function feeAt(
  registry: Registry,
  time: Micros,
  revision: number = Number.POSITIVE_INFINITY,
): Fee | undefined {
  return inForceAt(registry.feesByTime, time, (fee) => fee.revision <= revision)
}

/**
 * Whether a call of this asset and version ('' or left out: the default) can be settled, whatever its time. Both are texts
 * as rows hold them.
 */
export function isResolvable(registry: Registry, asset: string, version?: string): boolean {
  const found = assetNamed(registry, asset)
  if (found === undefined) return false
  return version === undefined || version === ''
    ? found.versions.length > 0
    : versionNamed(registry, found, version) !== undefined
}

/** `resolveVersion` without a named version, as boundaries: by asset as recorded, ascending by time. */
export function versionBoundaries(
  registry: Registry,
  assets: Iterable<AssetId> = registry.assets.keys(),
): VersionBoundary[] {
  const boundaries: VersionBoundary[] = []
  for (const asset of assets) {
    const indexes = registry.assets.get(asset)?.versionsByTime ?? []
    indexes.forEach((version, place) => {
      const from = registry.versions[version]!.releasedAt
      const next = indexes[place + 1]
      if (place === 0) boundaries.push({ asset, from: 0, version })
      // Of equal ones the later recorded stands from their moment on.
      if (next !== undefined && registry.versions[next]!.releasedAt === from) return
      if (place > 0) boundaries.push({ asset, from, version })
    })
  }
  return boundaries
}

/**
 * The fee in force by time (the latest by `effectiveFrom`, of equal ones the later recorded), as boundaries between fee
 * groups.
 */
export function feeBoundaries(registry: Registry): Pick<SettlementBoundaries, 'fees' | 'feeGroups'> {
  const feeGroups: FeeGroup[] = [{ share: 0, payee: '' }]
  const places = new Map<string, number>()
  const fees: FeeBoundary[] = [{ from: 0, feeGroup: 0 }]
  for (const { share, payee, effectiveFrom } of everInForce(registry.feesByTime)) {
    const key = `${share} ${payee}`
    let feeGroup = places.get(key)
    if (feeGroup === undefined) {
      feeGroup = feeGroups.push({ share, payee }) - 1
      places.set(key, feeGroup)
    }
    if (fees.at(-1)!.feeGroup !== feeGroup) fees.push({ from: effectiveFrom, feeGroup })
  }
  return { fees, feeGroups }
}
