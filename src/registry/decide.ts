/**
 * Deciders: an event of good shape against what is recorded before it. Each refusal says what is wrong, where, and what
 * would mend it; nothing is changed here.
 */

import { fail } from '../errors.ts'
import type { WrittenAmount } from '../events/fields.ts'
import type { RegistryWireEvent, RegistryWireEventOf } from '../events/types.ts'
import { ledgerDigits } from '../money/ledgerUnits.ts'
import { perMillionDigits } from './evolve.ts'
import type { RegistryFact } from './facts.ts'
import { type Registry, tokenKey } from './model.ts'
import { decideRelease } from './release.ts'
import { knownAsset, knownCurrency } from './require.ts'

/**
 * The fact that the event becomes. Its identity must be new: duplicates are told before.
 * @throws HeadwaterError `currency.*`, `asset.*`, `version.*`, `release.*`, `amount.tooPrecise`, with the JSON pointer
 */
export function decide(event: RegistryWireEvent, registry: Registry): RegistryFact {
  switch (event.type) {
    case 'io.headwater.currency.registered':
      return decideCurrency(event, registry)
    case 'io.headwater.currency.bound':
      return decideBinding(event, registry)
    case 'io.headwater.asset.registered':
      if (registry.assets.has(event.data.asset)) {
        fail('asset.exists', `The asset ${event.data.asset} is registered already.`, { path: '/data/asset' })
      }
      return event
    case 'io.headwater.contribution.recorded':
      knownAsset(registry, event.data.asset)
      return event
    case 'io.headwater.version.released':
      return decideRelease(event, registry)
    case 'io.headwater.rate.set':
      return decideRate(event, registry)
    case 'io.headwater.fee.set':
    case 'io.headwater.payee.registered':
    case 'io.headwater.payee.bound':
      // Payees need no registration, and the rules of these are all of one event alone.
      return event
  }
}

function decideCurrency(
  event: RegistryWireEventOf<'io.headwater.currency.registered'>,
  registry: Registry,
): RegistryFact {
  const { currency, chain, token } = event.data
  if (registry.currencies.has(currency)) {
    fail('currency.exists', `The currency ${currency} is registered already.`, { path: '/data/currency' })
  }
  if (chain !== undefined && token !== undefined) checkTokenFree(registry, chain, token)
  return event
}

function decideBinding(
  event: RegistryWireEventOf<'io.headwater.currency.bound'>,
  registry: Registry,
): RegistryFact {
  const currency = knownCurrency(registry, event.data.currency)
  if (currency.token !== undefined) {
    fail(
      'currency.hasToken',
      `The currency ${currency.code} has the token ${currency.token} on ${currency.chain} already.`,
      {
        path: '/data/currency',
      },
    )
  }
  checkTokenFree(registry, event.data.chain, event.data.token)
  return event
}

function checkTokenFree(registry: Registry, chain: string, token: string): void {
  const holder = registry.currenciesByToken.get(tokenKey(chain, token))
  if (holder === undefined) return
  fail('currency.tokenTaken', `The token ${token} on ${chain} pays out the currency ${holder} already.`, {
    path: '/data/token',
    data: { currency: holder },
  })
}

function decideRate(event: RegistryWireEventOf<'io.headwater.rate.set'>, registry: Registry): RegistryFact {
  const { asset, perCall, perMillion } = event.data
  knownAsset(registry, asset)
  const { decimals } = knownCurrency(registry, event.data.currency)
  checkDigits(perCall, decimals + ledgerDigits, '/data/perCall')
  for (const [name, price] of Object.entries(perMillion ?? {})) {
    checkDigits(price, decimals + ledgerDigits - perMillionDigits, `/data/perMillion/${name}`)
  }
  return event
}

function checkDigits(price: WrittenAmount | undefined, digits: number, path: string): void {
  if (price === undefined || price.fractionDigits <= digits) return
  fail(
    'amount.tooPrecise',
    `The price has ${price.fractionDigits} fraction digits; at most ${digits} are exact here.`,
    { path },
  )
}
