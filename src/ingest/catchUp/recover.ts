/**
 * What the taking over of a partition does before the first event: the fence against whoever had it before, what that
 * one left is taken back, and the index is brought up to the log.
 */
import { isWrongRevision } from '../../eventstore/appends.ts'
import type { EventStore, Revision } from '../../eventstore/port.ts'
import type { BatchKey } from '../../log/keys.ts'
import { readCheckpoint } from '../../log/partitionEvent.ts'
import { partitionTaken } from '../../log/partitionTaken.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import type { LogFollower } from './logFollower.ts'

export interface Recovery {
  /** Of the last event of the partition's stream; -1 for none. */
  readonly revision: Revision
  /** Where its source goes on; undefined where the log knows nothing of it. */
  readonly checkpoint: number | undefined
  /** Rows removed that no recorded batch names. */
  readonly removedRows: number
  /** Identities that the index did not have yet. */
  readonly indexedIdentities: number
}

/** Others may append between reading the end of a stream and appending to it; not as often as this. */
const takeTriesMax = 20

/** Of a shared ledger only the last batches of a partition are looked at for what its owner before left. */
const takenBackMax = 1_000

/** @throws HeadwaterError `data.damaged` where recorded events are gone: before any row is taken for a leftover */
export async function recover(dependencies: {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly follower: LogFollower
  readonly partition: string
  readonly newEventId: () => string
}): Promise<Recovery> {
  const { events, usage, follower, partition } = dependencies
  let indexedIdentities = await follower.catchUp()
  // Where the log is in the folder the lock is the fence: a process that is gone writes nothing any more. A server may
  // still record what one that is gone sent it.
  const { revision, checkpoint } = follower.shared
    ? await takePartition(dependencies)
    : await readCheckpoint(events, partition)
  // A folder's own log is read whole, for nothing is removed behind a hole. Where partitions move in the middle of a day
  // that would hold everybody up; what an owner before the last one left is named by no event, and never counts.
  const from = follower.shared ? Math.max(0, revision - takenBackMax) : 0
  const attempts = new Map<Revision, string>()
  for await (const event of readWhole(events, streams.ingest(partition), from)) {
    attempts.set(event.revision, (event.data as BatchKey).attempt)
  }
  const removedRows = await usage.removeUnrecorded(
    partition,
    from,
    ({ revision, attempt }) => attempts.get(revision) === attempt,
  )
  if (follower.shared) indexedIdentities += await follower.catchUp()
  return { revision, checkpoint, removedRows, indexedIdentities }
}

/**
 * Raises the revision of the partition's stream, so that a batch that its former owner still has on its way finds
 * another revision than it expects. Without it that batch could be recorded after its rows were removed here.
 */
async function takePartition({
  events,
  partition,
  newEventId,
}: {
  readonly events: EventStore
  readonly partition: string
  readonly newEventId: () => string
}): Promise<{ revision: Revision; checkpoint: number | undefined }> {
  for (let tries = 1; ; tries++) {
    const { revision, checkpoint } = await readCheckpoint(events, partition)
    const data = { partition, revision: revision + 1, ...(checkpoint !== undefined && { checkpoint }) }
    const event = partitionTaken.create(newEventId(), data)
    const expectedRevision = revision < 0 ? 'none' : revision
    try {
      await events.append([{ stream: streams.ingest(partition), expectedRevision, events: [event] }])
      return { revision: revision + 1, checkpoint }
    } catch (error) {
      if (!isWrongRevision(error) || tries === takeTriesMax) throw error
    }
  }
}
