/**
 * The calls of an epoch that paid a payee, each with the payee's own parts: what its figures are made of. Neither the
 * amount of a call nor the asset that it names is in it, and a call that gives the payee nothing is not. Parts are those
 * of each call alone: an epoch divides sums, and rounds them once, so the figure of an epoch may be above the sum of its
 * parts by less than a ledger unit for each call and step, and caps and clauses are not in parts.
 */
import { setImmediate } from 'node:timers/promises'
import type { EarningLine } from '../../books/port.ts'
import type { PayeeId } from '../../events/ids.ts'
import { formatTime } from '../../events/time.ts'
import type { BatchLog } from '../../log/batchLog.ts'
import type { ClosedEpoch } from '../../log/epochClosed.ts'
import { formatAmount, plus, zeroLedgerUnits } from '../../money/ledgerUnits.ts'
import { assetNamed, type Registry, type Release } from '../../registry/index.ts'
import type { StoredCall } from '../../usage/kinds/call.ts'
import type { CallPlace, ListPart } from '../../usage/lists.ts'
import type { Lineage } from '../lineage.ts'
import { worthOf } from '../reports/callCorrections.ts'
import { assetsFor } from '../reports/correctedCalls.ts'
import { type CallPart, callTerms, divideCall, heldThen } from '../reports/divideCall.ts'
import { locateCall } from '../reports/findEpoch.ts'
import { knownPayee, type StatementDeps } from '../reports/statement.ts'
import type { PayeeCallItem } from './answers.ts'
import type { ListPage } from './calls.ts'
import { settledWindow } from './settledWindow.ts'

export interface PayeeCallQuery {
  /** Default: the last. */
  readonly epoch?: number
  /** Only what comes from this source: what it kept for its holders and contributors. '' for the platform fee. */
  readonly asset?: string
  readonly version?: string
}

/** Calls that are divided for a page, whether they pay the payee or not. */
const lookedAtMax = 2_000
const readAtOnce = 250

/**
 * The oldest first. A page may have fewer items than asked for although more follow.
 * @throws HeadwaterError `payee.unknown`, `epoch.none`, `epoch.unknown`, `data.outOfStep`
 */
export async function listPayeeCalls(
  deps: Omit<StatementDeps, 'clock'>,
  payee: string,
  query: PayeeCallQuery,
  { limit, after }: ListPart<CallPlace>,
): Promise<ListPage<PayeeCallItem, CallPlace>> {
  const { epochs, lists } = deps
  const { id } = await knownPayee(deps, payee)
  const closed = query.epoch === undefined ? await epochs.last() : await epochs.get(query.epoch)
  const upTo = (await epochs.list()).slice(0, closed.epoch)
  const earned = await sourcesOf(deps, id, closed, query)
  const window = await settledWindow(deps, upTo, releasesFor(deps.registry, earned))
  const partsOf = await divider(deps, upTo, { payee: id, query })
  const items: PayeeCallItem[] = []
  let place = after
  for (let lookedAt = 0; lookedAt < lookedAtMax; lookedAt += readAtOnce) {
    const calls = await lists.settled(window, { limit: readAtOnce, ...(place && { after: place }) })
    for (const call of calls) {
      const item = await partsOf(call)
      const { time, partition, revision, row } = call
      if (item !== undefined) {
        // The place is that of the last call listed: no cursor names a call that does not pay the payee.
        if (items.length === limit) return { items, next: place! }
        items.push(item)
      }
      place = { time, partition, revision, row }
    }
    if (calls.length < readAtOnce) return { items, next: null }
    await setImmediate()
  }
  return { items, next: place! }
}

async function sourcesOf(
  { books }: Pick<StatementDeps, 'books'>,
  payee: PayeeId,
  closed: ClosedEpoch,
  { asset, version }: PayeeCallQuery,
): Promise<EarningLine[]> {
  const lines: EarningLine[] = []
  for await (const line of books.epochEarnings(closed.key, payee)) {
    if (asset !== undefined && line.asset !== asset) continue
    if (version === undefined || line.version === version) lines.push(line)
  }
  return lines
}

/** Of the assets whose calls may pay from these sources. */
function releasesFor(registry: Registry, earned: readonly EarningLine[]): Iterable<Release> {
  if (earned.length === 0) return []
  const { versions } = registry
  const assets = assetsFor(registry, earned)
  if (assets === undefined) return versions.releasedAfter(-1)
  return assets.flatMap((asset) => assetNamed(registry, asset)!.versions.map((index) => versions.at(index)!))
}

interface DividerDeps {
  readonly registry: Registry
  readonly lineage: () => Promise<Lineage>
  readonly usage: StatementDeps['usage']
  readonly batches: BatchLog
}

/** @returns the payee's parts of a call; undefined where there are none */
async function divider(
  deps: DividerDeps,
  upTo: readonly ClosedEpoch[],
  { payee, query }: { readonly payee: PayeeId; readonly query: PayeeCallQuery },
): Promise<(call: StoredCall) => Promise<PayeeCallItem | undefined>> {
  const { registry } = deps
  const closed = upTo.at(-1)!
  const lineage = await deps.lineage()
  const held = heldThen(registry, closed.until, closed.registryRevision)
  const recorded = await deps.batches.upTo(closed.position)
  const corrected = recorded.some(({ totals }) => totals.correction.rows > 0)
  const isAsked = (part: CallPart) =>
    part.payee === payee &&
    part.amount !== 0n &&
    (query.asset === undefined || part.asset === query.asset) &&
    (query.version === undefined || part.version === query.version)
  return async (call) => {
    const place = locateCall(registry, upTo, call)
    if (place.epoch !== closed.epoch || place.resolved === undefined) return undefined
    const worth = corrected ? (await worthOf(deps, call, upTo, closed.epoch)).worth : call.amount
    const terms = callTerms(registry, call, {
      version: place.resolved.version,
      revision: closed.registryRevision,
    })
    const parts = divideCall(lineage, call, terms, { worth, held }).parts.filter(isAsked)
    if (parts.length === 0) return undefined
    const { decimals } = registry.currencies.get(call.currency)!
    const total = parts.reduce((sum, { amount }) => plus(sum, amount), zeroLedgerUnits)
    return {
      ...{ id: call.id, source: call.source, time: formatTime(call.time), currency: call.currency },
      ...{ epoch: closed.epoch, late: place.late, amount: formatAmount(total, decimals) },
      parts: parts.map(({ asset, version, role, amount }) => ({
        ...{ asset, version, role, amount: formatAmount(amount, decimals) },
      })),
    }
  }
}
