/**
 * Finds identities that two ingesters both accepted. The first recorded row counts, whatever the index of either
 * ingester answered. The order is the position of the batch in the log, then the row.
 */
import type { RecordedBatch } from '../../log/batchLog.ts'
import { type BatchKey, batchName, type RowKey, type Watermarks } from '../../log/keys.ts'
import { type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { RowKeyOfIdentity, UsageReader, UsageScope } from '../../usage/reader.ts'

export interface Repeated {
  /** Batches of the rows that count although others repeat them. */
  readonly standing: readonly BatchKey[]
  /** Every row but the first of its identity, in the order of the log. */
  readonly excluded: readonly RowKey[]
  /** The calls among them: their number, and what they add up to by currency. */
  readonly excludedCalls: { readonly count: number; readonly sums: ReadonlyMap<string, LedgerUnits> }
  /** The excluded rows whose content differs from the first. */
  readonly conflicts: readonly RowKeyOfIdentity[]
}

/**
 * Of most repeated rows only the key is kept: there are millions where a topic was taken in twice.
 * @param scope with the rows excluded so far, which stay excluded
 * @param since watermarks up to which repetitions were found before
 */
export async function findRepeated(
  usage: UsageReader,
  scope: UsageScope,
  batches: readonly RecordedBatch[],
  since: Watermarks | undefined,
): Promise<Repeated> {
  const byName = new Map(batches.map((batch, order) => [batchName(batch), { batch, order }]))
  const standing = new Set<BatchKey>()
  const excluded: PlacedRow[] = []
  const sums = new Map<string, LedgerUnits>()
  let calls = 0
  const conflicts: PlacedRow<RowKeyOfIdentity>[] = []

  const takeIdentity = (rows: PlacedRow<RowKeyOfIdentity>[]): void => {
    const [first, ...others] = rows.sort(inOrder)
    if (others.length === 0) return
    standing.add(first!.place.batch)
    for (const { place, row } of others) {
      const { partition, revision, attempt } = place.batch
      excluded.push({ place, row: { partition, revision, attempt, row: row.row } })
      if (row.kind === 'call') {
        calls++
        sums.set(row.currency, plus(sums.get(row.currency) ?? zeroLedgerUnits, row.amount))
      }
      if (row.content !== first!.row.content) conflicts.push({ place, row })
    }
  }
  await usage.repeatedIdentities(scope, { since }, (rows) => {
    for (const ofIdentity of Map.groupBy(rows, ({ identity }) => identity).values()) {
      // Without what a killed ingester left long ago, where the scope does not list it.
      takeIdentity(
        ofIdentity.flatMap((row) => {
          const place = byName.get(batchName(row))
          return place ? [{ place, row }] : []
        }),
      )
    }
  })
  return {
    standing: [...standing],
    excluded: excluded.sort(inOrder).map(({ row }) => row),
    excludedCalls: { count: calls, sums },
    conflicts: conflicts.sort(inOrder).map(({ row }) => row),
  }
}

/** A row with its batch, and the batch's order in the log. */
interface PlacedRow<Row extends RowKey = RowKey> {
  readonly place: { readonly batch: RecordedBatch; readonly order: number }
  readonly row: Row
}

function inOrder(one: PlacedRow, other: PlacedRow): number {
  return one.place.order - other.place.order || one.row.row - other.row.row
}
