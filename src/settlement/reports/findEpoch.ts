/**
 * Finds the epoch that settled a call, or that it is in suspense or pending, and the version that served it. No row
 * holds this: it follows from an epoch's scope, its end and its registry. An old epoch is judged by its own registry.
 */

import type { Micros } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { Fee, Registry, Version } from '../../registry/model.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { Explanation } from '../answers.ts'

interface CallPlace {
  readonly state: Explanation['state']
  readonly epoch?: number
  readonly late: boolean
  readonly waits?: NonNullable<Explanation['waits']>
  /** Registry events up to this one were known to the epoch; all of them for a call that no epoch settled. */
  readonly registryRevision: number
  readonly resolved?: ResolvedVersion
}

interface ResolvedVersion {
  readonly version: Version
  readonly by: NonNullable<Explanation['resolvedBy']>
}

export function locateCall(registry: Registry, epochs: readonly ClosedEpoch[], call: StoredCall): CallPlace {
  for (const closed of epochs) {
    if (!considers(closed, call)) continue
    const resolved = resolveAsOf(registry, closed.registryRevision, call)
    if (!resolved) continue
    const previous = epochs[closed.epoch - 2]
    const late = previous !== undefined && call.time < previous.until
    return {
      state: 'settled',
      epoch: closed.epoch,
      late,
      registryRevision: closed.registryRevision,
      resolved,
    }
  }
  const registryRevision = registry.count - 1
  const resolved = resolveAsOf(registry, registryRevision, call)
  const lastUntil = epochs.at(-1)?.until
  const late = lastUntil !== undefined && call.time < lastUntil
  if (resolved) {
    // No epoch has settled it yet: its version was recorded after the last close.
    const waits = late || epochs.length === 0 ? 'close' : 'time'
    return { state: 'pending', late, waits, registryRevision, resolved }
  }
  const assetKnown = (registry.assets.get(call.asset)?.versions.length ?? 0) > 0
  return { state: 'suspense', late, waits: assetKnown ? 'version' : 'asset', registryRevision }
}

function considers({ watermarks, until }: ClosedEpoch, call: StoredCall): boolean {
  return call.revision <= (watermarks.get(call.partition) ?? -1) && call.time < until
}

/** The version of a call by the registry events up to `revision`. */
function resolveAsOf(registry: Registry, revision: number, call: StoredCall): ResolvedVersion | undefined {
  const asset = registry.assets.get(call.asset)
  if (!asset) return undefined
  const known = (index: number | undefined): Version | undefined => {
    const version = index === undefined ? undefined : registry.versions[index]
    return version && version.revision <= revision ? version : undefined
  }
  if (call.version !== '') {
    const version = known(asset.versionIndexes.get(call.version))
    return version && { version, by: 'name' }
  }
  let earliest: Version | undefined
  let latest: Version | undefined
  // Ascending by release; equal ones in the order recorded.
  for (const index of asset.versionsByTime) {
    const version = known(index)
    if (!version) continue
    earliest ??= version
    if (version.releasedAt > call.time) break
    latest = version
  }
  if (latest) return { version: latest, by: 'latest' }
  return earliest && { version: earliest, by: 'earliest' }
}

/** The fee in force at `time` by the registry events up to `revision`. */
export function feeAsOf(registry: Registry, revision: number, time: Micros): Fee | undefined {
  let found: Fee | undefined
  for (const fee of registry.feesByTime) {
    if (fee.effectiveFrom > time) break
    if (fee.revision <= revision) found = fee
  }
  return found
}
