/** What a start does before the first event: takes back what a killed ingester left, and brings the index up to the log. */
import { type EventStore, type Revision, streams } from '../eventstore/port.ts'
import { keccak256 } from '../keccak/index.ts'
import { contentBytes, identityBytes } from '../registry/identity.ts'
import { factFromRecorded, wireEventOf } from '../registry/registry.ts'
import { batchRecordedType } from './batch/commit.ts'
import type { BatchKey, IdentityIndex, UsageWriter } from './ports.ts'

export interface Recovery {
  /** Last recorded batch of the partition; -1 for none. */
  readonly revision: Revision
  /** Rows removed that no recorded batch names. */
  readonly removedRows: number
  /** Identities that the index did not have yet. */
  readonly indexedIdentities: number
}

/** An index that can forget everything, for where the log turns out to be behind it. */
export type ResettableIndex = IdentityIndex & { reset?(): Promise<void> }

const halfBytes = 16

export async function recover(dependencies: {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly identities: ResettableIndex
  readonly partition: string
}): Promise<Recovery> {
  const { events, usage, identities, partition } = dependencies
  const attempts = new Map<Revision, string>()
  for await (const event of events.readStream(streams.ingest(partition))) {
    attempts.set(event.revision, (event.data as BatchKey).attempt)
  }
  const removedRows = await usage.removeUnrecorded(
    partition,
    ({ revision, attempt }) => attempts.get(revision) === attempt,
  )
  const indexedIdentities = await indexTail(events, usage, identities)
  return { revision: attempts.size - 1, removedRows, indexedIdentities }
}

async function indexTail(
  events: EventStore,
  usage: UsageWriter,
  identities: ResettableIndex,
): Promise<number> {
  const head = await events.head()
  if (identities.position > head) await identities.reset?.()
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
