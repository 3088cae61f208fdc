/**
 * Looks which recorded calls registry events reach back over. A batch of this process whose commit is under way counts
 * as later.
 */
import type { EventStore } from '../../eventstore/port.ts'
import { closedEpoch } from '../../log/epochClosed.ts'
import { lastEvent } from '../../log/lastEvent.ts'
import { streams } from '../../log/streams.ts'
import { keysReleasedAfter, type Reach, type Registry } from '../../registry/index.ts'
import type { ReachedCalls, SettledBefore, UsageReader } from '../../usage/reader.ts'

/** For each reach the calls in it that no epoch settled; undefined where there is none. @throws the engines' errors */
export type LookBack = (
  reaches: readonly Reach[],
  registry: Registry,
) => Promise<readonly (ReachedCalls | undefined)[]>

export function createLookBack(
  events: Pick<EventStore, 'readStream'>,
  calls: Pick<UsageReader, 'reachedCalls'>,
): LookBack {
  return async (reaches, registry) => calls.reachedCalls(reaches, await settledBefore(events, registry))
}

async function settledBefore(
  events: Pick<EventStore, 'readStream'>,
  registry: Registry,
): Promise<SettledBefore | undefined> {
  const last = await lastEvent(events, streams.epochs)
  if (last === undefined) return undefined
  const { watermarks, until, registryRevision } = closedEpoch(last)
  return { watermarks, until, releasedKeys: keysReleasedAfter(registry, registryRevision) }
}
