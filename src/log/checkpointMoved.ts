/** `CheckpointMoved`, in a partition's stream: its source was read further, and none of that became a row. */
import { z } from 'zod'
import { OwnEvent } from './ownEvent.ts'
import { batchCounts, partitionEvent } from './partitionEvent.ts'

export const checkpointMoved = new OwnEvent(
  'CheckpointMoved',
  partitionEvent.extend({ checkpoint: z.int().nonnegative(), counts: batchCounts }),
)
