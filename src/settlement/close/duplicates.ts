/**
 * Finds identities that two ingesters both accepted. The first recorded row counts, whatever the index of either
 * ingester answered. The order is the position of the batch in the log, then the row.
 */
import { type CallField, callType, tokenClasses } from '../../events/index.ts'
import { formatTime } from '../../events/time.ts'
import { invariant } from '../../invariant.ts'
import type { RecordedBatch } from '../../log/batchLog.ts'
import { batchName, type RowKey, type Watermarks } from '../../log/keys.ts'
import { formatAmount } from '../../money/ledgerUnits.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { RowKeyOfIdentity, UsageReader, UsageScope } from '../../usage/reader.ts'
import type { RefusedEvent } from '../../usage/refused.ts'
import { conflictId } from '../../usage/refusedId.ts'

export interface Repeated {
  /** Of each identity that excludes others: the row that counts. */
  readonly standing: readonly RowKeyOfIdentity[]
  /** Every row but the first of its identity. */
  readonly excluded: readonly RowKeyOfIdentity[]
  /** The excluded rows whose content differs from the first. */
  readonly conflicts: readonly RowKeyOfIdentity[]
}

/**
 * @param scope with the rows excluded so far, which stay excluded
 * @param since watermarks up to which repetitions were found before
 */
export async function findRepeated(
  usage: UsageReader,
  scope: UsageScope,
  batches: readonly RecordedBatch[],
  since: Watermarks | undefined,
): Promise<Repeated> {
  const positions = new Map(batches.map((batch) => [batchName(batch), batch.position]))
  const place = (row: RowKey): number => {
    const position = positions.get(batchName(row))
    invariant(position !== undefined, 'a row of the scope belongs to a recorded batch')
    return position
  }
  const byIdentity = new Map<string, RowKeyOfIdentity[]>()
  for (const row of await usage.repeatedIdentities(scope, since)) {
    // What a killed ingester left long ago, where the scope does not list it.
    if (!positions.has(batchName(row))) continue
    const rows = byIdentity.get(row.identity)
    if (rows) rows.push(row)
    else byIdentity.set(row.identity, [row])
  }
  const standing: RowKeyOfIdentity[] = []
  const excluded: RowKeyOfIdentity[] = []
  const conflicts: RowKeyOfIdentity[] = []
  for (const rows of byIdentity.values()) {
    rows.sort((a, b) => place(a) - place(b) || a.row - b.row)
    const [first, ...others] = rows
    if (others.length > 0) standing.push(first!)
    for (const other of others) {
      excluded.push(other)
      if (other.content !== first!.content) conflicts.push(other)
    }
  }
  const inOrder = (a: RowKey, b: RowKey): number => place(a) - place(b) || a.row - b.row
  return { standing, excluded: excluded.sort(inOrder), conflicts: conflicts.sort(inOrder) }
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
