/** Applies facts to the registry. Total: whatever was decided once is applied for ever, without a second opinion. */

import { type Account, accountOfPayeeId } from '../events/account.ts'
import type { WrittenAmount } from '../events/fields.ts'
import type { RegistryWireEventOf } from '../events/types.ts'
import { invariant } from '../invariant.ts'
import { type LedgerUnits, ledgerDigits, parseScaled, zeroLedgerUnits } from '../money/ledgerUnits.ts'
import { type Share, sharePartsWhole } from '../money/share.ts'
import { nextDigest } from './digest.ts'
import type { RegistryFact, ReleaseFact } from './facts.ts'
import { type Currency, type Fee, type LineageEdge, type Rate, tokenKey } from './model.ts'
import { AssetState, type RegistryState } from './state.ts'
import { insertByTime } from './timeline.ts'
import { type ContributorSource, nobody, stackOf, unitsOf, VersionState } from './versionState.ts'

/** Prices are per million tokens. */
export const perMillionDigits = 6

/** Applies `fact`, the event number `revision` of the registry stream. */
export function evolve(state: RegistryState, fact: RegistryFact, revision: number): void {
  invariant(revision === state.count, 'registry events are applied one by one, in order')
  apply(state, fact, revision)
  state.digest = nextDigest(state.digest, fact)
  state.count = revision + 1
}

function apply(state: RegistryState, fact: RegistryFact, revision: number): void {
  switch (fact.type) {
    case 'io.headwater.currency.registered': {
      const { currency, decimals, chain, token } = fact.data
      setCurrency(state, { code: currency, decimals, ...(chain && token && { chain, token }) })
      return
    }
    case 'io.headwater.currency.bound':
      setCurrency(state, {
        ...known(state.currencies, fact.data.currency),
        chain: fact.data.chain,
        token: fact.data.token,
      })
      return
    case 'io.headwater.fee.set': {
      const fee: Fee = { ...fact.data, revision }
      namePayee(state, fee.payee)
      state.fees.push(fee)
      insertByTime(state.feesByTime, fee, (each) => each.effectiveFrom)
      return
    }
    case 'io.headwater.payee.registered':
      bindPayee(state, fact.data.payee, fact.data.account, fact.data.name)
      return
    case 'io.headwater.payee.bound':
      bindPayee(state, fact.data.payee, fact.data.account)
      return
    case 'io.headwater.asset.registered': {
      const { asset: id, ...rest } = fact.data
      namePayee(state, rest.owner)
      state.assets.set(id, new AssetState({ id, ...rest }))
      return
    }
    case 'io.headwater.contribution.recorded': {
      const { work } = known(state.assets, fact.data.asset)
      for (const { payee, units } of fact.data.contributions) {
        namePayee(state, payee)
        work.record(payee, units)
      }
      return
    }
    case 'io.headwater.version.released':
      release(state, fact, revision)
      return
    case 'io.headwater.rate.set': {
      const { decimals } = known(state.currencies, fact.data.currency)
      known(state.assets, fact.data.asset).addRate(rateOf(fact.data, decimals))
    }
  }
}

/** Enters a currency, and its token where it has one. */
export function setCurrency(state: RegistryState, currency: Currency): void {
  state.currencies.set(currency.code, currency)
  if (currency.chain && currency.token)
    state.currenciesByToken.set(tokenKey(currency.chain, currency.token), currency.code)
}

/** Shared by all payees without an account. */
export const noAccounts: ReadonlyMap<string, string> = new Map()

/** A payee exists by being named. One whose id is an account has it from then on. */
function namePayee(state: RegistryState, id: string): void {
  if (state.payees.has(id)) return
  const own = accountOfPayeeId(id)
  state.payees.set(id, { id, accounts: own ? new Map([[own.chain, own.address]]) : noAccounts })
}

function bindPayee(state: RegistryState, id: string, account: Account | undefined, name?: string): void {
  namePayee(state, id)
  const payee = known(state.payees, id)
  if (name !== undefined) payee.name = name
  if (account !== undefined) payee.accounts = new Map(payee.accounts).set(account.chain, account.address)
}

function release(state: RegistryState, fact: ReleaseFact, revision: number): void {
  const { data } = fact
  const asset = known(state.assets, data.asset)
  const index = state.versions.length
  const derivedFrom = (data.derivedFrom ?? []).map(
    ({ asset: source, version, relation, policy, share }): LineageEdge => ({
      source: known(known(state.assets, source).versionIndexes, version),
      relation,
      policy,
      share,
    }),
  )
  const noTerms = data.holders === undefined && data.contributorShare === undefined
  const holders = noTerms ? [{ payee: asset.owner, share: sharePartsWhole as Share }] : (data.holders ?? [])
  for (const { payee } of holders) namePayee(state, payee)
  for (const { payee } of data.contributors ?? []) namePayee(state, payee)
  const source = contributorSource(asset, data)
  const version = new VersionState({
    index,
    asset: data.asset,
    version: data.version,
    releasedAt: data.releasedAt ?? fact.time,
    revision,
    ...(data.contentDigest !== undefined && { contentDigest: data.contentDigest }),
    holders,
    contributorShare: data.contributorShare ?? 0,
    contributorUnits: source.type === 'listed' ? unitsOf(source.contributors) : asset.work.total,
    derivedFrom,
    stack: stackOf(derivedFrom, state.versions),
    source,
  })
  state.versions.push(version)
  asset.addVersion(version, state.versions)
}

function contributorSource(asset: AssetState, data: ReleaseFact['data']): ContributorSource {
  if (data.contributorShare === undefined) return nobody
  if (data.contributors === undefined) return { type: 'recorded', log: asset.work, count: asset.work.length }
  return {
    type: 'listed',
    contributors: data.contributors.map(({ payee, units }) => ({ payee, units: BigInt(units) })),
  }
}

function rateOf(data: RegistryWireEventOf<'io.headwater.rate.set'>['data'], decimals: number): Rate {
  const { perCall, perMillion, effectiveFrom, currency } = data
  const price = (amount: WrittenAmount | undefined, digits: number) =>
    amount === undefined ? undefined : (parseScaled(amount.text, digits) as LedgerUnits)
  // A price for a million tokens, in ledger units for one: six digits fewer.
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

function known<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key)
  invariant(value !== undefined, `the registry knows ${key}, which a recorded fact names`)
  return value
}
