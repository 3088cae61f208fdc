/** Converts KurrentDB's events and positions to ours. */
import type { Position as KurrentPosition, RecordedEvent as KurrentRecord } from '@kurrent/kurrentdb-client'
import { invariant } from '../../invariant.ts'
import type { Position, RecordedEvent } from '../port.ts'

/**
 * A position of KurrentDB is two byte offsets in its log. The two are equal for every event that was not written in a
 * transaction of the protocol before gRPC. None of our events was, so one number is enough.
 */
export function toPosition(position: KurrentPosition | undefined): Position {
  invariant(position !== undefined, 'KurrentDB, since 22.6, gives the position of each event that it reads')
  invariant(position.commit === position.prepare, 'an event of ours has one position in the log of KurrentDB')
  invariant(
    position.commit > 0n && position.commit < 2n ** 53n,
    'a position in the log of KurrentDB is above 0 and below 2^53',
  )
  return Number(position.commit)
}

export function fromPosition(position: Position): KurrentPosition {
  return { commit: BigInt(position), prepare: BigInt(position) }
}

/** @param prefix of our streams' names on the server; it is removed here */
export function toRecordedEvent(record: KurrentRecord, prefix: string): RecordedEvent {
  invariant(record.streamId.startsWith(prefix), 'only streams of ours are read')
  return {
    id: record.id,
    type: record.type,
    data: record.data,
    stream: record.streamId.slice(prefix.length),
    revision: Number(record.revision),
    position: toPosition(record.position),
    recordedAt: record.created.toISOString(),
  }
}
