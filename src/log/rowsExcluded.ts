/**
 * `RowsExcluded`: rows that one close excluded, where they are too many for its `EpochClosed`, because an event store on a
 * server limits an append. The close records them in a stream of its own, before the event that names the stream. A
 * close that did not finish leaves a stream that no event names.
 */
import { z } from 'zod'
import type { EventStore, RecordedEvent } from '../eventstore/port.ts'
import { failDamagedEvent } from './damagedEvent.ts'
import { type ClosedEpoch, closedEpoch, type EpochClosed } from './epochClosed.ts'
import { type ExcludedBatch, ExcludedRows, excludedBatch, packRows } from './excludedRows.ts'
import type { EpochKey, RowKey } from './keys.ts'
import { type DataOf, OwnEvent } from './ownEvent.ts'
import { readWhole } from './readWhole.ts'
import { streams } from './streams.ts'

export const rowsExcluded = new OwnEvent(
  'RowsExcluded',
  z.strictObject({
    epoch: z.int().positive(),
    /** Of the close: 32 hex digits. */
    attempt: z.string().regex(/^[0-9a-f]{32}$/),
    excluded: z.array(excludedBatch),
  }),
)

type RowsExcluded = DataOf<typeof rowsExcluded>

/** Bytes of excluded rows that one event has: `EpochClosed` has watermarks and a manifest beside them. */
const excludedBytesMax = 400_000
/** The bytes of one range as JSON, at most: `[16777215,16777215],`. */
const rangeBytes = 20

/**
 * Records rows where they do not fit into `EpochClosed`.
 * @param bytesMax of the rows in one event
 * @returns what `EpochClosed` says of them
 * @throws HeadwaterError the event store's errors
 */
export async function recordExcluded(
  { events, newId }: { readonly events: EventStore; readonly newId: () => string },
  { epoch, attempt }: EpochKey,
  rows: readonly RowKey[],
  bytesMax: number = excludedBytesMax,
): Promise<Pick<EpochClosed, 'excluded' | 'excludedIn'>> {
  const parts = cutExcluded(packRows(rows), bytesMax)
  if (parts.length <= 1) return { excluded: parts[0] ?? [] }
  const stream = streams.excluded(epoch, attempt)
  for (const [revision, excluded] of parts.entries()) {
    const event = rowsExcluded.create(newId(), { epoch, attempt, excluded })
    const expectedRevision = revision === 0 ? ('none' as const) : revision - 1
    await events.append([{ stream, expectedRevision, events: [event] }])
  }
  return { excluded: [], excludedIn: { attempt, events: parts.length, rows: rows.length } }
}

/**
 * A closed epoch with the rows that it excluded.
 * @throws HeadwaterError `data.damaged` where an event is missing or is not what was written
 */
export async function readClosedEpoch(
  events: Pick<EventStore, 'readStream'>,
  event: RecordedEvent,
): Promise<ClosedEpoch> {
  const closed = closedEpoch(event)
  const { epoch, excludedIn } = closed
  if (excludedIn === undefined) return closed
  const { attempt } = excludedIn
  const parts: RowsExcluded[] = []
  for await (const part of readWhole(events, streams.excluded(epoch, attempt)))
    parts.push(rowsExcluded.read(part))
  const excludedRows = new ExcludedRows(parts.flatMap(({ excluded }) => excluded))
  if (parts.length !== excludedIn.events || excludedRows.count !== excludedIn.rows) {
    failDamagedEvent(
      event,
      `it excluded ${excludedIn.rows} rows in ${excludedIn.events} events, and ${excludedRows.count} rows in ${parts.length} events are there`,
    )
  }
  return { ...closed, excludedRows }
}

/** Parts of about `bytesMax` each. A batch with many ranges is in several. */
function cutExcluded(batches: readonly ExcludedBatch[], bytesMax: number): ExcludedBatch[][] {
  const parts: ExcludedBatch[][] = []
  let left = 0
  for (const { rows, ...key } of batches) {
    const batchBytes = Buffer.byteLength(JSON.stringify(key)) + rangeBytes
    for (let at = 0; at < rows.length; ) {
      if (left < batchBytes + rangeBytes) {
        parts.push([])
        left = bytesMax
      }
      const count = Math.max(1, Math.floor((left - batchBytes) / rangeBytes))
      const taken = rows.slice(at, at + count)
      parts.at(-1)!.push({ ...key, rows: taken })
      left -= batchBytes + taken.length * rangeBytes
      at += taken.length
    }
  }
  return parts
}
