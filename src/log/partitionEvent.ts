/** Fields that every event of a partition's stream has, and the checkpoint that the last one holds. */
import { z } from 'zod'
import type { EventStore, Revision } from '../eventstore/port.ts'
import { lastEvent } from './lastEvent.ts'
import { readData } from './ownEvent.ts'
import { streams } from './streams.ts'

export const partitionEvent = z.object({
  partition: z.string(),
  /** Of the event itself in the partition's stream. */
  revision: z.int().nonnegative(),
  /** Where reading of the source continues after the event; for sources that have a checkpoint. */
  checkpoint: z.int().nonnegative().optional(),
  /**
   * The last block of a chain that is in the events of the partition so far. The checkpoint may be lower: something of
   * earlier blocks may still wait.
   */
  reached: z.object({ number: z.int().nonnegative(), hash: z.string() }).optional(),
})

export type Reached = NonNullable<z.output<typeof partitionEvent>['reached']>

/** What became of the events of a batch. */
export const batchCounts = z.object({
  accepted: z.int().nonnegative(),
  duplicate: z.int().nonnegative(),
  conflict: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
})

/**
 * Revision, checkpoint and reached block of the last event of a partition's stream, whatever its type; -1 and none where it is empty.
 */
export async function readCheckpoint(
  events: Pick<EventStore, 'readStream'>,
  partition: string,
): Promise<{ revision: Revision; checkpoint: number | undefined; reached: Reached | undefined }> {
  const last = await lastEvent(events, streams.ingest(partition))
  if (last === undefined) return { revision: -1, checkpoint: undefined, reached: undefined }
  const { checkpoint, reached } = readData(last, partitionEvent)
  return { revision: last.revision, checkpoint, reached }
}
