/** The places from which sources continue, and what is known of who reads them. */
import type { EventStore } from '../eventstore/port.ts'
import { readCheckpoint } from '../log/partitionEvent.ts'
import { readIdentitiesKnown } from '../log/partitionTaken.ts'

export interface Checkpoint {
  readonly next: number
  /** Which identities the process knows that took the partition over last; null where that is not known. */
  readonly identities: 'all' | 'own' | null
}

/**
 * @param options `alone` where the log is in a folder: one process has it, knows all identities, and takes nothing over
 * @returns an entry for each of `partitions` that the log knows
 */
export async function checkpointsOf(
  events: Pick<EventStore, 'readStream'>,
  partitions: readonly string[],
  { alone }: { readonly alone: boolean },
): Promise<Map<string, Checkpoint>> {
  const found = new Map<string, Checkpoint>()
  for (const partition of partitions) {
    const { checkpoint } = await readCheckpoint(events, partition)
    if (checkpoint === undefined) continue
    const identities = alone ? 'all' : await readIdentitiesKnown(events, partition)
    found.set(partition, { next: checkpoint, identities })
  }
  return found
}
