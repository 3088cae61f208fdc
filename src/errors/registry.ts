/** An event judged against what the registry recorded before it, and the price of a call. */
import type { Advices } from './advice.ts'

export const registryErrors = {
  'currency.exists': { retry: false, fix: 'A currency is registered once; use another code.' },
  'currency.unknown': { retry: true, fix: 'Register the currency first, then send the event again.' },
  'currency.hasToken': {
    retry: false,
    fix: 'The token of a currency never changes; register another currency.',
  },
  'currency.tokenTaken': {
    retry: false,
    fix: 'A token pays out one currency on its chain; use the other currency or another token.',
  },
  'asset.exists': { retry: false, fix: 'An asset is registered once; release versions of it.' },
  'asset.unknown': { retry: true, fix: 'Check the name, or register the asset first and try again.' },
  'version.exists': { retry: false, fix: 'A version never changes; release a new one.' },
  'version.unknown': { retry: true, fix: 'Check the name, or release the version first and try again.' },
  'release.sourceTwice': { retry: false, fix: 'Name each source version once, with one policy and share.' },
  'release.overPromised': {
    retry: false,
    fix: 'Lower the shares until all that the release owes is at most 1.',
  },
  'release.noContributors': {
    retry: true,
    fix: 'Record contributions first, list contributors, or leave contributorShare out.',
  },
  'call.unpriced': {
    retry: true,
    fix: 'Give amount and currency, or set a rate of the asset that is in force at the call’s time.',
  },
} as const satisfies Advices
