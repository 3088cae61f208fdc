/** Rates in the registry. */

import type { CurrencyCode } from '../events/ids.ts'
import type { RegistryWireEventOf } from '../events/index.ts'
import { formatTime, parseTime } from '../events/time.ts'
import type { Json, RegistryDefinition } from './definition.ts'
import type { Rate } from './model.ts'
import { checkPrices, loadPrices, pricesOf, pricesPayload, readPrices, savePrices } from './prices.ts'
import { RecordReader, RecordWriter } from './recordBytes.ts'
import { knownAsset, knownCurrency, recorded } from './require.ts'
import { nextInForce } from './timeline.ts'

type RateData = RegistryWireEventOf<'io.headwater.rate.set'>['data']

export const rateSet: RegistryDefinition<'io.headwater.rate.set'> = {
  decide(event, registry) {
    knownAsset(registry, event.data.asset)
    checkPrices(event.data, knownCurrency(registry, event.data.currency).decimals)
    return event
  },
  reach({ data: { asset, effectiveFrom: from } }, registry, now) {
    const next = nextInForce(registry.assets.get(asset)?.ratesByTime ?? [], from)
    const before = Math.min(next?.effectiveFrom ?? now, now)
    return { kind: 'rate', assets: [asset], calls: 'priced', from, before }
  },
  evolve(state, { data }) {
    const { currency, effectiveFrom } = data
    const { decimals } = recorded(state.currencies, currency)
    state.changing(data.asset).addRate({ currency, effectiveFrom, ...pricesOf(data, decimals) })
  },
  payload: (data) => ({
    asset: data.asset,
    currency: data.currency,
    effectiveFrom: formatTime(data.effectiveFrom),
    ...pricesPayload(data),
  }),
  read: ({ perCall, perMillion, effectiveFrom, ...rest }: Json) =>
    ({
      ...rest,
      effectiveFrom: parseTime(effectiveFrom as string),
      ...readPrices({ perCall, perMillion }),
    }) as RateData,
}

/** The rates of an asset, in the order recorded, as a store keeps them. */
export function ratesToBytes(rates: readonly Rate[]): Uint8Array {
  const writer = new RecordWriter()
  writer.list(rates, rates.length, (rate) => {
    writer.text(rate.currency)
    writer.int(rate.effectiveFrom)
    savePrices(writer, rate)
  })
  return writer.taken()
}

export function ratesFromBytes(bytes: Uint8Array): Rate[] {
  const reader = new RecordReader(bytes)
  return reader.list(() => ({
    currency: reader.text<CurrencyCode>(),
    effectiveFrom: reader.int(),
    ...loadPrices(reader),
  }))
}
