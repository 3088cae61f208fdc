/** Applies registry events of the log to a registry that does not have them yet. */

import type { EventStore } from '../eventstore/port.ts'
import type { RegistryState } from '../registry/index.ts'
import { readWhole } from './readWhole.ts'
import { applyFact } from './registryFact.ts'
import { streams } from './streams.ts'

/** @throws HeadwaterError `data.damaged` where an event is missing before another, or is not what was written */
export async function followRegistry(
  events: Pick<EventStore, 'readStream'>,
  registry: RegistryState,
): Promise<void> {
  for await (const event of readWhole(events, streams.registry, registry.count)) {
    // Another caller may have applied it while it was read.
    if (event.revision === registry.count) applyFact(registry, event)
  }
}
