/** The registry rebuilt from its recorded events, epoch by epoch, without anything that a store derived from them. */

import { createGraphBuilder, type LineageGraph } from '../../attribution/index.ts'
import type { EventStore, Position } from '../../eventstore/port.ts'
import { readWholeTexts } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import { freezeRegistry, type RegistryAt } from '../registryAt.ts'
import { replayedState } from './replayedState.ts'

export interface RegistryReplay {
  /** Applies what was recorded up to `position`, which never goes back. */
  to(position: Position): Promise<{ registry: RegistryAt; graph: LineageGraph }>
  /** Gives back the memory of all payees. Nothing is applied afterwards, and no registry is asked for an account. */
  end(): void
}

/** @param onApplied gets numbers of events */
export function replayRegistry(
  events: Pick<EventStore, 'readTexts'>,
  onApplied: (count: number) => void = () => {},
): RegistryReplay {
  const { state, applier, releasePayees } = replayedState()
  const builder = createGraphBuilder()
  let appended = 0

  return {
    async to(position) {
      for await (const page of readWholeTexts(events, streams.registry, state.count)) {
        const count = countUpTo(page.positions, position)
        applier.apply(page, count)
        onApplied(count)
        if (count < page.positions.length) break
      }
      while (appended < state.versions.length) builder.append(state.versions.at(appended++)!)
      return { registry: freezeRegistry(state), graph: builder.graph() }
    },
    end: releasePayees,
  }
}

/** Of ascending positions. */
function countUpTo(positions: Float64Array, position: Position): number {
  let count = positions.length
  while (count > 0 && positions[count - 1]! > position) count--
  return count
}
