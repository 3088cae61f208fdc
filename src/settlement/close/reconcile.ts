/** Checks that the rows still add up to what their batch recorded: number, sums, and a digest over every field. */
import { fail } from '../../errors.ts'
import { type RecordedBatch, type RowTotals, rowsOf } from '../../log/batchLog.ts'
import {
  type BatchKey,
  batchName,
  otherKinds,
  type RowKind,
  rowKinds,
  type Watermarks,
} from '../../log/keys.ts'
import { kinds } from '../../usage/kinds.ts'
import type { BatchTotals, UsageReader } from '../../usage/reader.ts'
import { describeBatch } from './scope.ts'

interface BatchDifference {
  readonly batch: RecordedBatch
  /** A sentence that names the batch and what differs. */
  readonly message: string
}

/** Every one of `batches` whose rows differ from its control totals. @param onRows is called with the rows of each batch */
export async function* reconcile(
  usage: UsageReader,
  batches: readonly RecordedBatch[],
  onRows: (rows: number) => void = () => {},
): AsyncIterable<BatchDifference> {
  const open = new Map(batches.filter((batch) => rowsOf(batch) > 0).map((batch) => [batchName(batch), batch]))
  for await (const found of usage.batchTotals([...open.values()])) {
    const batch = open.get(batchName(found))
    if (!batch || rowsOf(found) === 0) continue
    open.delete(batchName(found))
    onRows(rowsOf(found))
    const differing = differencesOf(batch, found, rowKinds)
    if (differing.length > 0) yield { batch, message: sentence(batch, differing) }
  }
  for (const batch of open.values()) {
    yield {
      batch,
      message: `${describeBatch(batch)} differs: it recorded ${rowsOf(batch)} rows, and none are there.`,
    }
  }
}

/**
 * The same for the kinds beside calls alone: rows of theirs change what calls of any earlier batch are worth.
 * @throws HeadwaterError `close.batchDiffers`
 */
export async function requireOthersReconciled(
  usage: UsageReader,
  batches: readonly RecordedBatch[],
): Promise<void> {
  const byName = new Map(batches.map((batch) => [batchName(batch), batch]))
  for await (const found of usage.batchTotals(batches, otherKinds)) {
    const batch = byName.get(batchName(found))!
    const differing = differencesOf(batch, found, otherKinds)
    if (differing.length > 0) failDiffers({ batch, message: sentence(batch, differing) })
  }
}

/**
 * The same for old batches whose calls are corrected now, as far as corrections move money by them: by those columns alone,
 * where the batch has a digest of them. What calls cost depends on more columns. A batch that differs in them is judged by
 * the digest of all columns.
 * @throws HeadwaterError `close.batchDiffers`
 */
export async function requireMoneyReconciled(
  usage: UsageReader,
  batches: readonly RecordedBatch[],
  hasCosts: boolean,
): Promise<void> {
  const isDigested = ({ moneyDigest }: RecordedBatch) => moneyDigest !== undefined && !hasCosts
  const due = batches.filter((batch) => !isDigested(batch))
  const digested = new Map(batches.filter(isDigested).map((batch) => [batchName(batch), batch]))
  for await (const found of usage.moneyDigests([...digested.values()])) {
    const batch = digested.get(batchName(found))!
    if (batch.moneyDigest !== found.digest) due.push(batch)
  }
  await requireReconciled(usage, due)
}

/** @throws HeadwaterError `close.batchDiffers` */
export async function requireReconciled(
  usage: UsageReader,
  batches: readonly RecordedBatch[],
  onRows?: (rows: number) => void,
): Promise<void> {
  for await (const difference of reconcile(usage, batches, onRows)) failDiffers(difference)
}

function failDiffers({ batch, message }: BatchDifference): never {
  return fail('close.batchDiffers', message, { data: { partition: batch.partition, batch: batch.revision } })
}

function sentence(batch: RecordedBatch, differing: readonly string[]): string {
  return `${describeBatch(batch)} differs: ${differing.join('; ')}.`
}

/** Batches that no epoch has reconciled yet. */
export function newBatches(batches: readonly RecordedBatch[], seen: Watermarks | undefined): RecordedBatch[] {
  return batches.filter(({ partition, revision }) => revision > (seen?.get(partition) ?? -1))
}

export function batchesUpTo(batches: readonly RecordedBatch[], seen: Watermarks): RecordedBatch[] {
  return batches.filter(({ partition, revision }) => revision <= (seen.get(partition) ?? -1))
}

export function batchesNamed(batches: readonly RecordedBatch[], keys: readonly BatchKey[]): RecordedBatch[] {
  const names = new Set(keys.map(batchName))
  return batches.filter((batch) => names.has(batchName(batch)))
}

function differencesOf(batch: RecordedBatch, found: BatchTotals, kindsOf: readonly RowKind[]): string[] {
  return kindsOf.flatMap((kind) => differences(kind, batch.totals[kind], found.totals[kind]))
}

function differences(kind: RowKind, recorded: RowTotals, found: RowTotals): string[] {
  const differing: string[] = []
  const what = kind === 'call' ? 'rows' : kinds[kind].table
  if (recorded.rows !== found.rows)
    differing.push(`it recorded ${recorded.rows} ${what}, and ${found.rows} are there`)
  for (const currency of new Set([...recorded.sums.keys(), ...found.sums.keys()])) {
    const promised = recorded.sums.get(currency) ?? 0n
    const there = found.sums.get(currency) ?? 0n
    if (promised !== there) {
      const rows = `${currency} ${kinds[kind].table}`
      differing.push(`its ${rows} added up to ${promised} ledger units, and now to ${there}`)
    }
  }
  const none = recorded.rows === 0 && found.rows === 0
  if (!none && recorded.digest !== found.digest) differing.push(`the digest of its ${what} is another`)
  return differing
}
