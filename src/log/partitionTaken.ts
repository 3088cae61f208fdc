/** `PartitionTaken`, in a partition's stream: from here on another process writes to the partition. */
import { OwnEvent } from './ownEvent.ts'
import { partitionEvent } from './partitionEvent.ts'

export const partitionTaken = new OwnEvent('PartitionTaken', partitionEvent)
