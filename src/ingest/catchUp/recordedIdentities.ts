/** Reads the recorded identities, event by event: an identity index is built from them. */
import type { EventStore, Position } from '../../eventstore/port.ts'
import { batchRecorded } from '../../log/batchRecorded.ts'
import { readFact } from '../../log/registryFact.ts'
import { streams } from '../../log/streams.ts'
import { wireEventOf } from '../../registry/index.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import { eventIdentity } from '../eventIdentity.ts'
import type { Identities } from './newIdentities.ts'

interface RecordedIdentities extends Omit<Identities, 'count'> {
  readonly position: Position
  /** Whether an index may stop here for now: within an append registry events come first and the batch last. */
  readonly endsAppend: boolean
}

const none = new Uint8Array(0)

/**
 * Of the events with a position above `after` and up to `upTo`, of one stream or of all. Only batches and registry events
 * have identities.
 */
export async function* recordedIdentities(
  events: EventStore,
  usage: Pick<UsageWriter, 'readIdentities'>,
  {
    after,
    upTo,
    stream: only,
  }: { readonly after: Position; readonly upTo: Position; readonly stream?: string },
): AsyncGenerator<RecordedIdentities> {
  const range = { after, upTo, ...(only !== undefined && { streamPrefix: only }) }
  for await (const event of events.readAll(range)) {
    const { type, stream, position } = event
    if (only !== undefined && stream !== only) continue
    if (type === batchRecorded.type) {
      const { partition, revision, attempt } = batchRecorded.read(event)
      const { identity, content } = await usage.readIdentities([{ partition, revision, attempt }])
      yield { identity, content, position, endsAppend: true }
    } else if (stream === streams.registry) {
      const known = eventIdentity(wireEventOf(readFact(event)))
      yield { ...known, position, endsAppend: false }
    } else {
      yield { identity: none, content: none, position, endsAppend: false }
    }
  }
}
