/**
 * Takes over a partition before its first event: puts up the fence against the former owner, moves the rows that the
 * former owner left unrecorded to the quarantine, and brings the index up to the log.
 */
import { fail } from '../../errors.ts'
import { failWrongRevision, isWrongRevision } from '../../eventstore/appends.ts'
import type { EventStore, Revision } from '../../eventstore/port.ts'
import type { IdentityIndex } from '../../identities/port.ts'
import type { StoredBatch } from '../../log/inStep.ts'
import type { BatchKey } from '../../log/keys.ts'
import { readCheckpoint } from '../../log/partitionEvent.ts'
import { partitionTaken } from '../../log/partitionTaken.ts'
import { readWhole } from '../../log/readWhole.ts'
import { streams } from '../../log/streams.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { indexPartition } from './indexPartition.ts'
import type { LogFollower } from './logFollower.ts'

export interface Recovery {
  /** Of the last event of the partition's stream; -1 for none. */
  readonly revision: Revision
  /** Where its source continues; undefined where the log has no checkpoint. */
  readonly checkpoint: number | undefined
  /** Rows that no recorded batch names, moved to the quarantine. */
  readonly movedRows: number
  /** Identities that the index did not have yet. */
  readonly indexedIdentities: number
}

/** Others may append between the read of a stream's end and the append to it, but not this often. */
const takeTriesMax = 20

/** On a shared ledger only the last batches of a partition are searched for rows that its former owner left. */
const takenBackMax = 1_000

/**
 * @throws HeadwaterError `data.damaged`, `data.outOfStep` where recorded events are missing, before any row moves;
 *   `eventstore.wrongRevision` where another process took the partition meanwhile
 */
export async function recover(dependencies: {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly follower: LogFollower
  readonly partition: string
  readonly newEventId: () => string
  /** The partition's own index, where it has one. */
  readonly own?: IdentityIndex | undefined
  /** What the calls have rows of, where that is known. */
  readonly stored?: readonly StoredBatch[] | undefined
}): Promise<Recovery> {
  const { events, usage, follower, partition, stored, own } = dependencies
  let indexedIdentities = await follower.catchUp()
  // Where the log is in the folder, the folder's lock is the fence: a process that has ended writes nothing. A server
  // may still record what a process sent before it ended.
  const { revision, checkpoint } = follower.shared
    ? await takePartition(dependencies)
    : await readCheckpoint(events, partition)
  // A folder's own log is read whole, so that a hole is noticed. On a shared ledger partitions move while it is busy, and
  // that would take too long. Rows that earlier owners left never count, because no event names them.
  const from = follower.shared ? Math.max(0, revision - takenBackMax) : 0
  const attempts = new Map<Revision, string>()
  for await (const event of readWhole(events, streams.ingest(partition), from)) {
    attempts.set(event.revision, (event.data as BatchKey).attempt)
  }
  const batches =
    stored?.filter((batch) => batch.partition === partition) ?? (await usage.listBatches(partition, from))
  const unrecorded = batches.filter(({ revision, attempt }) => attempts.get(revision) !== attempt)
  const last = Math.max(revision, ...attempts.keys())
  const ahead = Math.max(-1, ...unrecorded.map((key) => key.revision))
  // A process that sleeps here finds batches of the process that took the partition after it.
  if (ahead > last + 1) await requireLast(events, partition, last)
  requireExplained(ahead, { partition, revision: last })
  if (unrecorded.length > 0) await usage.moveAside(unrecorded)
  const movedRows = unrecorded.reduce((sum, { rows }) => sum + rows, 0)
  if (follower.shared) indexedIdentities += await follower.catchUp()
  if (own) indexedIdentities += await indexPartition({ events, usage }, own, partition)
  return { revision, checkpoint, movedRows, indexedIdentities }
}

/** @throws HeadwaterError `eventstore.wrongRevision` where the partition's stream has gone on */
async function requireLast(events: EventStore, partition: string, last: Revision): Promise<void> {
  const { revision } = await readCheckpoint(events, partition)
  if (revision > last)
    failWrongRevision({ stream: streams.ingest(partition), expectedRevision: last, events: [] }, revision)
}

/** A kill leaves rows of the next batch only. Rows of a later one show that the log lost events. */
function requireExplained(
  ahead: Revision,
  { partition, revision }: { readonly partition: string; readonly revision: Revision },
): void {
  if (ahead <= revision + 1) return
  fail(
    'data.outOfStep',
    `The calls have batches of partition ${partition} up to ${ahead}, and the log ends at batch ${revision}: the log is behind the calls. Restore the log.`,
    { data: { partition, rows: ahead, log: revision } },
  )
}

/**
 * Raises the revision of the partition's stream, so that a batch of its former owner that is still under way does not
 * find the revision that it expects. Otherwise that batch could be recorded after its rows moved away here.
 */
async function takePartition({
  events,
  partition,
  newEventId,
  own,
}: {
  readonly events: EventStore
  readonly partition: string
  readonly newEventId: () => string
  readonly own?: IdentityIndex | undefined
}): Promise<{ revision: Revision; checkpoint: number | undefined }> {
  for (let tries = 1; ; tries++) {
    const { revision, checkpoint, reached } = await readCheckpoint(events, partition)
    const data = {
      partition,
      revision: revision + 1,
      ...(checkpoint !== undefined && { checkpoint }),
      ...(reached && { reached }),
      ...(own && { identities: 'own' as const }),
    }
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
