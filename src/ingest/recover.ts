/** What a start does before the first event: takes back what a killed ingester left, and brings the index up to the log. */
import { fail } from '../errors.ts'
import { type EventStore, type Revision, streams } from '../eventstore/port.ts'
import { readWhole } from '../eventstore/whole.ts'
import type { BatchKey, IdentityIndex, UsageWriter } from './ports.ts'
import { recordedIdentities } from './recordedIdentities.ts'

export interface Recovery {
  /** Last recorded batch of the partition; -1 for none. */
  readonly revision: Revision
  /** Rows removed that no recorded batch names. */
  readonly removedRows: number
  /** Identities that the index did not have yet. */
  readonly indexedIdentities: number
}

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
  for await (const found of recordedIdentities(events, usage, { after: position, upTo: head })) {
    identities.add(found.identity, found.content, found.count)
    added += found.count
    position = found.position
    if (found.endsAppend) await identities.advance(position)
  }
  if (position > identities.position) await identities.advance(position)
  return added
}
