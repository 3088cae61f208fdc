/**
 * Recorded batches, read from the log: what each promised about its usage rows, to compare with the rows that are
 * there.
 */

import { defined } from '../base/defined.ts'
import { fail } from '../errors.ts'
import type { EventStore, Position, RecordedEvent, Revision } from '../eventstore/port.ts'
import { type LedgerUnits, ledgerUnits } from '../money/ledgerUnits.ts'
import { type BatchRecorded, batchRecorded, recordedRows } from './batchRecorded.ts'
import { type BatchKey, type RowKind, rowKinds, type Watermarks } from './keys.ts'
import { requireNext } from './readWhole.ts'
import { streams } from './streams.ts'

/** Control totals of a batch's rows of one kind. */
export interface RowTotals {
  readonly rows: number
  /** Ledger units by currency. */
  readonly sums: ReadonlyMap<string, LedgerUnits>
  /** '' for no rows of a kind that the batch does not name. */
  readonly digest: string
}

/** Of a kind of which the batch has no rows and says nothing. */
const noRows: RowTotals = { rows: 0, sums: new Map(), digest: '' }

/** How the digest of a batch is made, if it is not the first way; see batchRecorded.ts. */
const batchAlgorithms = ['sha256-columns'] as const
export type BatchAlgorithm = (typeof batchAlgorithms)[number]

export interface DigestedBatch extends BatchKey {
  readonly algorithm?: BatchAlgorithm
  readonly totals?: Readonly<Record<RowKind, RowTotals>>
}

export interface RecordedBatch extends DigestedBatch {
  readonly position: Position
  readonly totals: Readonly<Record<RowKind, RowTotals>>
  /** Over the columns of calls by which corrections move money; undefined where the batch has no such digest. */
  readonly moneyDigest?: string
}

export interface BatchLog {
  /**
   * Every recorded batch with a position up to `position`, by position. Reads only events that are new since the last
   * call.
   * @throws HeadwaterError `data.damaged` where an event is missing before another, `close.batchDiffers`, `data.newer`
   */
  upTo(position: Position): Promise<readonly RecordedBatch[]>
  /**
   * The position of one batch, or undefined if the log has no such batch. It reads one event.
   * @throws HeadwaterError `close.batchDiffers`, `data.newer`
   */
  positionOf(batch: BatchKey): Promise<Position | undefined>
  /** The last revision of each partition at `position`, or later. Events that record no batch raise it too. */
  ends(position: Position): Promise<ReadonlyMap<string, Revision>>
}

export function createBatchLog(events: EventStore): BatchLog {
  const known: RecordedBatch[] = []
  const due = new Map<string, Revision>()
  let readTo: Position = 0
  let reading: Promise<void> = Promise.resolve()

  async function upTo(position: Position): Promise<readonly RecordedBatch[]> {
    // Reads run one after another; otherwise a batch would be listed twice.
    reading = reading.catch(() => {}).then(() => readOn(position))
    await reading
    return known.filter((batch) => batch.position <= position)
  }

  async function readOn(position: Position): Promise<void> {
    if (position <= readTo) return
    const { ingestPrefix } = streams
    for await (const event of events.readAll({ after: readTo, upTo: position, streamPrefix: ingestPrefix })) {
      const next = due.get(event.stream) ?? 0
      requireNext(event, next)
      if (event.type === batchRecorded.type) known.push(readBatch(event))
      due.set(event.stream, next + 1)
      readTo = event.position
    }
  }

  async function ends(position: Position): Promise<ReadonlyMap<string, Revision>> {
    await upTo(position)
    const { ingestPrefix } = streams
    return new Map([...due].map(([stream, next]) => [stream.slice(ingestPrefix.length), next - 1]))
  }

  async function positionOf({ partition, revision, attempt }: BatchKey): Promise<Position | undefined> {
    for await (const event of events.readStream(streams.ingest(partition), { from: revision, limit: 1 })) {
      if (event.revision !== revision || event.type !== batchRecorded.type) break
      const batch = readBatch(event)
      if (batch.attempt === attempt) return batch.position
    }
    return undefined
  }

  return { upTo, positionOf, ends }
}

/** Rows of a batch, of all kinds. */
export function rowsOf({ totals }: Pick<RecordedBatch, 'totals'>): number {
  return rowKinds.reduce((sum, kind) => sum + totals[kind].rows, 0)
}

/** The last batch of each partition: what an epoch at the position of these batches may see. */
export function watermarksOf(batches: readonly RecordedBatch[]): Watermarks {
  const watermarks = new Map<string, number>()
  for (const { partition, revision } of batches) {
    watermarks.set(partition, Math.max(revision, watermarks.get(partition) ?? -1))
  }
  return watermarks
}

/** @throws HeadwaterError `close.batchDiffers`, `data.damaged`, `data.newer` */
export function readBatch(event: RecordedEvent): RecordedBatch {
  const data = batchRecorded.read(event)
  const { partition, revision, attempt, rows, from, to, counts, digest, moneyDigest, sums, others } = data
  if (streams.ingest(partition) !== event.stream || revision !== event.revision) {
    fail(
      'close.batchDiffers',
      `Event ${event.revision} of ${event.stream} says that it records batch ${revision} of partition ${partition}.`,
    )
  }
  // No money depends on these numbers, so only impossible ones are reported. `accepted` counts registry events too.
  const all = recordedRows(data)
  if (from > to || counts.accepted < all) {
    fail(
      'close.batchDiffers',
      `Batch ${revision} of partition ${partition} says that it took places ${from} to ${to} of its source and accepted ${counts.accepted} events, and that it has ${all} rows.`,
      { data: { partition, batch: revision } },
    )
  }
  const totals = {
    call: readTotals({ rows, sums, digest }),
    correction: readTotals(others?.correction),
    posting: readTotals(others?.posting),
    description: readTotals(others?.description),
  }
  const key = { partition, revision, attempt, ...readAlgorithm(data) }
  return { ...key, position: event.position, totals, ...defined({ moneyDigest }) }
}

function readTotals(recorded: Pick<BatchRecorded, 'rows' | 'sums' | 'digest'> | undefined): RowTotals {
  if (recorded === undefined) return noRows
  const { rows, sums, digest } = recorded
  const units = Object.entries(sums).map(([currency, text]) => [currency, ledgerUnits(BigInt(text))] as const)
  return { rows, sums: new Map(units), digest }
}

function readAlgorithm({ algorithm, partition, revision }: BatchRecorded): Pick<DigestedBatch, 'algorithm'> {
  if (algorithm === undefined) return {}
  const known = batchAlgorithms.find((name) => name === algorithm)
  if (known !== undefined) return { algorithm: known }
  return fail(
    'data.newer',
    `Batch ${revision} of partition ${partition} has a digest of the algorithm ${algorithm}; this Headwater knows ${batchAlgorithms.join(', ')}.`,
    { data: { partition, batch: revision, algorithm } },
  )
}
