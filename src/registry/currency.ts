/** Currencies in the registry. */
import { fail } from '../errors.ts'
import type { ChainId, TokenAddress } from '../events/account.ts'
import { plainPayload, type RegistryDefinition } from './definition.ts'
import { type Currency, type Registry, tokenKey } from './model.ts'
import { knownCurrency, recorded } from './require.ts'
import type { RegistryState } from './state.ts'

export const currencyRegistered: RegistryDefinition<'io.headwater.currency.registered'> = {
  decide(event, registry) {
    const { currency, chain, token } = event.data
    if (registry.currencies.has(currency)) {
      fail('currency.exists', `The currency ${currency} is registered already.`, { path: '/data/currency' })
    }
    if (chain !== undefined && token !== undefined) checkTokenFree(registry, chain, token)
    return event
  },
  evolve(state, { data: { currency, decimals, chain, token } }) {
    setCurrency(state, { code: currency, decimals, ...(chain && token && { chain, token }) })
  },
  ...plainPayload,
}

export const currencyBound: RegistryDefinition<'io.headwater.currency.bound'> = {
  decide(event, registry) {
    const currency = knownCurrency(registry, event.data.currency)
    if (currency.token !== undefined) {
      fail(
        'currency.hasToken',
        `The currency ${currency.code} has the token ${currency.token} on ${currency.chain} already.`,
        { path: '/data/currency' },
      )
    }
    checkTokenFree(registry, event.data.chain, event.data.token)
    return event
  },
  evolve(state, { data: { currency, chain, token } }) {
    setCurrency(state, { ...recorded(state.currencies, currency), chain, token })
  },
  ...plainPayload,
}

/** Enters a currency, and its token if it has one. */
function setCurrency(state: RegistryState, currency: Currency): void {
  state.currencies.set(currency.code, currency)
  if (currency.chain && currency.token)
    state.currenciesByToken.set(tokenKey(currency.chain, currency.token), currency.code)
}

function checkTokenFree(registry: Registry, chain: ChainId, token: TokenAddress): void {
  const holder = registry.currenciesByToken.get(tokenKey(chain, token))
  if (holder === undefined) return
  fail('currency.tokenTaken', `The token ${token} on ${chain} pays out the currency ${holder} already.`, {
    path: '/data/token',
    data: { currency: holder },
  })
}
