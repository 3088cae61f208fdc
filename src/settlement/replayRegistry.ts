/** The registry rebuilt from its recorded events, epoch by epoch, without a snapshot. */

import { createGraphBuilder, type LineageGraph } from '../attribution/index.ts'
import type { EventStore, Position } from '../eventstore/port.ts'
import { readWhole } from '../log/readWhole.ts'
import { applyFact } from '../log/registryFact.ts'
import { streams } from '../log/streams.ts'
import { createRegistry } from '../registry/index.ts'
import { freezeRegistry, type RegistryAt } from './registryAt.ts'

export interface RegistryReplay {
  /** Applies what was recorded up to `position`, which never goes back. */
  to(position: Position): Promise<{ registry: RegistryAt; graph: LineageGraph }>
}

export function replayRegistry(events: EventStore): RegistryReplay {
  const state = createRegistry()
  const builder = createGraphBuilder()
  let appended = 0

  return {
    async to(position) {
      for await (const event of readWhole(events, streams.registry, state.count)) {
        if (event.position > position) break
        applyFact(state, event)
      }
      while (appended < state.versions.length) builder.append(state.versions.at(appended++)!)
      return { registry: freezeRegistry(state), graph: builder.graph() }
    },
  }
}
