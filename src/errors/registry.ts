/** Events that contradict what the registry recorded before, and calls without a price. */
import type { Advices } from './advice.ts'

export const registryErrors = {
  'currency.exists': { retry: false, fix: 'Use another currency code. A currency is registered once.' },
  'currency.unknown': { retry: true, fix: 'Register the currency first, then send the event again.' },
  'currency.hasToken': {
    retry: false,
    fix: 'Register another currency. The token of a currency never changes.',
  },
  'currency.tokenTaken': {
    retry: false,
    fix: 'Use the other currency, or another token. A token pays out one currency on its chain.',
  },
  'asset.exists': { retry: false, fix: 'Release a version of the asset. An asset is registered once.' },
  'asset.unknown': { retry: true, fix: 'Check the name, or register the asset first and try again.' },
  'version.exists': { retry: false, fix: 'Release a new version. A version never changes.' },
  'version.unknown': { retry: true, fix: 'Check the name, or release the version first and try again.' },
  'registry.backdated': {
    retry: true,
    fix: 'Give the event a later time, or close the epoch first and send it again. The setting HEADWATER_BACKDATING=report accepts such events and lists them.',
  },
  'release.sourceTwice': {
    retry: false,
    fix: 'Name each source version once, with one policy and one share.',
  },
  'release.overPromised': {
    retry: false,
    fix: 'Lower the shares until the release owes at most 1 in total.',
  },
  'release.noContributors': {
    retry: true,
    fix: 'Record contributions first, list contributors, or leave contributorShare out.',
  },
  'holding.none': {
    retry: true,
    fix: 'Check the names of the payee and the asset. A transfer goes from a holder that the release or an earlier transfer names.',
  },
  'holding.tooLittle': { retry: true, fix: 'Transfer at most what the payee holds, or name one version.' },
  'holding.outOfOrder': {
    retry: false,
    fix: 'Use an effectiveFrom that is not before that of the last transfer of the version.',
  },
  'clause.exists': {
    retry: false,
    fix: 'Use another clause id. To change a clause, end it and agree another.',
  },
  'clause.unknown': { retry: true, fix: 'Check the clause id, or agree the clause first and try again.' },
  'clause.endedTwice': { retry: false, fix: 'Leave it: a clause ends once. To go on, agree another clause.' },
  'clause.circle': {
    retry: true,
    fix: 'Give to a payee whose clauses do not lead back, or let one of the clauses end before the others begin.',
  },
  'call.unpriced': {
    retry: true,
    fix: 'Give amount and currency, or set a rate of the asset that is in force at the time of the call.',
  },
} as const satisfies Advices
