/**
 * Compares the log with the stores beside it. What a kill leaves is at most one step ahead of the log: rows of the batch
 * that would have come next in a partition, or books of the epoch that would have been closed next. Anything further
 * ahead means that the log lost events, for example because an older copy of it was restored.
 */
import type { Revision } from '../eventstore/port.ts'
import { type RecordedBatch, rowsOf } from './batchLog.ts'
import type { ClosedEpoch } from './epochClosed.ts'
import { type BatchKey, batchName, type EpochKey } from './keys.ts'

/** An attempt that the calls have rows of, whether or not an event of the log names it. */
export type StoredBatch = BatchKey & { readonly rows: number }

/** What the stores hold. */
interface StoredParts {
  /** Every attempt with rows. */
  readonly batches: readonly StoredBatch[]
  /** Every attempt with lines in the books. */
  readonly books: readonly EpochKey[]
  /** Epochs that the books' store knows to be closed. */
  readonly closed: readonly SealedEpoch[]
}

/** A note in the books' store, written once the log has the epoch. */
export interface SealedEpoch {
  readonly epoch: number
  readonly manifestHash: string
}

/** The log may grow while the stores are read. */
interface LoggedParts {
  /** The last revision of each partition, read after the stores. */
  readonly ends: ReadonlyMap<string, Revision>
  /** Recorded before the stores were read, so that their rows are there. */
  readonly batches: readonly RecordedBatch[]
  readonly epochs: readonly ClosedEpoch[]
  /** Number of epochs that were closed before the stores were read, so that their books are there. */
  readonly closedBefore: number
}

export interface StepReport {
  /** What only a longer log, or another one, explains; a sentence each. */
  readonly logBehind: readonly string[]
  /** Recorded batches whose rows are missing, or too many; a sentence each. */
  readonly callsBehind: readonly string[]
  /** Closed epochs whose books are missing; a sentence each. */
  readonly booksBehind: readonly string[]
  /** What a kill leaves: rows of a partition's next batch. */
  readonly killedBatches: readonly BatchKey[]
  /** What a kill leaves: lines of attempts that no event names. */
  readonly killedBooks: readonly EpochKey[]
}

/** Sentences of one kind that are listed. The others are counted. */
const sentencesMax = 5

export function compareSteps(stored: StoredParts, logged: LoggedParts): StepReport {
  const { ahead, killedBatches } = batchesAhead(stored, logged)
  return {
    logBehind: [...shorten(ahead), ...epochsAhead(stored, logged)],
    callsBehind: shorten(missingRows(stored, logged)),
    booksBehind: shorten(missingBooks(stored, logged)),
    killedBatches,
    killedBooks: killedBooks(stored, logged),
  }
}

function batchesAhead({ batches }: StoredParts, { ends }: LoggedParts) {
  const ahead: string[] = []
  const killedBatches: BatchKey[] = []
  const furthest = new Map<string, Revision>()
  for (const key of batches) {
    const end = ends.get(key.partition) ?? -1
    if (key.revision === end + 1) killedBatches.push(key)
    if (key.revision > (furthest.get(key.partition) ?? end + 1)) furthest.set(key.partition, key.revision)
  }
  for (const [partition, revision] of furthest) {
    const end = ends.get(partition) ?? -1
    const log = end < 0 ? 'has none of them' : `ends at batch ${end}`
    ahead.push(
      `The calls have batches of partition ${partition} up to ${revision}, and the log ${log}: the log is behind the calls. Restore the log.`,
    )
  }
  return { ahead, killedBatches }
}

function epochsAhead({ books, closed }: StoredParts, { epochs }: LoggedParts): string[] {
  const count = epochs.length
  const sealed = closed.filter(({ epoch, manifestHash }) => epochs[epoch - 1]?.manifestHash !== manifestHash)
  const later = sealed.filter(({ epoch }) => epoch > count)
  const other = sealed.find(({ epoch }) => epoch <= count)
  const booksTo = Math.max(0, ...books.map(({ epoch }) => epoch), ...later.map(({ epoch }) => epoch))
  if (later.length > 0 || booksTo > count + 1) {
    const log = count === 0 ? 'no closed epoch' : `only ${count} closed`
    return [
      `There are books of epoch ${booksTo}, and the log has ${log}: the log is behind the books. Restore the log.`,
    ]
  }
  if (other === undefined) return []
  return [
    `Epoch ${other.epoch} was closed with the manifest ${other.manifestHash} by the books, and with another one by the log: they are of two histories. Restore both from one copy.`,
  ]
}

function* missingRows({ batches }: StoredParts, logged: LoggedParts): Generator<string> {
  const rows = new Map(batches.map((batch) => [batchName(batch), batch.rows]))
  for (const batch of logged.batches) {
    const found = rows.get(batchName(batch)) ?? 0
    if (found !== rowsOf(batch)) yield describeRows(batch, found)
  }
}

/** A batch with another number of rows than it recorded. */
export function describeRows(batch: RecordedBatch, found: number): string {
  const recorded = rowsOf(batch)
  const how = found < recorded ? 'the calls are behind the log' : 'the calls have rows that it did not record'
  return `Batch ${batch.revision} of partition ${batch.partition} recorded ${recorded} rows, and ${found} are there: ${how}. Restore the calls.`
}

function* missingBooks({ books }: StoredParts, { epochs, closedBefore }: LoggedParts): Generator<string> {
  const present = new Set(books.map(({ epoch, attempt }) => `${epoch} ${attempt}`))
  for (const { epoch, key, manifest } of epochs.slice(0, closedBefore)) {
    if (!hasLines({ manifest }) || present.has(`${key.epoch} ${key.attempt}`)) continue
    yield describeMissingBooks(epoch)
  }
}

/** Whether the epoch's books have balances. */
export function hasLines({ manifest }: Pick<ClosedEpoch, 'manifest'>): boolean {
  return manifest.totals.some(({ fee, earned }) => fee !== '0' || earned !== '0')
}

export function describeMissingBooks(epoch: number): string {
  return `The books of epoch ${epoch} are missing: the books are behind the log. Restore them, or run \`headwater rebuild\`.`
}

function killedBooks({ books }: StoredParts, { epochs }: LoggedParts): EpochKey[] {
  return books.filter(({ epoch, attempt }) => epochs[epoch - 1]?.key.attempt !== attempt)
}

/** The first few, and how many more there are. */
export function shorten(sentences: Iterable<string>): string[] {
  const all = [...sentences]
  if (all.length <= sentencesMax) return all
  return [...all.slice(0, sentencesMax), `And ${all.length - sentencesMax} more of this kind.`]
}
