/** Compares the indexes of a worker with `--identities own` with what was recorded in their partitions. */
import { HeadwaterError } from '../errors.ts'
import { type IdentityIndex, identitySeen, identitySize } from '../identities/port.ts'
import { recordedIdentities } from '../ingest/catchUp/recordedIdentities.ts'
import { createBatchLog } from '../log/batchLog.ts'
import { streams } from '../log/streams.ts'
import type { Engines, IdentityEngine } from './engines.ts'

interface ComparedIndex {
  readonly partition: string
  /** Identities that were recorded, and are in it. */
  readonly known: number
  /** What is wrong with it, as a sentence. */
  readonly fault: string | undefined
}

type CompareDeps = Pick<Engines, 'events' | 'usage' | 'ownIdentities'>

/** Every partition whose index is in the folder. */
export async function* compareOwnIndexes(deps: CompareDeps): AsyncGenerator<ComparedIndex> {
  const { events, ownIdentities } = deps
  if (!ownIdentities.exists) return
  const head = await events.head()
  for (const partition of (await createBatchLog(events).ends(head)).keys()) {
    const found = await ownIdentities.examine(partition, (index) => compare(deps, partition, index))
    if (found) yield found
  }
}

async function compare(
  { events, usage }: CompareDeps,
  partition: string,
  index: IdentityEngine,
): Promise<ComparedIndex> {
  // Read in this order: what the index has now is in the log by then.
  const { position, size } = index
  const head = await events.head()
  if (index.rebuilt !== undefined) return faulty(partition, `was damaged: ${index.rebuilt}`)
  if (position > head)
    return faulty(partition, `has the log up to position ${position}, which ends at ${head}`)
  try {
    await index.verify()
  } catch (error) {
    if (!(error instanceof HeadwaterError && error.code === 'identities.damaged')) throw error
    return faulty(partition, `was damaged: ${error.message}`)
  }
  const { writer } = await usage.get()
  let [known, lacking] = [0, 0]
  const range = { after: 0, upTo: head, stream: streams.ingest(partition) }
  for await (const { identity, content, position: at } of recordedIdentities(events, writer, range)) {
    const count = lackingIn(index, identity, content)
    // Of later identities it may have some already.
    if (at <= position) lacking += count
    known += identity.length / identitySize - count
  }
  if (lacking > 0) return faulty(partition, `lacks ${lacking} identities that were recorded there`)
  // A call with one of them would be taken for a repeat, and never be recorded.
  if (size > known) return faulty(partition, `has ${size - known} identities that were not recorded there`)
  return { partition, known, fault: undefined }
}

function lackingIn(index: IdentityIndex, identity: Uint8Array, content: Uint8Array): number {
  const seen = new Uint8Array(identity.length / identitySize)
  index.check(identity, content, seen.length, seen)
  return seen.reduce((sum, status) => sum + (status === identitySeen.new ? 1 : 0), 0)
}

function faulty(partition: string, what: string): ComparedIndex {
  return { partition, known: 0, fault: `The index of partition ${partition} ${what}.` }
}
