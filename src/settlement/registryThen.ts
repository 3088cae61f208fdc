/** The registry at the end of the log, or at an earlier position that a preview saw. */
import type { LineageGraph } from '../attribution/index.ts'
import type { EventStore, Position } from '../eventstore/port.ts'
import { streams } from '../log/streams.ts'
import type { Registry } from '../registry/index.ts'
import type { Lineage } from './lineage.ts'
import { type Exclusively, type RegistryAt, readHead } from './registryAt.ts'
import { replayRegistry } from './replay/replayRegistry.ts'

interface HeadDeps {
  readonly events: EventStore
  /** The live registry. */
  readonly registry: Registry
  readonly exclusively: Exclusively
  readonly lineage: Lineage
}

export interface LedgerAt {
  readonly position: Position
  readonly registry: RegistryAt
  /** It may have later versions too: no version of the registry is derived from them. */
  readonly graph: LineageGraph
}

/**
 * @param position not after the end of the log; default: its end
 * @throws HeadwaterError `close.registryMoving`
 */
export async function readLedgerAt(deps: HeadDeps, position: Position | undefined): Promise<LedgerAt> {
  const head = await readHead(deps.events, deps.registry, deps.exclusively)
  const { registry } = head
  if (position === undefined || registry.revision < 0) {
    return { position: position ?? head.position, registry, graph: deps.lineage.whole() }
  }
  // The registry in memory may have later events. Reading all of them again costs time, so it is done only then.
  for await (const last of deps.events.readStream(streams.registry, { from: registry.revision, limit: 1 })) {
    if (last.position > position) return { position, ...(await replayRegistry(deps.events).to(position)) }
  }
  return { position, registry, graph: deps.lineage.whole() }
}
