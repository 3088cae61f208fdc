/** Costs that are in force at earlier calls, and rates that priced earlier calls recorded after them. */
import type { AssetId } from '../../events/ids.ts'
import { changedTimes } from '../../registry/index.ts'
import type { CallKey, SettlementWindow } from '../../usage/reader.ts'
import { amountsOf, callsIn } from '../close/directSums.ts'
import type { Close, Found } from './found.ts'
import type { RecordedSince } from './recordedSince.ts'

/** The calls of the asset and currency at whose time the cost is in force. */
export async function changedCosts(
  { live, registry, window, earlier }: Close,
  { costs }: RecordedSince,
): Promise<Found[]> {
  const found: Found[] = []
  for (const { event, asset } of costs) {
    const cards = live.assets.get(asset)!.costs.filter(({ revision }) => revision <= registry.revision)
    const card = cards.find(({ revision }) => revision === event.revision)!
    const times = changedTimes(cards, card)
    if (times === undefined) continue
    const sums = await earlier.sums(window, { keys: keysOf(window, asset), ...times }, event)
    const calls = sums.filter(({ currency }) => currency === card.currency)
    if (calls.length === 0) continue
    const change = { kind: 'cost', asset, payee: card.payee, calls: callsIn(calls) } as const
    found.push({ event, change, amounts: amountsOf(calls) })
  }
  return found
}

/** What calls of an asset may name. */
function keysOf({ named }: SettlementWindow, asset: AssetId): CallKey[] {
  const versions = named.filter((entry) => entry.asset === asset)
  return [{ asset, version: '' }, ...versions.map(({ version }) => ({ asset, version }))]
}

/** A rate never changes a recorded call. It prices calls that happened before it and are recorded after it. */
export async function lateRates(
  { live, usage, window, earlier }: Close,
  { rates }: RecordedSince,
): Promise<Found[]> {
  const found: Found[] = []
  for (const { event, asset, currency, effectiveFrom } of rates) {
    const next = live.assets.get(asset)!.ratesByTime.find((rate) => rate.effectiveFrom > effectiveFrom)
    const from = Math.max(effectiveFrom, earlier.began)
    const before = Math.min(event.recordedAt, next?.effectiveFrom ?? event.recordedAt)
    if (from >= before) continue
    const after = await earlier.batchesBefore(event)
    const sums = await usage.directSums(window, {
      keys: keysOf(window, asset),
      from,
      before,
      after,
      priced: true,
    })
    const calls = sums.filter((sum) => sum.currency === currency)
    if (calls.length === 0) continue
    found.push({ event, change: { kind: 'rate', asset, calls: callsIn(calls) }, amounts: amountsOf(calls) })
  }
  return found
}
