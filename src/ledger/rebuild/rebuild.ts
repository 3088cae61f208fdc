/**
 * `headwater rebuild`: everything that is worked out from the logs, worked out again, compared, and swapped where it
 * differed. Books come first: while log and rows do not agree with what was settled, nothing is made from them.
 */

import { loadRegistry, registryFromEvents, saveRegistry } from '../../log/loadRegistry.ts'
import { toSnapshot } from '../../registry/snapshot.ts'
import type { RebuildReport } from '../../service/headwater.ts'
import type { Differences } from '../../settlement/rebuild/differences.ts'
import { type RebuildOptions, rebuildBooks } from '../../settlement/rebuild/rebuild.ts'
import type { Engines, IdentityEngine } from '../engines.ts'
import { rebuildIdentities } from './identities.ts'

export interface RebuildEngines extends Engines {
  readonly newEventId: () => string
  readonly openIdentities: (folder: string) => Promise<IdentityEngine>
  /** Whether no other process works on the same books. */
  readonly alone: boolean
}

export async function rebuild(engines: RebuildEngines, options: RebuildOptions): Promise<RebuildReport> {
  const { events, folder } = engines
  const { reader, writer, books: stored } = await engines.usage.get()
  const { refused, differences, ...books } = await rebuildBooks(
    { ...engines, usage: reader, books: stored },
    options,
  )
  const report = {
    dryRun: options.dryRun,
    refused: refused.listed,
    refusedCount: refused.count,
    books: { ...books, ...listed(differences) },
  }
  if (refused.count > 0) return { ok: false, ...report, registry: null, identities: null }

  const registry = await rebuildRegistry(events, options)
  const { identities: count, ...index } = await rebuildIdentities(
    { events, usage: writer, folder: folder.identities, open: engines.openIdentities },
    options,
  )
  const same = differences.count === 0 && !registry.differed && index.differences.length === 0
  return { ok: same || !options.dryRun, ...report, registry, identities: { count, ...index } }
}

function listed({ listed, count }: Differences) {
  return { differences: listed, differenceCount: count }
}

/** The snapshot, brought up to the log, against the registry by the events alone: to the byte. */
async function rebuildRegistry(events: Engines['events'], { dryRun, onProgress }: RebuildOptions) {
  onProgress({ stage: 'registry' })
  const made = await registryFromEvents(events)
  // The events are sound, or the line before had said so: what fails here is the snapshot.
  const live = await loadRegistry(events).catch(() => undefined)
  const differed = live === undefined || Buffer.compare(toSnapshot(made), toSnapshot(live.registry)) !== 0
  const swapped = !dryRun && (differed || live.replayed > 0)
  if (swapped) {
    await saveRegistry(events, made)
    onProgress({ stage: 'registry: saved' })
  }
  return { events: made.count, digest: made.digest, differed, swapped }
}
