/** The exact price of a call: its own amount, else the price by the asset's rate in force at the call's time. */

import { fail } from '../errors.ts'
import type { AssetId, CurrencyCode } from '../events/ids.ts'
import { type CallEvent, tokenClasses, type WrittenAmount } from '../events/index.ts'
import type { Micros } from '../events/time.ts'
import { amountLimit, type LedgerUnits, ledgerDigits } from '../money/ledgerUnits.ts'
import type { Rate, Registry } from './model.ts'
import { knownCurrency } from './require.ts'
import { inForceAt } from './timeline.ts'

interface CallPrice {
  readonly currency: CurrencyCode
  readonly amount: LedgerUnits
  /** Whether the rate card priced the call. */
  readonly priced: boolean
}

/**
 * @throws HeadwaterError `currency.unknown`, `amount.tooPrecise` (digits count as written), `amount.tooLarge`,
 *   `call.unpriced` (neither amount nor rate)
 */
export function priceCall(registry: Registry, call: CallEvent): CallPrice {
  const { amount, currency, amountFractionDigits = 0 } = call.data
  if (amount === undefined || currency === undefined) return priceByRate(registry, call)
  const written = { text: amount, fractionDigits: amountFractionDigits }
  return { currency, amount: givenAmount(registry, currency, written), priced: false }
}

/**
 * The amount that an event gives in `/data/amount`.
 * @throws HeadwaterError `currency.unknown`, `amount.tooPrecise` (digits count as written), `amount.tooLarge`
 */
export function givenAmount(
  registry: Registry,
  currency: CurrencyCode,
  { text, fractionDigits }: WrittenAmount,
): LedgerUnits {
  const digits = knownCurrency(registry, currency).decimals + ledgerDigits
  if (fractionDigits > digits) {
    fail(
      'amount.tooPrecise',
      `The amount has ${fractionDigits} fraction digits; ${currency} is exact to ${digits}.`,
      { path: '/data/amount' },
    )
  }
  return checkedAmount(scaled(text, digits), '/data/amount')
}

/**
 * The rate in force at `time`: the latest by `effectiveFrom`, whatever the currency; of equal ones the later recorded.
 */
export function rateAt(registry: Registry, asset: AssetId, time: Micros): Rate | undefined {
  const rates = registry.assets.get(asset)?.ratesByTime
  return rates && inForceAt(rates, time)
}

function priceByRate(registry: Registry, call: CallEvent): CallPrice {
  const { asset, tokens } = call.data
  const rate = rateAt(registry, asset, call.time)
  if (rate === undefined) {
    fail('call.unpriced', `The call has no amount and ${asset} has no rate in force at its time.`, {
      path: '/data/amount',
    })
  }
  let amount: bigint = rate.perCall
  if (tokens !== undefined) {
    const { perToken } = rate
    for (const name of tokenClasses) {
      const count = tokens[name]
      if (count) amount += perToken[name] * BigInt(count)
    }
  }
  return { currency: rate.currency, amount: checkedAmount(amount, '/data/tokens'), priced: true }
}

function checkedAmount(amount: bigint, path: string): LedgerUnits {
  if (amount >= amountLimit) fail('amount.tooLarge', 'The amount is 2^160 ledger units or more.', { path })
  return amount as LedgerUnits
}

/** `parseScaled` without its checks: the text is an amount of at most `digits` fraction digits, parsed before. */
function scaled(text: string, digits: number): bigint {
  const point = text.indexOf('.')
  if (point < 0) return BigInt(text) * powerOfTen(digits)
  const fraction = text.length - point - 1
  return BigInt(text.slice(0, point) + text.slice(point + 1)) * powerOfTen(digits - fraction)
}

const powersOfTen: bigint[] = Array.from({ length: 64 }, (_, power) => 10n ** BigInt(power))

function powerOfTen(power: number): bigint {
  return powersOfTen[power]!
}
