/**
 * Compares the indexes of a worker that has one for each of its partitions. One that differs is removed: the worker
 * builds it again when it takes the partition over.
 */
import type { OnRebuild } from '../../settlement/rebuild/rebuild.ts'
import type { Engines } from '../engines.ts'
import { compareOwnIndexes } from '../ownIndexes.ts'

/** @returns sentences; none where all agree */
export async function rebuildOwnIndexes(
  engines: Pick<Engines, 'events' | 'usage' | 'ownIdentities'>,
  options: { readonly dryRun: boolean; readonly onProgress: OnRebuild },
): Promise<string[]> {
  const faults: string[] = []
  for await (const { partition, fault } of compareOwnIndexes(engines)) {
    options.onProgress({ stage: 'identity index' })
    if (fault === undefined) continue
    faults.push(fault)
    if (!options.dryRun) engines.ownIdentities.remove(partition)
  }
  return faults
}
