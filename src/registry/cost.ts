/** Costs in the registry: a card for each asset and currency at a time. */
import type { AssetId, CurrencyCode, PayeeId } from '../events/ids.ts'
import type { RegistryWireEventOf } from '../events/index.ts'
import { formatTime, type Micros, parseTime } from '../events/time.ts'
import { amountLimit, type LedgerUnits } from '../money/ledgerUnits.ts'
import { formatShare, type Share, zeroShare } from '../money/share.ts'
import { type Json, type RegistryDefinition, readShare } from './definition.ts'
import type { CostCard, Prices } from './model.ts'
import { namePayee } from './payee.ts'
import { checkPrices, loadPrices, pricesOf, pricesPayload, readPrices, savePrices } from './prices.ts'
import { RecordReader, RecordWriter } from './recordBytes.ts'
import { checkPayee, knownAsset, knownCurrency, recorded } from './require.ts'

type CostData = RegistryWireEventOf<'io.headwater.cost.set'>['data']

export const costSet: RegistryDefinition<'io.headwater.cost.set'> = {
  decide(event, registry) {
    const { asset, payee, currency } = event.data
    knownAsset(registry, asset)
    checkPayee(registry, payee)
    checkPrices(event.data, knownCurrency(registry, currency).decimals)
    return event
  },
  reach({ data }, registry, now) {
    const { asset, currency, effectiveFrom: from } = data
    const { decimals } = recorded(registry.currencies, currency)
    const { costs = [] } = registry.assets.get(asset) ?? {}
    const times = changedTimes(costs, cardOf(data, decimals, registry.count))
    if (times === undefined) return undefined
    return {
      kind: 'cost',
      assets: [asset],
      currency,
      calls: 'all',
      from,
      before: Math.min(times.before, now),
    }
  },
  evolve(state, { data }, revision) {
    namePayee(state, data.payee)
    const { decimals } = recorded(state.currencies, data.currency)
    state.changing(data.asset).costs.push(cardOf(data, decimals, revision))
    state.contractsFrom ??= revision
  },
  payload: (data) => ({
    asset: data.asset,
    payee: data.payee,
    currency: data.currency,
    effectiveFrom: formatTime(data.effectiveFrom),
    ...pricesPayload(data),
    ...(data.share !== undefined && { share: formatShare(data.share) }),
  }),
  read: ({ effectiveFrom, perCall, perMillion, share, ...rest }: Json) =>
    ({
      ...rest,
      effectiveFrom: parseTime(effectiveFrom as string),
      ...readPrices({ perCall, perMillion }),
      ...(share !== undefined && { share: readShare(share, true) }),
    }) as CostData,
}

function cardOf(data: CostData, decimals: number, revision: number): CostCard {
  const { asset, payee, currency, effectiveFrom, share = zeroShare } = data
  return { asset, payee, currency, effectiveFrom, ...clamped(pricesOf(data, decimals)), share, revision }
}

/**
 * A cost is at most the call's amount, which is below this: with larger prices it would be the same, and sums of it
 * would not fit 256 bits.
 */
function clamped({ perCall, perToken }: Prices): Prices {
  const clamp = (price: bigint) => (price < amountLimit ? price : amountLimit) as LedgerUnits
  const { input, output, cacheRead, cacheWrite } = perToken
  return {
    perCall: clamp(perCall),
    perToken: {
      input: clamp(input),
      output: clamp(output),
      cacheRead: clamp(cacheRead),
      cacheWrite: clamp(cacheWrite),
    },
  }
}

/**
 * The times of calls whose cost a card changes, by all cards of its asset; undefined where it changes none: it costs what
 * the one before it does, or a card of the same time was recorded later.
 */
export function changedTimes(
  costs: readonly CostCard[],
  card: CostCard,
): { readonly from: Micros; readonly before: Micros } | undefined {
  const from = card.effectiveFrom
  let former: CostCard | undefined
  let before = Number.POSITIVE_INFINITY
  for (const other of costs) {
    if (other.currency !== card.currency || other.revision === card.revision) continue
    if (other.effectiveFrom > from) before = Math.min(before, other.effectiveFrom)
    else if (other.effectiveFrom === from && other.revision > card.revision) return undefined
    else if (former === undefined || other.effectiveFrom >= former.effectiveFrom) former = other
  }
  return isSame(card, former) ? undefined : { from, before }
}

/** Without a card before it: whether the card costs nothing. */
function isSame(card: CostCard, former: CostCard | undefined): boolean {
  if (isFree(card)) return former === undefined || isFree(former)
  return former !== undefined && card.payee === former.payee && termsOf(card) === termsOf(former)
}

function isFree(card: CostCard): boolean {
  return termsOf(card) === termsOf({ perCall: 0n, perToken: nothing, share: 0 })
}

const nothing = { input: 0n, output: 0n, cacheRead: 0n, cacheWrite: 0n }

/** Equal for cards that cost the same. */
function termsOf({ perCall, perToken, share }: Record<'perCall' | 'perToken' | 'share', unknown>): string {
  const { input, output, cacheRead, cacheWrite } = perToken as CostCard['perToken']
  return [perCall, input, output, cacheRead, cacheWrite, share].join(' ')
}

/** The cards of an asset, in the order recorded, as a store keeps them. */
export function costsToBytes(costs: readonly CostCard[]): Uint8Array {
  const writer = new RecordWriter()
  writer.list(costs, costs.length, (card) => {
    writer.text(card.payee)
    writer.text(card.currency)
    writer.int(card.effectiveFrom)
    savePrices(writer, card)
    writer.int(card.share)
    writer.int(card.revision)
  })
  return writer.taken()
}

export function costsFromBytes(asset: AssetId, bytes: Uint8Array): CostCard[] {
  const reader = new RecordReader(bytes)
  return reader.list(() => ({
    asset,
    payee: reader.text<PayeeId>(),
    currency: reader.text<CurrencyCode>(),
    effectiveFrom: reader.int(),
    ...loadPrices(reader),
    share: reader.int() as Share,
    revision: reader.int(),
  }))
}
