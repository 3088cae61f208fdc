/**
 * Finds identities that two ingesters both accepted. The first recorded row counts, whatever the index of either
 * ingester answered. The order is the position of the batch in the log, then the row.
 */
import { type CallField, callType, tokenClasses } from '../../events/index.ts'
import { formatTime } from '../../events/time.ts'
import type { RecordedBatch } from '../../log/batchLog.ts'
import { type BatchKey, batchName, type RowKey, type Watermarks } from '../../log/keys.ts'
import { formatAmount, type LedgerUnits, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { RowKeyOfIdentity, UsageReader, UsageScope } from '../../usage/reader.ts'
import type { RefusedEvent } from '../../usage/refused.ts'
import { conflictId } from '../../usage/refusedId.ts'

export interface Repeated {
  /** Batches of the rows that count although others repeat them. */
  readonly standing: readonly BatchKey[]
  /** Every row but the first of its identity, in the order of the log. */
  readonly excluded: readonly RowKey[]
  /** What the excluded rows add up to, by currency. */
  readonly excludedSums: ReadonlyMap<string, LedgerUnits>
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
  const excludedSums = new Map<string, LedgerUnits>()
  const conflicts: PlacedRow<RowKeyOfIdentity>[] = []

  const takeIdentity = (rows: PlacedRow<RowKeyOfIdentity>[]): void => {
    const [first, ...others] = rows.sort(inOrder)
    if (others.length === 0) return
    standing.add(first!.place.batch)
    for (const { place, row } of others) {
      const { partition, revision, attempt } = place.batch
      excluded.push({ place, row: { partition, revision, attempt, row: row.row } })
      excludedSums.set(row.currency, plus(excludedSums.get(row.currency) ?? zeroLedgerUnits, row.amount))
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
    excludedSums,
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

/** Further conflicts are listed with what the identity gives, without a search for the rest of their row. */
const conflictsDetailedMax = 1_000

/** Conflicts as entries of the refused list, so that an operator finds them beside every other refused event. */
export async function refuseConflicts(
  usage: UsageReader,
  conflicts: readonly RowKeyOfIdentity[],
  decimalsOf: (currency: string) => number,
  refusedAt: Date,
): Promise<RefusedEvent[]> {
  const refused: RefusedEvent[] = []
  for (const [at, row] of conflicts.entries()) {
    const found = at < conflictsDetailedMax ? await usage.findCalls(row.id, row.source) : []
    const call = found.find((stored) => batchName(stored) === batchName(row) && stored.row === row.row)
    refused.push(refusedConflict(row, call, decimalsOf(row.currency), refusedAt))
  }
  return refused
}

function refusedConflict(
  row: RowKeyOfIdentity,
  call: StoredCall | undefined,
  decimals: number,
  refusedAt: Date,
): RefusedEvent {
  const raw = JSON.stringify(wireCall(row, call, decimals))
  const code = 'event.conflict'
  const format = 'cloudevents'
  return {
    id: conflictId(raw, code, format),
    origin: `batch ${row.revision} of partition ${row.partition}`,
    format,
    line: row.row + 1,
    code,
    path: '',
    message: `Another call was recorded before under the id ${JSON.stringify(row.id)} of this source; the first stands.`,
    raw,
    refusedAt: refusedAt.toISOString(),
  }
}

/** The event as far as its row gives it. A priced call came without its amount. */
function wireCall(row: RowKeyOfIdentity, call: StoredCall | undefined, decimals: number): unknown {
  const given = (text: string | undefined): string | undefined => (text === '' ? undefined : text)
  const priced = call?.priced === true
  return {
    specversion: '1.0',
    type: callType,
    source: row.source,
    id: row.id,
    time: call && formatTime(call.time),
    data: {
      asset: call?.asset,
      version: given(call?.version),
      amount: priced ? undefined : formatAmount(row.amount, decimals),
      currency: priced ? undefined : row.currency,
      caller: given(call?.caller),
      agent: given(call?.agent),
      tokens: call && wireTokens(call),
      traceId: given(call?.traceId),
      providerCallId: given(call?.providerCallId),
    } satisfies Record<CallField, unknown>,
  }
}

function wireTokens(call: StoredCall): Readonly<Record<string, number>> | undefined {
  const counts = tokenClasses.map((name) => [name, call[`${name}Tokens`]] as const)
  const given = counts.filter(([, count]) => count >= 0)
  return given.length > 0 ? Object.fromEntries(given) : undefined
}
