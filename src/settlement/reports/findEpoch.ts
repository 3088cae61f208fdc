/**
 * Finds the epoch that settled a call, or that it is in suspense or pending, and the version that served it. No row
 * holds this: it follows from an epoch's scope, its end and its registry. An old epoch is judged by its own registry.
 */

import type { Micros } from '../../events/time.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { isResolvable, type Registry, type ResolvedVersion, resolveVersion } from '../../registry/index.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { Explanation } from '../answers.ts'

interface CallPlace {
  readonly state: Explanation['state']
  readonly epoch?: number
  readonly late: boolean
  readonly waits?: NonNullable<Explanation['waits']>
  /** Registry events up to this one were known to the epoch; all of them for a call that no epoch settled. */
  readonly registryRevision: number
  /** T of the epoch that settled it, or the first T of a close that could. */
  readonly until: Micros
  readonly resolved?: ResolvedVersion
}

type PlacedCall = Pick<StoredCall, 'partition' | 'revision' | 'time' | 'asset' | 'version'>

export function locateCall(registry: Registry, epochs: readonly ClosedEpoch[], call: PlacedCall): CallPlace {
  for (const closed of epochs) {
    if (!considers(closed, call)) continue
    const resolved = resolveVersion(registry, call, closed.registryRevision)
    if (!resolved) continue
    const previous = epochs[closed.epoch - 2]
    const late = previous !== undefined && call.time < previous.until
    return {
      state: 'settled',
      epoch: closed.epoch,
      late,
      registryRevision: closed.registryRevision,
      until: closed.until,
      resolved,
    }
  }
  const registryRevision = registry.count - 1
  const resolved = resolveVersion(registry, call, registryRevision)
  const lastUntil = epochs.at(-1)?.until
  const late = lastUntil !== undefined && call.time < lastUntil
  const until = Math.max(call.time, lastUntil ?? 0) + 1
  if (resolved) {
    // No epoch has settled it yet: its version was recorded after the last close.
    const waits = late || epochs.length === 0 ? 'close' : 'time'
    return { state: 'pending', late, waits, registryRevision, until, resolved }
  }
  const assetKnown = isResolvable(registry, call.asset)
  return { state: 'suspense', late, waits: assetKnown ? 'version' : 'asset', registryRevision, until }
}

function considers({ watermarks, until }: ClosedEpoch, call: PlacedCall): boolean {
  return call.revision <= (watermarks.get(call.partition) ?? -1) && call.time < until
}
