/**
 * `headwater rebuild` computes everything that is derived from the logs again, compares it, and swaps what differs.
 * Books come first: where log and rows do not agree with what was settled, nothing is built from them.
 */

import { renameSync } from 'node:fs'
import { removeStore } from '../../registrystore/database.ts'
import type { StoredLedgerRegistry } from '../../registrystore/open.ts'
import type { RebuildReport } from '../../service/headwater.ts'
import { failOutOfStep } from '../../settlement/inStep.ts'
import type { Differences } from '../../settlement/rebuild/differences.ts'
import { type RebuildOptions, rebuildBooks } from '../../settlement/rebuild/rebuild.ts'
import type { Engines, IdentityEngine } from '../engines.ts'
import { examineLedger } from '../inStep.ts'
import { rebuildIdentities } from './identities.ts'
import { rebuildOwnIndexes } from './ownIndexes.ts'

export interface RebuildEngines extends Engines {
  readonly newEventId: () => string
  readonly openIdentities: (folder: string) => Promise<IdentityEngine>
  /** Whether this is the only process on these books. */
  readonly alone: boolean
}

export async function rebuild(engines: RebuildEngines, options: RebuildOptions): Promise<RebuildReport> {
  const { events, folder } = engines
  const { reader, writer, books: stored, files } = await engines.usage.get()
  // Tables of books that were dropped are created again, so that they can be compared.
  await stored.prepare()
  const removeDamaged = options.dryRun ? undefined : await files?.setBooksAside()
  failOutOfStep((await examineLedger(engines)).logBehind)
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
  await removeDamaged?.()

  const registry = await rebuildRegistry(engines, options)
  const { identities: count, ...index } = await rebuildIdentities(
    { events, usage: writer, folder: folder.identities, open: engines.openIdentities },
    options,
  )
  const own = await rebuildOwnIndexes(engines, options)
  const same = differences.count === 0 && !registry.differed && index.differences.length + own.length === 0
  return {
    ok: same || !options.dryRun,
    ...report,
    registry,
    identities: { count, ...index, differences: [...index.differences, ...own] },
  }
}

function listed({ listed, count }: Differences) {
  return { differences: listed, differenceCount: count }
}

async function contentsIn(live: StoredLedgerRegistry | undefined) {
  await live?.save()
  return live?.contents()
}

/** Compares every row of the registry store with a store of all events. */
async function rebuildRegistry({ registry, folder }: RebuildEngines, { dryRun, onProgress }: RebuildOptions) {
  onProgress({ stage: 'registry' })
  const path = `${folder.registry}.rebuilt`
  removeStore(path)
  try {
    const made = await registry.rebuilt(path)
    const { count, digest } = made.state
    await made.save()
    const expected = await made.contents()
    // The lines above have read all events, so a failure here is the store's.
    const live = await registry.open().catch(() => undefined)
    const found = await contentsIn(live).catch(() => undefined)
    const differed = found?.digest !== expected.digest
    const swapped = !dryRun && (differed || live!.replayed > 0)
    await registry.close()
    if (swapped && differed) {
      removeStore(folder.registry)
      renameSync(path, folder.registry)
    }
    if (swapped) onProgress({ stage: 'registry: saved' })
    return { events: count, digest, differed, swapped }
  } finally {
    removeStore(path)
  }
}
