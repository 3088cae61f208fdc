/** Builds the registry from the log: from the last snapshot and the events after it, or from all events. */

import { HeadwaterError } from '../errors.ts'
import type { EventStore, SnapshotStore } from '../eventstore/port.ts'
import { createRegistry, fromSnapshot, type RegistryState, toSnapshot } from '../registry/index.ts'
import { followRegistry } from './followRegistry.ts'
import { lastEvent } from './lastEvent.ts'
import { streams } from './streams.ts'

/** The number is raised when the meaning of a snapshot changes, so that snapshots of other versions are not read. */
const snapshotName = 'registry-2'

interface LoadedRegistry {
  readonly registry: RegistryState
  /** Number of its events that no snapshot has. */
  readonly replayed: number
}

export async function loadRegistry(events: EventStore & SnapshotStore): Promise<LoadedRegistry> {
  const registry = (await loadSnapshot(events)) ?? createRegistry()
  const from = registry.count
  await followRegistry(events, registry)
  return { registry, replayed: registry.count - from }
}

/** The same without a snapshot: from the events alone. */
export async function registryFromEvents(events: EventStore): Promise<RegistryState> {
  const registry = createRegistry()
  await followRegistry(events, registry)
  return registry
}

/** Undefined where there is no snapshot, where it cannot be read, or where it is ahead of the log. */
async function loadSnapshot(events: EventStore & SnapshotStore): Promise<RegistryState | undefined> {
  const snapshot = await events.load(snapshotName)
  if (snapshot === undefined) return undefined
  const last = await lastEvent(events, streams.registry)
  if (snapshot.revision > (last?.revision ?? -1)) return undefined
  try {
    const registry = fromSnapshot(snapshot.payload)
    return registry.count === snapshot.revision + 1 ? registry : undefined
  } catch (error) {
    if (error instanceof HeadwaterError) return undefined
    throw error
  }
}

/** Call it while no event is being recorded: a snapshot must not be ahead of the log. */
export async function saveRegistry(events: SnapshotStore, registry: RegistryState): Promise<void> {
  await events.save(snapshotName, { revision: registry.count - 1, payload: toSnapshot(registry) })
}
