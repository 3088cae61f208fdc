/**
 * Brings the index of one partition up to the partition's stream. A worker that has an index for each of its partitions
 * (`--identities own`) calls it when it has taken a partition over: the identities that former owners recorded are read
 * from the rows, in pieces. What the index has already is not read again.
 */
import { fail } from '../../errors.ts'
import type { EventStore } from '../../eventstore/port.ts'
import type { IdentityIndex } from '../../identities/port.ts'
import { batchRecorded, recordedRows } from '../../log/batchRecorded.ts'
import { readWhole } from '../../log/readWhole.ts'
import { revisionAfter } from '../../log/revisionAfter.ts'
import { streams } from '../../log/streams.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { WaitingBatches } from './waitingBatches.ts'

interface IndexDependencies {
  readonly events: Pick<EventStore, 'head' | 'readStream'>
  readonly usage: Pick<UsageWriter, 'readIdentities'>
}

/**
 * Call it while the fence keeps every other process from recording in the partition.
 * @returns how many identities it added
 * @throws HeadwaterError `data.outOfStep` where the log ends before the index's position, or rows of recorded batches
 * are missing; the engines' errors
 */
export async function indexPartition(
  { events, usage }: IndexDependencies,
  index: IdentityIndex,
  partition: string,
): Promise<number> {
  requireLogAhead(index, await events.head(), `of partition ${partition}`)
  const stream = streams.ingest(partition)
  const waiting = new WaitingBatches(usage, index)
  let added = 0
  let position = index.position
  for await (const event of readWhole(events, stream, await revisionAfter(events, stream, position))) {
    position = event.position
    if (event.type !== batchRecorded.type) continue
    const batch = batchRecorded.read(event)
    waiting.add(batch, recordedRows(batch))
    if (!waiting.full) continue
    added += await waiting.index()
    await index.advance(position)
  }
  added += await waiting.index()
  if (position > index.position) await index.advance(position)
  return added
}

/**
 * An event is indexed only after it is durable in the log.
 * @param whose names the index in the message
 * @throws HeadwaterError `data.outOfStep` where the log ends before the index's position
 */
export function requireLogAhead(index: Pick<IdentityIndex, 'position'>, head: number, whose = ''): void {
  if (index.position <= head) return
  const name = ['The identity index', whose].filter(Boolean).join(' ')
  fail(
    'data.outOfStep',
    `${name} knows the log up to position ${index.position}, and the log ends at ${head}: the log is behind the index. Restore the log.`,
    { data: { indexed: index.position, head } },
  )
}
