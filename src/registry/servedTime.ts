/** When a version serves the calls of its asset that name no version. */
import type { Micros } from '../events/time.ts'
import type { Registry, Release } from './model.ts'
import { assetNamed, versionNamed } from './named.ts'
import { versionBoundaries } from './resolve.ts'

interface ServedTime {
  readonly from: Micros
  readonly before?: Micros | undefined
}

/**
 * With `revision`, by the registry events up to that one. Without, the longest that it serves by any registry: another
 * version only takes some of its time, so that is its time when it was recorded.
 * @returns undefined where it serves no such call, or is not known
 */
export function servedTime(
  registry: Registry,
  asset: string,
  name: string,
  revision?: number,
): ServedTime | undefined {
  const found = assetNamed(registry, asset)
  const version = found && versionNamed(registry, found, name)
  if (found === undefined || version === undefined) return undefined
  const upTo = revision ?? version.revision
  const releases: Release[] = []
  for (const index of found.versionsByTime) {
    const release = registry.versions.at(index)!
    if (release.revision <= upTo) releases.push(release)
  }
  const boundaries = versionBoundaries(found.id, releases)
  const at = boundaries.findIndex((boundary) => boundary.version === version.index)
  return at === -1 ? undefined : { from: boundaries[at]!.from, before: boundaries[at + 1]?.from }
}
