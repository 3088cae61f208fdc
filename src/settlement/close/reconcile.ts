/** Checks that the rows still add up to what their batch recorded: number, sums, and a digest over every field. */
import { fail } from '../../errors.ts'
import { type RecordedBatch, type RowTotals, rowsOf } from '../../log/batchLog.ts'
import { type BatchKey, batchName, type RowKind, rowKinds, type Watermarks } from '../../log/keys.ts'
import { kinds } from '../../usage/kinds.ts'
import type { UsageReader } from '../../usage/reader.ts'
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
    const differing = rowKinds.flatMap((kind) => differences(kind, batch.totals[kind], found.totals[kind]))
    if (differing.length > 0)
      yield { batch, message: `${describeBatch(batch)} differs: ${differing.join('; ')}.` }
  }
  for (const batch of open.values()) {
    yield {
      batch,
      message: `${describeBatch(batch)} differs: it recorded ${rowsOf(batch)} rows, and none are there.`,
    }
  }
}

/** @throws HeadwaterError `close.batchDiffers` */
export async function requireReconciled(
  usage: UsageReader,
  batches: readonly RecordedBatch[],
  onRows?: (rows: number) => void,
): Promise<void> {
  for await (const { batch, message } of reconcile(usage, batches, onRows)) {
    fail('close.batchDiffers', message, { data: { partition: batch.partition, batch: batch.revision } })
  }
}

/** Batches that no epoch has reconciled yet. */
export function newBatches(batches: readonly RecordedBatch[], seen: Watermarks | undefined): RecordedBatch[] {
  return batches.filter(({ partition, revision }) => revision > (seen?.get(partition) ?? -1))
}

export function batchesNamed(batches: readonly RecordedBatch[], keys: readonly BatchKey[]): RecordedBatch[] {
  const names = new Set(keys.map(batchName))
  return batches.filter((batch) => names.has(batchName(batch)))
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
