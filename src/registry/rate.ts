/** Rates in the registry. Prices become ledger units for one call and for one token. */

import { fail } from '../errors.ts'
import type { CurrencyCode } from '../events/ids.ts'
import {
  fractionDigits,
  type RegistryWireEventOf,
  tokenClasses,
  type WrittenAmount,
} from '../events/index.ts'
import { formatTime, parseTime } from '../events/time.ts'
import { type LedgerUnits, ledgerDigits, parseScaled, zeroLedgerUnits } from '../money/ledgerUnits.ts'
import type { Json, RegistryDefinition } from './definition.ts'
import type { Rate } from './model.ts'
import { RecordReader, RecordWriter } from './recordBytes.ts'
import { knownAsset, knownCurrency, recorded } from './require.ts'
import { nextInForce } from './timeline.ts'

type RateData = RegistryWireEventOf<'io.headwater.rate.set'>['data']

/** Prices are per million tokens. */
const perMillionDigits = 6

export const rateSet: RegistryDefinition<'io.headwater.rate.set'> = {
  decide(event, registry) {
    const { asset, perCall, perMillion } = event.data
    knownAsset(registry, asset)
    const { decimals } = knownCurrency(registry, event.data.currency)
    checkDigits(perCall, decimals + ledgerDigits, '/data/perCall')
    for (const [name, price] of Object.entries(perMillion ?? {})) {
      checkDigits(price, decimals + ledgerDigits - perMillionDigits, `/data/perMillion/${name}`)
    }
    return event
  },
  reach({ data: { asset, effectiveFrom: from } }, registry, now) {
    const next = nextInForce(registry.assets.get(asset)?.ratesByTime ?? [], from)
    const before = Math.min(next?.effectiveFrom ?? now, now)
    return { kind: 'rate', assets: [asset], calls: 'priced', from, before }
  },
  evolve(state, { data }) {
    const { decimals } = recorded(state.currencies, data.currency)
    state.changing(data.asset).addRate(rateOf(data, decimals))
  },
  payload: ({ perCall, perMillion, effectiveFrom, ...rest }) => ({
    ...rest,
    effectiveFrom: formatTime(effectiveFrom),
    ...(perCall && { perCall: perCall.text }),
    ...(perMillion && { perMillion: mapValues(perMillion, (price: WrittenAmount) => price.text) }),
  }),
  read: ({ perCall, perMillion, effectiveFrom, ...rest }: Json) =>
    ({
      ...rest,
      effectiveFrom: parseTime(effectiveFrom as string),
      ...(perCall !== undefined && { perCall: readPrice(perCall) }),
      ...(perMillion !== undefined && { perMillion: mapValues(perMillion as Json, readPrice) }),
    }) as RateData,
}

function checkDigits(price: WrittenAmount | undefined, digits: number, path: string): void {
  if (price === undefined || price.fractionDigits <= digits) return
  fail(
    'amount.tooPrecise',
    `The price has ${price.fractionDigits} fraction digits; at most ${digits} are exact here.`,
    { path },
  )
}

function rateOf(data: RateData, decimals: number): Rate {
  const { perCall, perMillion, effectiveFrom, currency } = data
  const price = (amount: WrittenAmount | undefined, digits: number) =>
    amount === undefined ? undefined : (parseScaled(amount.text, digits) as LedgerUnits)
  // From the price of a million tokens to that of one: six digits fewer.
  const perToken = (amount: WrittenAmount | undefined) =>
    price(amount, decimals + ledgerDigits - perMillionDigits)
  const input = perToken(perMillion?.input) ?? zeroLedgerUnits
  return {
    currency,
    effectiveFrom,
    perCall: price(perCall, decimals + ledgerDigits) ?? zeroLedgerUnits,
    perToken: {
      input,
      output: perToken(perMillion?.output) ?? zeroLedgerUnits,
      cacheRead: perToken(perMillion?.cacheRead) ?? input,
      cacheWrite: perToken(perMillion?.cacheWrite) ?? input,
    },
  }
}

function readPrice(price: unknown): WrittenAmount {
  return { text: price as string, fractionDigits: fractionDigits(price as string) }
}

function mapValues<From, To>(
  object: { readonly [key: string]: From },
  map: (value: From) => To,
): { [key: string]: To } {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))
}

/** The rates of an asset, in the order recorded, as a store keeps them. */
export function ratesToBytes(rates: readonly Rate[]): Uint8Array {
  const writer = new RecordWriter()
  writer.list(rates, rates.length, (rate) => {
    writer.text(rate.currency)
    writer.int(rate.effectiveFrom)
    writer.bigint(rate.perCall)
    for (const name of tokenClasses) writer.bigint(rate.perToken[name])
  })
  return writer.taken()
}

export function ratesFromBytes(bytes: Uint8Array): Rate[] {
  const reader = new RecordReader(bytes)
  const amount = () => reader.bigint() as LedgerUnits
  return reader.list(() => ({
    currency: reader.text<CurrencyCode>(),
    effectiveFrom: reader.int(),
    perCall: amount(),
    perToken: { input: amount(), output: amount(), cacheRead: amount(), cacheWrite: amount() },
  }))
}
