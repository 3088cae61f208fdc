/** `PartitionTaken`, in a partition's stream: from here on another process writes to the partition. */
import { z } from 'zod'
import type { EventStore } from '../eventstore/port.ts'
import { OwnEvent } from './ownEvent.ts'
import { partitionEvent } from './partitionEvent.ts'
import { streams } from './streams.ts'

export const partitionTaken = new OwnEvent(
  'PartitionTaken',
  partitionEvent.extend({
    /** Which identities the process knows: `own` where it is those of its own partitions; left out where it knows all. */
    identities: z.literal('own').optional(),
  }),
)

/** Events of a partition among which its last owner is searched, from the end. */
const searchedMax = 1_000

/** Which identities the process knows that took the partition over last; null where that is too long ago to be found. */
export async function readIdentitiesKnown(
  events: Pick<EventStore, 'readStream'>,
  partition: string,
): Promise<'all' | 'own' | null> {
  const range = { direction: 'backwards', limit: searchedMax } as const
  for await (const event of events.readStream(streams.ingest(partition), range)) {
    if (event.type === partitionTaken.type) return partitionTaken.read(event).identities ?? 'all'
  }
  return null
}
