/** Open disputes, and refunds with what became of them. A page costs a few queries, whatever its length. */
import { formatTime } from '../../events/time.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import type { EpochLog } from '../../log/epochLog.ts'
import { formatAmount, type LedgerUnits, minus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import type { Registry } from '../../registry/index.ts'
import type {
  CallCorrections,
  CorrectionFilter,
  CorrectionPlace,
  ListedCorrection,
} from '../../usage/correctionLists.ts'
import type { CallLists, ListPart } from '../../usage/lists.ts'
import type { UsageReader, UsageScope } from '../../usage/reader.ts'
import { locateCall } from '../reports/findEpoch.ts'
import { cut, type ListPage, oneMore, readScopeNow } from './calls.ts'
import type { DisputeItem, RefundItem } from './correctionAnswers.ts'

export interface CorrectionListDeps {
  readonly lists: CallLists
  readonly usage: UsageReader
  readonly registry: Registry
  readonly epochs: EpochLog
  readonly batches: BatchLog
  readonly head: () => Promise<number>
  readonly clock: () => Date
}

export interface RefundQuery {
  readonly state?: RefundItem['state']
}

const microsPerDay = 86_400_000_000
/** Refunds that a page with a state looks at. Fewer may be of that state: then the next page goes on from there. */
const lookedAtMax = 10_000
const readAtOnce = 1_000

/** The oldest first. @throws HeadwaterError `data.outOfStep` */
export async function listDisputes(
  deps: CorrectionListDeps,
  part: ListPart<CorrectionPlace>,
): Promise<ListPage<DisputeItem, CorrectionPlace>> {
  const { epochs, scope } = await readNow(deps)
  const now = deps.clock().getTime() * 1_000
  const found = await deps.lists.corrections(scope, { types: ['disputed'], open: true }, oneMore(part))
  return cut(
    found,
    part,
    (row) => {
      const { corrected } = row
      const text = corrected && textIn(deps.registry, corrected.call.currency)
      return {
        ...about(deps.registry, epochs, row),
        currency: corrected?.call.currency ?? null,
        amount: corrected && text ? text(corrected.call.amount) : null,
        held: corrected && text ? text(leftOf(corrected)) : null,
        days: Math.max(0, Math.floor((now - row.time) / microsPerDay)),
      }
    },
    placeOf,
  )
}

/**
 * The oldest first. With a state a page may have fewer items than asked for although more follow.
 * @throws HeadwaterError `data.outOfStep`
 */
export async function listRefunds(
  deps: CorrectionListDeps,
  { state }: RefundQuery,
  part: ListPart<CorrectionPlace>,
): Promise<ListPage<RefundItem, CorrectionPlace>> {
  const { epochs, scope } = await readNow(deps)
  const filter: CorrectionFilter = { types: ['refunded'], counted: epochs.at(-1) }
  const show = (row: ListedCorrection) => showRefund(deps.registry, epochs, row)
  if (state === undefined)
    return cut(await deps.lists.corrections(scope, filter, oneMore(part)), part, show, placeOf)
  const items: RefundItem[] = []
  let { after } = part
  for (let looked = 0; looked < lookedAtMax; looked += readAtOnce) {
    const rows = await deps.lists.corrections(scope, filter, {
      limit: readAtOnce,
      ...(after !== undefined && { after }),
    })
    for (const row of rows) {
      const item = show(row)
      after = placeOf(row)
      if (item.state === state) items.push(item)
      if (items.length === part.limit) return { items, next: after }
    }
    if (rows.length < readAtOnce) return { items, next: null }
  }
  return { items, next: after ?? null }
}

async function readNow(
  deps: CorrectionListDeps,
): Promise<{ epochs: readonly ClosedEpoch[]; scope: UsageScope }> {
  const epochs = await deps.epochs.list()
  return { epochs, scope: await readScopeNow(deps, epochs) }
}

function placeOf({ time, partition, revision, row }: ListedCorrection): CorrectionPlace {
  return { time, partition, revision, row }
}

/** What refunds leave of a call. */
function leftOf({ call, refunded, whole }: CallCorrections): LedgerUnits {
  return whole || refunded >= call.amount ? zeroLedgerUnits : minus(call.amount, refunded)
}

function about(registry: Registry, epochs: readonly ClosedEpoch[], row: ListedCorrection) {
  const { id, source, time, targetId, targetSource, reason, corrected } = row
  return {
    ...{ id, source, time: formatTime(time) },
    call: { id: targetId, source: targetSource },
    asset: corrected?.call.asset ?? null,
    callState: corrected ? locateCall(registry, epochs, corrected.call).state : ('unknown' as const),
    reason: reason === '' ? null : reason,
  }
}

function showRefund(registry: Registry, epochs: readonly ClosedEpoch[], row: ListedCorrection): RefundItem {
  const shown = about(registry, epochs, row)
  const { currency, amount, whole } = row
  return {
    ...shown,
    currency: whole ? null : currency,
    amount: whole || currency === '' ? null : textIn(registry, currency)(amount),
    state: stateOf(row, shown.callState, epochs.at(-1)),
  }
}

/** What waits, what does not match, what is too much: docs/semantics.md, Corrections. */
function stateOf(
  { partition, revision, time, currency, whole, corrected }: ListedCorrection,
  callState: RefundItem['callState'],
  last: ClosedEpoch | undefined,
): RefundItem['state'] {
  if (corrected === undefined || callState !== 'settled') return 'waiting'
  if (!whole && currency !== corrected.call.currency) return 'mismatched'
  const counted =
    last !== undefined && revision <= (last.watermarks.get(partition) ?? -1) && time < last.until
  if (!counted) return 'pending'
  return corrected.countedRefunds > corrected.call.amount ? 'excess' : 'counts'
}

function textIn({ currencies }: Registry, currency: string): (units: LedgerUnits) => string {
  const { decimals } = currencies.get(currency as never)!
  return (units) => formatAmount(units, decimals)
}
