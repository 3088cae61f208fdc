/** Costs in the registry: a card for each asset and currency at a time. */
import type { AssetId, CurrencyCode, PayeeId } from '../events/ids.ts'
import type { RegistryWireEventOf } from '../events/index.ts'
import { formatTime, type Micros, parseTime } from '../events/time.ts'
import { amountLimit, type LedgerUnits } from '../money/ledgerUnits.ts'
import { formatShare, type Share, zeroShare } from '../money/share.ts'
import { costAt } from './contracts.ts'
import { type Json, type RegistryDefinition, readShare } from './definition.ts'
import type { Asset, CostCard, Prices } from './model.ts'
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
    const former = costAt(registry, { asset, currency, time: from })
    if (isSame(cardOf(data, decimals, registry.count), former)) return undefined
    const next = nextCost(registry.assets.get(asset), currency, from)
    return { kind: 'cost', assets: [asset], calls: 'all', from, before: Math.min(next, now) }
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

/** Whether a card costs what the one before it does; without one before, whether it costs nothing. */
function isSame(card: CostCard, former: CostCard | undefined): boolean {
  if (former === undefined) return isFree(card)
  const { perCall, perToken, share, payee } = card
  const { input, output, cacheRead, cacheWrite } = former.perToken
  const samePrices =
    perCall === former.perCall &&
    perToken.input === input &&
    perToken.output === output &&
    perToken.cacheRead === cacheRead &&
    perToken.cacheWrite === cacheWrite
  return samePrices && share === former.share && (payee === former.payee || isFree(card))
}

function isFree({ perCall, perToken, share }: CostCard): boolean {
  return share === 0 && perCall === 0n && Object.values(perToken).every((price) => price === 0n)
}

/** When the next card of the currency comes into force. */
function nextCost(asset: Asset | undefined, currency: CurrencyCode, from: Micros): Micros {
  let next = Number.POSITIVE_INFINITY
  for (const card of asset?.costs ?? [])
    if (card.currency === currency && card.effectiveFrom > from) next = Math.min(next, card.effectiveFrom)
  return next
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
