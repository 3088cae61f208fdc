/**
 * A full batch becomes durable: what is refused and the rows first, then one atomic append of its registry facts and
 * its control totals, which makes it count, then the identity index, then the answers. Killed in between, the rows are
 * strays that nobody counts, and the sender, who has no answer, sends again.
 */

import { HeadwaterError } from '../../errors.ts'
import type { AppendResult, EventStore, StreamAppend } from '../../eventstore/port.ts'
import { streams } from '../../eventstore/port.ts'
import { keccak256 } from '../../keccak/index.ts'
import type { Registry } from '../../registry/model.ts'
import { isResolvable } from '../../registry/resolve.ts'
import type { CallBook } from '../calls/book.ts'
import { hex } from '../hex.ts'
import { conflictFault } from '../intake.ts'
import { eventBytesMax, rawCutBytes } from '../limits.ts'
import {
  type BatchKey,
  type BatchRecorded,
  type IdentityIndex,
  identitySeen,
  type RefusedEvent,
  type RefusedStore,
  type UsageWriter,
} from '../ports.ts'
import { batchDigest } from '../rowHash.ts'
import { judgeDoubtful } from './doubtful.ts'
import type { DoubtfulCall, EventPlace, OpenBatch, Refusal } from './openBatch.ts'
import type { EventOutcome, Submission } from './submission.ts'

export const batchRecordedType = 'BatchRecorded'

export interface CommitDependencies {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly refused: RefusedStore
  readonly identities: IdentityIndex
  readonly registry: Registry
  readonly book: CallBook
  readonly partition: string
  readonly randomBytes: (count: number) => Uint8Array
  readonly newEventId: () => string
  readonly clock: () => Date
}

interface Judged {
  /** Of each row: `identitySeen`. */
  readonly seen: Uint8Array
  readonly accepted: number
  /** Conflicts and rejections, in any order. */
  readonly refusals: readonly Refusal[]
  readonly duplicates: readonly DoubtfulCall[]
}

/**
 * @param revision that the batch's `BatchRecorded` will have
 * @returns whether the batch recorded one
 * @throws whatever the engines throw; nothing of the batch counts then, unless the append's own outcome is unknown
 */
export async function commitBatch(
  batch: OpenBatch,
  revision: number,
  dependencies: CommitDependencies,
): Promise<boolean> {
  const { calls, facts } = batch
  const { events, usage, identities, partition } = dependencies
  calls.hash()
  const judged = judge(batch, identities)
  const answers = answer(batch, judged, dependencies)
  const key: BatchKey = { partition, revision, attempt: hex(dependencies.randomBytes(16)) }

  if (judged.accepted < calls.length) calls.keepOnly(acceptedRows(judged.seen))
  const refused = judged.refusals
    .filter(({ fault }) => fault.code !== 'auth.scope')
    .map((refusal) => refusedEvent(refusal, dependencies.clock()))
  await bothSettled(
    refused.length > 0 ? dependencies.refused.add(refused) : undefined,
    calls.length > 0 ? usage.insert(key, calls.columns()) : undefined,
  )

  const appends: StreamAppend[] = []
  if (facts.length > 0) {
    const { firstRevision } = batch
    const expectedRevision = firstRevision === 0 ? 'none' : firstRevision - 1
    appends.push({ stream: streams.registry, expectedRevision, events: facts.map(({ event }) => event) })
  }
  if (calls.length > 0) {
    const data = recordedData(batch, judged, key, dependencies.book)
    const event = { id: dependencies.newEventId(), type: batchRecordedType, data }
    const expectedRevision = revision === 0 ? 'none' : revision - 1
    appends.push({ stream: streams.ingest(partition), expectedRevision, events: [event] })
  }
  if (appends.length > 0) {
    const { position } = await appendDurably(events, appends)
    const { identity, content, length } = calls.columns()
    identities.add(identity, content, length)
    for (const fact of facts) identities.add(fact.identity, fact.content, 1)
    await identities.advance(position)
  }
  answers()
  return calls.length > 0
}

/** Identity by identity, with those of the batch itself: the first one of the batch stands. */
function judge(batch: OpenBatch, identities: IdentityIndex): Judged {
  const { calls } = batch
  const seen = new Uint8Array(calls.length)
  identities.check(calls.identity, calls.content, calls.length, seen)
  const refusals: Refusal[] = [...batch.refusals]
  const duplicates: DoubtfulCall[] = []
  for (const { call, status } of judgeDoubtful(batch, seen, identities)) {
    const { place, source, id, fault } = call
    if (status === identitySeen.duplicate) duplicates.push(call)
    else if (status === identitySeen.new) refusals.push({ place, status: 'rejected', fault, source, id })
    else refusals.push({ place, status: 'conflict', fault: conflictFault(source, id), source, id })
  }
  let accepted = 0
  batch.segments.forEach(({ submission, from }, index) => {
    const to = batch.segments[index + 1]?.from ?? calls.length
    for (let row = from; row < to; row++) {
      if (seen[row] === identitySeen.new) accepted++
      else if (seen[row] === identitySeen.conflict) {
        const [source, id] = [calls.sourceAt(row), calls.idAt(row)]
        const fault = conflictFault(source, id)
        refusals.push({ place: batch.placeOf(row, submission), status: 'conflict', fault, source, id })
      }
    }
  })
  return { seen, accepted, refusals, duplicates }
}

/** Prepares what each sender is told; told only when it is durable. The rows must still be all there. */
function answer(batch: OpenBatch, judged: Judged, { registry }: CommitDependencies): () => void {
  const { calls, segments } = batch
  const { seen } = judged
  const outcomes = [...batch.outcomes]
  const tell = (place: EventPlace, outcome: Omit<EventOutcome, 'ordinal' | 'line'>) => {
    outcomes.push({
      submission: place.submission,
      outcome: { ordinal: place.ordinal, line: place.line, ...outcome },
    })
  }
  for (const { place, status, fault, source, id } of judged.refusals) {
    tell(place, { status, fault, ...(source !== undefined && { source }), ...(id !== undefined && { id }) })
  }
  for (const { place, source, id } of judged.duplicates) tell(place, { status: 'duplicate', source, id })
  for (const { place, source, id } of batch.facts) tell(place, { status: 'accepted', source, id })

  const plain: { submission: Submission; accepted: number; duplicate: number }[] = []
  const unresolved = new Set(batch.unresolved)
  const suspended: { submission: Submission; asset: string; version: string }[] = []
  segments.forEach(({ submission, from }, index) => {
    const to = segments[index + 1]?.from ?? calls.length
    const counts = [0, 0, 0]
    for (let row = from; row < to; row++) {
      const status = seen[row]!
      counts[status]!++
      const isNew = status === identitySeen.new
      if (isNew && unresolved.has(row)) {
        suspended.push({ submission, asset: calls.assetAt(row), version: calls.versionAt(row) })
      }
      if (!submission.wantsEach || status === identitySeen.conflict) continue
      const isSuspended =
        isNew && unresolved.has(row) && !isResolvable(registry, calls.assetAt(row), calls.versionAt(row))
      tell(batch.placeOf(row, submission), {
        status: isNew ? 'accepted' : 'duplicate',
        source: calls.sourceAt(row),
        id: calls.idAt(row),
        ...(isSuspended && { suspended: true }),
      })
    }
    plain.push({
      submission,
      accepted: counts[identitySeen.new]!,
      duplicate: counts[identitySeen.duplicate]!,
    })
  })
  return () => {
    for (const { submission, accepted, duplicate } of plain) submission.plainCalls(accepted, duplicate)
    for (const { submission, asset, version } of suspended) submission.suspendedCall(asset, version)
    outcomes.sort((one, other) => one.outcome.ordinal - other.outcome.ordinal)
    for (const { submission, outcome } of outcomes) submission.outcome(outcome)
  }
}

function acceptedRows(seen: Uint8Array): Uint8Array {
  return seen.map((status) => (status === identitySeen.new ? 1 : 0))
}

/** The control totals. Several senders may share a batch: then `origin` names the first and events are counted. */
function recordedData(batch: OpenBatch, judged: Judged, key: BatchKey, book: CallBook): BatchRecorded {
  const { calls, submissions, facts } = batch
  const [first] = submissions
  const sums = [...calls.sums()].map(([currency, sum]) => [book.currencyCode(currency), sum.toString()])
  const conflict = judged.refusals.filter(({ status }) => status === 'conflict').length
  const duplicateRows = judged.seen.reduce(
    (sum, status) => sum + (status === identitySeen.duplicate ? 1 : 0),
    0,
  )
  const counts = {
    accepted: calls.length + facts.length,
    duplicate: duplicateRows + judged.duplicates.length + batch.outcomes.length,
    conflict,
    rejected: judged.refusals.length - conflict,
  }
  const alone = submissions.size === 1
  return {
    ...key,
    rows: calls.length,
    from: alone ? batch.lineFrom : 1,
    to: alone ? batch.lineTo : counts.accepted + counts.duplicate + counts.conflict + counts.rejected,
    origin: alone ? first!.origin : `${first!.origin} and ${submissions.size - 1} more`,
    counts,
    sums: Object.fromEntries(sums.sort(([one], [other]) => (one! < other! ? -1 : 1))),
    digest: batchDigest(calls.rowHashes()),
  }
}

/** After a failed sync nobody knows whether the append arrived; the same ids again change nothing if it did. */
async function appendDurably(events: EventStore, appends: readonly StreamAppend[]): Promise<AppendResult> {
  try {
    return await events.append(appends)
  } catch (error) {
    if (!(error instanceof HeadwaterError && error.code === 'eventstore.unavailable')) throw error
    return await events.append(appends)
  }
}

/** Waits for both, so that nothing goes on in the background when one fails. */
async function bothSettled(...tasks: (Promise<void> | undefined)[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find(({ status }) => status === 'rejected')
  if (failed) throw (failed as PromiseRejectedResult).reason
}

function refusedEvent({ place, fault }: Refusal, refusedAt: Date): RefusedEvent {
  const { submission, line } = place
  const cut = place.end - place.start > eventBytesMax
  const bytes = place.bytes.subarray(place.start, cut ? place.start + rawCutBytes : place.end)
  return {
    id: refusedId(bytes, fault.code, submission.format),
    origin: submission.origin,
    format: submission.format,
    line,
    code: fault.code,
    path: fault.path ?? '',
    message: cut ? `${fault.message} Only the beginning of the record is kept.` : fault.message,
    raw: bytes.toString(),
    refusedAt: refusedAt.toISOString(),
  }
}

/** 16 bytes of Keccak-256 over code, format and bytes, the first two ended by a zero byte. */
export function refusedId(bytes: Uint8Array, code: string, format: string): string {
  return hex(keccak256(Buffer.concat([Buffer.from(`${code}\0${format}\0`), bytes])).subarray(0, 16))
}
