/** Prices in the registry: major units in events and facts, ledger units for one call and for one token. */
import { fail } from '../errors.ts'
import { fractionDigits, tokenClasses, type WrittenAmount, type WrittenPrices } from '../events/index.ts'
import { type LedgerUnits, ledgerDigits, parseScaled, zeroLedgerUnits } from '../money/ledgerUnits.ts'
import type { Json } from './definition.ts'
import type { Prices } from './model.ts'
import type { RecordReader, RecordWriter } from './recordBytes.ts'

/** Prices are per million tokens. */
const perMillionDigits = 6

/** @throws HeadwaterError `amount.tooPrecise`; digits count as written */
export function checkPrices({ perCall, perMillion }: WrittenPrices, decimals: number): void {
  checkDigits(perCall, decimals + ledgerDigits, '/data/perCall')
  for (const [name, price] of Object.entries(perMillion ?? {})) {
    checkDigits(price, decimals + ledgerDigits - perMillionDigits, `/data/perMillion/${name}`)
  }
}

function checkDigits(price: WrittenAmount | undefined, digits: number, path: string): void {
  if (price === undefined || price.fractionDigits <= digits) return
  fail(
    'amount.tooPrecise',
    `The price has ${price.fractionDigits} fraction digits; at most ${digits} are exact here.`,
    { path },
  )
}

export function pricesOf({ perCall, perMillion }: WrittenPrices, decimals: number): Prices {
  const price = (amount: WrittenAmount | undefined, digits: number) =>
    amount === undefined ? undefined : (parseScaled(amount.text, digits) as LedgerUnits)
  // From the price of a million tokens to that of one: six digits fewer.
  const perToken = (amount: WrittenAmount | undefined) =>
    price(amount, decimals + ledgerDigits - perMillionDigits)
  const input = perToken(perMillion?.input) ?? zeroLedgerUnits
  return {
    perCall: price(perCall, decimals + ledgerDigits) ?? zeroLedgerUnits,
    perToken: {
      input,
      output: perToken(perMillion?.output) ?? zeroLedgerUnits,
      cacheRead: perToken(perMillion?.cacheRead) ?? input,
      cacheWrite: perToken(perMillion?.cacheWrite) ?? input,
    },
  }
}

/** The prices' fields of a payload. */
export function pricesPayload({ perCall, perMillion }: WrittenPrices): Json {
  return {
    ...(perCall && { perCall: perCall.text }),
    ...(perMillion && { perMillion: mapValues(perMillion, (price: WrittenAmount) => price.text) }),
  }
}

/** Reads what `pricesPayload` wrote. */
export function readPrices({ perCall, perMillion }: Json): WrittenPrices {
  return {
    ...(perCall !== undefined && { perCall: readAmount(perCall) }),
    ...(perMillion !== undefined && { perMillion: mapValues(perMillion as Json, readAmount) }),
  }
}

/** Reads the amount of a payload, which has its text. */
export function readAmount(text: unknown): WrittenAmount {
  return { text: text as string, fractionDigits: fractionDigits(text as string) }
}

function mapValues<From, To>(
  object: { readonly [key: string]: From },
  map: (value: From) => To,
): { [key: string]: To } {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]))
}

/** Writes prices to a record of a store. */
export function savePrices(writer: RecordWriter, { perCall, perToken }: Prices): void {
  writer.bigint(perCall)
  for (const name of tokenClasses) writer.bigint(perToken[name])
}

/** Reads what `savePrices` wrote. */
export function loadPrices(reader: RecordReader): Prices {
  const amount = () => reader.bigint() as LedgerUnits
  return {
    perCall: amount(),
    perToken: { input: amount(), output: amount(), cacheRead: amount(), cacheWrite: amount() },
  }
}
