/** What refunds and disputes leave of one call (docs/semantics.md, Corrections), as it stands after the last close. */
import { formatTime } from '../../events/time.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { batchName, type RowKey } from '../../log/keys.ts'
import { formatAmount, type LedgerUnits, ledgerUnits, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { Registry } from '../../registry/index.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { StoredCorrection } from '../../usage/kinds/correction.ts'
import type { UsageReader } from '../../usage/reader.ts'
import type { Explanation } from '../answers.ts'

interface CorrectionDeps {
  readonly usage: Pick<UsageReader, 'findCorrections'>
  readonly batches: BatchLog
  readonly registry: Registry
}

interface CallWorth {
  /** What the call is worth: its amount, less what the corrections that count take. */
  readonly worth: LedgerUnits
  /** Refunds, disputes and closings of them, in the order recorded. */
  readonly corrections: NonNullable<Explanation['corrections']>
}

/** A correction and the first epoch in which it counts; undefined before that. */
interface Placed {
  readonly row: StoredCorrection
  readonly epoch: number | undefined
}

/**
 * A correction of a settled call counts once an epoch closed with it; one of an unsettled call waits, and counts when its
 * call settles, if its own time is before the end of that epoch.
 *
 * @param settledBy the epoch that settled the call; undefined for a call that waits: then what is recorded counts
 */
export async function worthOf(
  deps: CorrectionDeps,
  call: StoredCall,
  epochs: readonly ClosedEpoch[],
  settledBy: number | undefined,
): Promise<CallWorth> {
  const placed: Placed[] = []
  const own = await recordedOf(deps, call)
  for (const row of own) placed.push(place(row, epochs, settledBy))
  for (const { source, id } of own.filter(({ type }) => type === 'disputed'))
    for (const row of await recordedOf(deps, { source, id })) placed.push(place(row, epochs, settledBy))
  const counting = placed.filter(({ epoch }) => settledBy === undefined || epoch !== undefined)
  return {
    worth: leftOf(
      call,
      counting.map(({ row }) => row),
    ),
    corrections: placed.map((one) => report(one, deps.registry)),
  }
}

/** a(c) less its refunds; nothing while a dispute is open. */
function leftOf(call: StoredCall, counting: readonly StoredCorrection[]): LedgerUnits {
  const closed = new Set(counting.filter(({ type }) => type === 'closed').map(nameOfTarget))
  const isOpen = ({ type, source, id }: StoredCorrection): boolean =>
    type === 'disputed' && !closed.has(JSON.stringify([source, id]))
  if (counting.some(isOpen)) return zeroLedgerUnits
  let left: bigint = call.amount
  for (const { type, whole, currency, amount } of counting) {
    if (type !== 'refunded') continue
    if (whole) left = 0n
    else if (currency === call.currency) left -= amount
  }
  return left > 0n ? ledgerUnits(left) : zeroLedgerUnits
}

function nameOfTarget({ targetSource, targetId }: StoredCorrection): string {
  return JSON.stringify([targetSource, targetId])
}

/** What names an event, of the recorded rows: the first of each identity, in the order recorded. */
async function recordedOf(
  { usage, batches }: CorrectionDeps,
  { source, id }: { readonly source: string; readonly id: string },
): Promise<StoredCorrection[]> {
  const rows = await usage.findCorrections(source, id)
  const positions = new Map<string, number>()
  for (const row of rows) {
    const name = batchName(row)
    const position = positions.get(name) ?? (await batches.positionOf(row))
    if (position !== undefined) positions.set(name, position)
  }
  const order = (one: RowKey, other: RowKey): number =>
    positions.get(batchName(one))! - positions.get(batchName(other))! || one.row - other.row
  const first = new Map<string, StoredCorrection>()
  for (const row of rows.filter((one) => positions.has(batchName(one))).sort(order)) {
    const identity = JSON.stringify([row.source, row.id])
    if (!first.has(identity)) first.set(identity, row)
  }
  return [...first.values()]
}

function place(row: StoredCorrection, epochs: readonly ClosedEpoch[], settledBy: number | undefined): Placed {
  const counts = ({ epoch, watermarks, until }: ClosedEpoch): boolean =>
    settledBy !== undefined &&
    epoch >= settledBy &&
    row.revision <= (watermarks.get(row.partition) ?? -1) &&
    row.time < until
  return { row, epoch: epochs.find(counts)?.epoch }
}

function report({ row, epoch }: Placed, registry: Registry): CallWorth['corrections'][number] {
  const { type, source, id, time, whole, amount, currency, reason } = row
  const given = currency !== '' && !whole
  return {
    type,
    source,
    id,
    time: formatTime(time),
    ...(given && { currency, amount: formatAmount(amount, registry.currencies.get(currency)!.decimals) }),
    ...(reason !== '' && { reason }),
    epoch: epoch ?? null,
  }
}
