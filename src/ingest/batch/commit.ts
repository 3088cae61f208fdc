/**
 * Makes a batch durable: first its refused events, its rows and what its senders need, then one atomic append of its
 * registry events and its control totals, which makes the batch count (of very many registry events some are appended
 * before), then the identity index, then the answers. If the process is killed in between, the rows are strays that
 * never count, and the sender, who has no answer, sends again.
 */

import { hex } from '../../base/hex.ts'
import type { EventStore, NewEvent, Revision, StreamAppend } from '../../eventstore/port.ts'
import { type IdentityIndex, identitySeen } from '../../identities/port.ts'
import { type BatchRecorded, batchRecorded } from '../../log/batchRecorded.ts'
import { checkpointMoved } from '../../log/checkpointMoved.ts'
import type { BatchKey } from '../../log/keys.ts'
import type { Reached } from '../../log/partitionEvent.ts'
import { streams } from '../../log/streams.ts'
import type { Registry } from '../../registry/index.ts'
import { columnsDigest } from '../../usage/columnsDigest.ts'
import { kinds } from '../../usage/kinds.ts'
import { callDigests } from '../../usage/moneyDigest.ts'
import type { ReachedCalls } from '../../usage/reader.ts'
import type { RefusedStore } from '../../usage/refused.ts'
import type { UsageWriter } from '../../usage/writer.ts'
import type { LikeCall } from '../answers.ts'
import type { LookBack } from '../backdating/lookBack.ts'
import type { RegistryCache } from '../calls/registryCache.ts'
import type { LogFollower } from '../catchUp/logFollower.ts'
import { type BatchWatch, type IngestObserver, silentObserver } from '../observer.ts'
import { type RegistryAudit, runsOf } from '../registryAudit.ts'
import type { RecentCalls, SuspectedRows } from '../suspected/recentCalls.ts'
import { countSeen } from './countSeen.ts'
import { appendDurably } from './cutAppends.ts'
import { acceptedIdentities, type RefusedKeeper, refusalsOf } from './keepRefused.ts'
import type { OpenBatch } from './openBatch.ts'
import { prepareAnswers, type ReachedFacts } from './prepareAnswers.ts'
import { type Verdicts, verdictsOf } from './verdicts.ts'

/** How a batch is recorded. */
interface BatchRecord {
  readonly partition: string
  /** Of the batch's event in the stream of the partition. */
  readonly revision: Revision
  /** Where the source continues after this batch. Recorded with the batch, or alone where the batch has no rows. */
  readonly checkpoint: number | undefined
  /** Likewise. */
  readonly reached?: Reached | undefined
  /** Gets refused events too, before the batch counts. */
  readonly alsoRefused?: RefusedKeeper['add'] | undefined
}

interface CommitDependencies {
  readonly events: EventStore
  readonly usage: UsageWriter
  readonly refused: RefusedStore
  /** The index of calls is the same one as that of registry events, or the partition's own. */
  readonly identities: { readonly calls: IdentityIndex; readonly registry: IdentityIndex }
  readonly follower: LogFollower
  readonly recent: RecentCalls
  readonly registry: Registry
  readonly cache: RegistryCache
  readonly randomBytes: (count: number) => Uint8Array
  readonly newEventId: () => string
  readonly clock: () => Date
  readonly observer?: IngestObserver
  readonly audit?: RegistryAudit | undefined
  readonly lookBack?: LookBack
}

/**
 * @returns whether it recorded an event in the stream of the partition
 * @throws the engines' errors; nothing of the batch counts then, unless the outcome of the append itself is unknown
 */
export async function commitBatch(
  batch: OpenBatch,
  record: BatchRecord,
  dependencies: CommitDependencies,
): Promise<boolean> {
  const { partition, revision, checkpoint } = record
  const { observer = silentObserver } = dependencies
  const key: BatchKey = { partition, revision, attempt: hex(dependencies.randomBytes(16)) }
  const watch = observer.batch({ ...key, senders: batch.submissions, checkpoint })
  try {
    return await makeDurable(batch, { ...record, ...key }, dependencies, watch)
  } catch (error) {
    watch.failed(error)
    dependencies.recent.clear()
    throw error
  }
}

async function makeDurable(
  batch: OpenBatch,
  record: BatchRecord & BatchKey,
  dependencies: CommitDependencies,
  watch: BatchWatch,
): Promise<boolean> {
  const { calls, others, facts } = batch
  const { events, usage, identities, follower } = dependencies
  const { partition, revision, attempt, alsoRefused } = record
  const key = { partition, revision, attempt }
  watch.enters('judge')
  batch.hash()
  const verdicts = verdictsOf(batch, identities.calls)
  const reached = await reachedFacts(batch, dependencies)
  // They need all rows. Where none is dropped, they are made while the engine inserts.
  const isWhole = verdicts.accepted === batch.rows
  const early = isWhole ? undefined : answersTo(batch, verdicts, dependencies)

  const named = acceptedIdentities(batch, verdicts)
  if (!isWhole) batch.keepOnly(acceptedRows(verdicts.seen))
  const counts = countsOf(batch, verdicts)
  // All have the same time. They are judged by kind, so with times of their own they would be listed, and sent again,
  // out of the order of their lines.
  const refusedAt = dependencies.clock()
  const refusals = refusalsOf(batch, verdicts, refusedAt, {
    refused: dependencies.refused,
    also: alsoRefused,
  })
  watch.enters('insert')
  const stored = allSettled(
    refusals.keep?.(),
    batch.rows > 0 ? usage.insert(key, batch.columns()) : undefined,
    ...Array.from(batch.submissions, ({ needs }) => needs),
  )
  // The control totals are made while the engine inserts.
  const { event, answers } = await meanwhile(stored, () => ({
    event: batchEvent(batch, counts, record, dependencies),
    answers: early ?? answersTo(batch, verdicts, dependencies),
  }))

  const appends: StreamAppend[] = []
  if (facts.length > 0) {
    const { firstRevision } = facts
    const expectedRevision = firstRevision === 0 ? 'none' : firstRevision - 1
    appends.push({ stream: streams.registry, expectedRevision, events: facts.events })
  }
  if (event !== undefined) {
    const expectedRevision = revision === 0 ? 'none' : revision - 1
    appends.push({ stream: streams.ingest(partition), expectedRevision, events: [event] })
  }
  if (appends.length > 0) {
    watch.enters('append')
    follower.expect(batch.rows > 0 ? attempt : undefined)
    const { position } = await appendDurably(events, appends)
    watch.enters('index')
    const { identity, content, length } = calls.columns()
    identities.calls.add(identity, content, length)
    for (const [, rows] of others.kinds()) identities.calls.add(rows.identity, rows.content, rows.length)
    const hashes = facts.hashes()
    identities.registry.add(hashes.identity, hashes.content, facts.length)
    await follower.recorded(position)
    if (identities.calls !== identities.registry) await identities.calls.advance(position)
    if (facts.length > 0) await dependencies.audit?.recorded(runsOf(batch))
  }
  watch.durable({
    counts,
    refusals: verdicts.refusals,
    rows: batch.rows,
    times: calls.columns().time,
    suspected: answers.suspected,
  })
  refusals.tellNotKept()
  answers.give(reached)
  await closeEntries(dependencies.refused, named)
  return event !== undefined
}

/** The answers to the senders of the batch, to be given once it is durable, and the number of calls suspected. */
function answersTo(batch: OpenBatch, verdicts: Verdicts, { recent, registry }: CommitDependencies) {
  const suspected = suspectedRows(batch, verdicts.seen, recent)
  return { suspected: suspected.size, give: prepareAnswers(batch, verdicts, suspected, registry) }
}

/** Works while what has begun goes on, and waits for that whatever becomes of the work. */
async function meanwhile<Result>(begun: Promise<unknown>, work: () => Result): Promise<Result> {
  try {
    return work()
  } finally {
    await begun
  }
}

/**
 * The batch counts whatever becomes of this. An entry that stays open is closed when its event comes again, as a
 * duplicate.
 */
async function closeEntries(refused: RefusedStore, identities: Uint8Array): Promise<void> {
  if (identities.length > 0) await refused.closeAccepted(identities).catch(() => {})
}

/** Looks before the rows of the batch are stored: they count as later than its registry events. */
async function reachedFacts(
  { facts }: OpenBatch,
  { registry, lookBack }: CommitDependencies,
): Promise<ReachedFacts> {
  const reaching = Array.from(facts.reaches, ([index, reach]) => ({ reach, index }))
  const found = new Map<number, ReachedCalls>()
  if (reaching.length === 0 || lookBack === undefined) return found
  const calls = await lookBack(
    reaching.map(({ reach }) => reach),
    registry,
  )
  for (const [at, { index }] of reaching.entries()) {
    const reached = calls[at]
    if (reached) found.set(index, reached)
  }
  return found
}

/** Calls that may have been sent before under other names, by the number of the row. */
function suspectedRows(
  { calls, others, rows }: OpenBatch,
  seen: Uint8Array,
  recent: RecentCalls,
): SuspectedRows {
  const found = recent.look(calls.columns(), others.callsOf(seen))
  if (found.size === 0 || others.length === 0) return found
  const byNumber = new Map<number, LikeCall>()
  for (let number = 0; number < rows; number++) {
    const { kind, row } = others.place(number)
    const like = kind === 'call' ? found.get(row) : undefined
    if (like) byNumber.set(number, like)
  }
  return byNumber
}

function acceptedRows(seen: Uint8Array): Uint8Array {
  return seen.map((status) => (status === identitySeen.new ? 1 : 0))
}

/** The event for the partition's stream; undefined where the batch has no rows and its source has no checkpoint. */
function batchEvent(
  batch: OpenBatch,
  counts: BatchRecorded['counts'],
  { partition, revision, attempt, checkpoint, reached }: BatchRecord & BatchKey,
  { cache, newEventId }: CommitDependencies,
): NewEvent | undefined {
  const place = { ...(checkpoint !== undefined && { checkpoint }), ...(reached && { reached }) }
  if (batch.rows > 0) {
    const data = recordedData(batch, counts, { partition, revision, attempt }, cache)
    return batchRecorded.create(newEventId(), { ...data, ...place })
  }
  if (checkpoint === undefined) return undefined
  return checkpointMoved.create(newEventId(), { partition, revision, ...place, checkpoint, counts })
}

/**
 * The control totals. If several senders share the batch, `origin` names the first, and `from` and `to` count events
 * instead of lines.
 */
function recordedData(
  batch: OpenBatch,
  counts: BatchRecorded['counts'],
  key: BatchKey,
  cache: RegistryCache,
): BatchRecorded {
  const { calls, others, submissions } = batch
  const [first] = submissions
  const sums = [...calls.sums()].map(([currency, sum]) => [cache.currencyCode(currency), sum] as const)
  const alone = submissions.size === 1
  const { digest, moneyDigest } = callDigests(calls.columns())
  return {
    ...key,
    rows: calls.length,
    from: alone ? batch.lineFrom : 1,
    to: alone ? batch.lineTo : counts.accepted + counts.duplicate + counts.conflict + counts.rejected,
    origin: alone ? first!.origin : `${first!.origin} and ${submissions.size - 1} more`,
    counts,
    sums: sortedSums(sums),
    algorithm: 'sha256-columns',
    digest,
    ...(calls.length > 0 && { moneyDigest }),
    ...(others.length > 0 && { others: otherTotals(batch) }),
  }
}

function otherTotals({ calls, others }: OpenBatch): BatchRecorded['others'] {
  let firstRow = calls.length
  const totals = others.kinds().map(([kind, batch]) => {
    const digest = columnsDigest(kinds[kind].columns, batch.columns(), firstRow)
    firstRow += batch.length
    return [kind, { rows: batch.length, sums: sortedSums(batch.sums()), digest }]
  })
  return Object.fromEntries(totals)
}

function sortedSums(sums: Iterable<readonly [string, bigint]>): Record<string, string> {
  const texts = Array.from(sums, ([currency, sum]) => [currency, sum.toString()] as const)
  return Object.fromEntries(texts.sort(([one], [other]) => (one < other ? -1 : 1)))
}

function countsOf(batch: OpenBatch, verdicts: Verdicts): BatchRecorded['counts'] {
  const conflict = verdicts.refusals.filter(({ status }) => status === 'conflict').length
  const duplicateRows = countSeen(verdicts.seen, identitySeen.duplicate)
  return {
    accepted: batch.rows + batch.facts.length,
    duplicate: duplicateRows + verdicts.duplicates.length + batch.outcomes.length,
    conflict,
    rejected: verdicts.refusals.length - conflict,
  }
}

/** Waits for all, so that nothing continues in the background when one fails. */
async function allSettled(...tasks: (Promise<unknown> | undefined)[]): Promise<void> {
  const failed = (await Promise.allSettled(tasks)).find(({ status }) => status === 'rejected')
  if (failed) throw (failed as PromiseRejectedResult).reason
}
