/** What a start does before the first event: takes back what a killed ingester left, and brings the index up to the log. */
import { fail } from '../errors.ts'
import { type EventStore, type Revision, streams } from '../eventstore/port.ts'
import { readWhole } from '../eventstore/whole.ts'
import { keccak256 } from '../keccak/index.ts'
import { contentBytes, identityBytes } from '../registry/identity.ts'
import { factFromRecorded, wireEventOf } from '../registry/registry.ts'
import { type BatchKey, batchRecordedType, type IdentityIndex, type UsageWriter } from './ports.ts'

export interface Recovery {
  /** Last recorded batch of the partition; -1 for none. */
  readonly revision: Revision
  /** Rows removed that no recorded batch names. */
  readonly removedRows: number
  /** Identities that the index did not have yet. */
  readonly indexedIdentities: number
}

const halfBytes = 16

/** @throws HeadwaterError `data.damaged` where recorded events are gone: before any row is taken for a leftover */
export async function recover(dependencies: {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly identities: IdentityIndex
  readonly partition: string
}): Promise<Recovery> {
  const { events, usage, identities, partition } = dependencies
  const head = await events.head()
  // The index learns of an event only once it is durable in the log.
  if (identities.position > head) {
    fail(
      'data.damaged',
      `The identity index knows the log up to position ${identities.position}, and the log ends at ${head}: its end was removed.`,
      { data: { indexed: identities.position, head } },
    )
  }
  const attempts = new Map<Revision, string>()
  for await (const event of readWhole(events, streams.ingest(partition))) {
    attempts.set(event.revision, (event.data as BatchKey).attempt)
  }
  const removedRows = await usage.removeUnrecorded(
    partition,
    ({ revision, attempt }) => attempts.get(revision) === attempt,
  )
  const indexedIdentities = await indexTail(events, usage, identities, head)
  return { revision: attempts.size - 1, removedRows, indexedIdentities }
}

async function indexTail(
  events: EventStore,
  usage: UsageWriter,
  identities: IdentityIndex,
  head: number,
): Promise<number> {
  let added = 0
  let position = identities.position
  for await (const event of events.readAll({ after: position, upTo: head })) {
    if (event.type === batchRecordedType) {
      const { partition, revision, attempt } = event.data as BatchKey
      const { identity, content } = await usage.readIdentities({ partition, revision, attempt })
      const count = identity.length / halfBytes
      identities.add(identity, content, count)
      added += count
      // Within an append facts come first and the batch last: a place where the index may stop for the time being.
      await identities.advance(event.position)
    } else if (event.stream === streams.registry) {
      const wire = wireEventOf(factFromRecorded(event.type, event.data))
      identities.add(half(identityBytes('R', wire.source, wire.id)), half(contentBytes(wire)), 1)
      added++
    }
    position = event.position
  }
  if (position > identities.position) await identities.advance(position)
  return added
}

function half(bytes: Uint8Array): Uint8Array {
  return keccak256(bytes).slice(0, halfBytes)
}
