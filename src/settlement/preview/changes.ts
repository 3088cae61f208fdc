/**
 * What was recorded since the last close and changes money of calls which happened before it was recorded. A key that
 * may send registry events can move money backwards in time; here it is seen before the close is final.
 *
 * The money that an event moves is what payees earn with it less what they earn without it: the concerned calls are
 * divided once more, as if this one event were not recorded, by the code of the close.
 */

import { sortByPayee } from '../../books/digests.ts'
import { UnitSums } from '../../columns/unitSums.ts'
import type { CurrencyCode, PayeeId } from '../../events/ids.ts'
import { formatTime } from '../../events/time.ts'
import {
  currencyDecimalsMax,
  formatAmount,
  type LedgerUnits,
  ledgerUnits,
  zeroLedgerUnits,
} from '../../money/ledgerUnits.ts'
import { type Currency, lastNotice } from '../../registry/index.ts'
import type { DirectSum } from '../../usage/reader.ts'
import { allocate, type Earnings } from '../close/allocation.ts'
import { amountsOf, callsIn } from '../close/directSums.ts'
import { attribute } from '../close/flow.ts'
import { heldVersions } from '../close/holders.ts'
import type { Payments } from '../close/payments.ts'
import type { RegistryChange, RegistryChanges } from './changeAnswer.ts'
import { changedCosts, lateRates } from './changedPrices.ts'
import { type Concerned, concernedByFee, concernedByRelease, directWithout } from './concerned.ts'
import { EarlierCalls } from './earlierCalls.ts'
import type { ChangesInput, Close, Found } from './found.ts'
import { type Recorded, type RecordedSince, recordedSince } from './recordedSince.ts'
import { releasesToExamine } from './releasesToExamine.ts'

/** Releases whose earlier calls are summed. */
const releasesExaminedMax = 1_000
/** Events whose money is computed payee by payee. */
const movesComputedMax = 50
/** Differences that are listed of one event. */
const movesListedMax = 20

/** @param limit how many events are listed: those with the largest amounts, in the order recorded */
export async function listChanges(input: ChangesInput, limit: number): Promise<RegistryChanges> {
  const recorded = await recordedSince(input.events, input.last, input.registry.revision)
  const earlier = await EarlierCalls.open(input.usage, input.batches, input.events)
  const close = { ...input, earlier }
  const releases = await changedReleases(close, recorded)
  const found = [
    ...(await changedFees(close, recorded)),
    ...releases.found,
    ...(await changedCosts(close, recorded)),
    ...(await lateRates(close, recorded)),
    ...changedAccounts(input, recorded),
    ...boundCurrencies(input, recorded),
  ]
  const currencies = new Map(input.registry.currencies.map((currency) => [currency.code, currency]))
  const ranked = rankedByAmount(found, currencies)
  const divided = ranked.filter(({ concerned }) => concerned !== undefined).slice(0, movesComputedMax)
  const moves = await movesOf(input, divided)
  return {
    total: found.length,
    unexamined: releases.unexamined,
    items: ranked
      .slice(0, limit)
      .sort((one, other) => one.event.revision - other.event.revision)
      .map((entry) => report(entry, moves.get(entry), currencies)),
  }
}

type Currencies = ReadonlyMap<CurrencyCode, Currency>

/** The largest amount in major units first, whatever its currency. */
function rankedByAmount(found: readonly Found[], currencies: Currencies): Found[] {
  const ranks = new Map<Found, bigint>()
  for (const entry of found) {
    let most = 0n
    for (const [currency, amount] of entry.amounts) {
      const rank = amount * 10n ** BigInt(currencyDecimalsMax - currencies.get(currency)!.decimals)
      if (rank > most) most = rank
    }
    ranks.set(entry, most)
  }
  return found.toSorted((one, other) => {
    const [left, right] = [ranks.get(one)!, ranks.get(other)!]
    return left === right ? one.event.revision - other.event.revision : left > right ? -1 : 1
  })
}

async function changedFees(input: Close, { fees }: RecordedSince): Promise<Found[]> {
  const counted = input.live.feesByTime.filter((fee) => fee.revision <= input.registry.revision)
  const found: Found[] = []
  for (const event of fees) {
    const concerned = await concernedByFee(input, counted, event)
    const { payee } = counted.find((fee) => fee.revision === event.revision)!
    if (concerned) found.push(foundCalls(event, { kind: 'fee', payee }, concerned))
  }
  return found
}

async function changedReleases(
  input: Close,
  { releases }: RecordedSince,
): Promise<{ found: Found[]; unexamined: number }> {
  const found: Found[] = []
  const candidates = await releasesToExamine(input, releases)
  for (const { event, version } of candidates.slice(0, releasesExaminedMax)) {
    const about = { asset: version.asset, version: version.version }
    for (const concerned of await concernedByRelease(input, version, event))
      found.push(foundCalls(event, { kind: concerned.kind, ...about }, concerned))
  }
  return { found, unexamined: Math.max(0, candidates.length - releasesExaminedMax) }
}

function foundCalls(event: Recorded, change: Found['change'], concerned: Concerned): Found {
  const { calls } = concerned
  return { event, change: { ...change, calls: callsIn(calls) }, amounts: amountsOf(calls), concerned }
}

interface PayeeMoney {
  paid: LedgerUnits
  /** What stands after the epoch. */
  balance: LedgerUnits
}

/** By payee and currency, of these payees. */
function moneyOf({ lines, after }: Payments, payees: ReadonlySet<PayeeId>) {
  const money = new Map<PayeeId, Map<CurrencyCode, PayeeMoney>>()
  if (payees.size === 0) return money
  const of = (payee: PayeeId, currency: CurrencyCode): PayeeMoney => {
    const currencies = money.get(payee) ?? new Map<CurrencyCode, PayeeMoney>()
    const entry = currencies.get(currency) ?? { paid: zeroLedgerUnits, balance: zeroLedgerUnits }
    money.set(payee, currencies.set(currency, entry))
    return entry
  }
  for (const { payee, currency, paid } of lines) if (payees.has(payee)) of(payee, currency).paid = paid
  for (const { payee, currency, balance } of after.balances)
    if (payees.has(payee)) of(payee, currency).balance = balance
  return money
}

function changedAccounts({ live, registry, payments, window }: ChangesInput, { accounts }: RecordedSince) {
  const chains = new Map(registry.currencies.map(({ code, chain }) => [code, chain]))
  const money = moneyOf(payments, new Set(accounts.map(({ payee }) => payee)))
  const found: Found[] = []
  for (const { event, payee, chain, address, before } of accounts) {
    const amounts = new Map<CurrencyCode, LedgerUnits>()
    const notice = lastNotice(live.payees.get(payee)!, chain, registry.revision)
    const waits = notice !== undefined && notice.payableFrom >= window.until
    for (const [currency, { paid, balance }] of money.get(payee) ?? []) {
      const amount = waits ? balance : paid
      if (amount > 0n && chains.get(currency) === chain) amounts.set(currency, amount)
    }
    const payableFrom = notice && notice.payableFrom > 0 && { payableFrom: formatTime(notice.payableFrom) }
    const account = { chain, before, now: address, ...payableFrom }
    found.push({ event, change: { kind: 'account', payee, account }, amounts })
  }
  return found
}

function boundCurrencies({ payments }: ChangesInput, { currencies }: RecordedSince): Found[] {
  return currencies.flatMap(({ event, currency }) => {
    const paid = payments.paid.get(currency) ?? zeroLedgerUnits
    return paid === 0n ? [] : [{ event, change: { kind: 'currency' }, amounts: new Map([[currency, paid]]) }]
  })
}

interface Moves {
  readonly moves: readonly {
    payee: PayeeId
    currency: CurrencyCode
    without: LedgerUnits
    with: LedgerUnits
  }[]
  readonly count: number
}

/** One division of the whole close for each event, and one as it is. */
async function movesOf(
  { direct, adjusted, caps, registry, graph, window }: ChangesInput,
  entries: readonly Found[],
): Promise<ReadonlyMap<Found, Moves>> {
  const moves = new Map<Found, Moves>()
  if (entries.length === 0) return moves
  const versions = heldVersions(registry, window.until)
  const earned = (sums: readonly DirectSum[], feeGroups = registry.feeGroups) =>
    allocate(attribute({ direct: sums, adjusted, caps }, { feeGroups }, graph).currencies, versions)
  const now = earned(direct)
  for (const entry of entries) {
    const concerned = entry.concerned!
    moves.set(entry, difference(earned(directWithout(direct, concerned), concerned.feeGroups), now))
  }
  return moves
}

function difference(before: Earnings, now: Earnings): Moves {
  const moves: Moves['moves'][number][] = []
  const { payees } = now
  const without = new UnitSums()
  for (let number = 0; number < before.payees.size; number++) {
    const [payee, currency] = [before.payees.payee(number), before.payees.currency(number)]
    without.set(payees.numberOf(payee, currency), before.earned.get(number))
  }
  for (let number = 0; number < payees.size; number++) {
    const [was, is] = [without.get(number), now.earned.get(number)]
    if (was === is) continue
    const [payee, currency] = [payees.payee(number), payees.currency(number)]
    moves.push({ payee, currency, without: ledgerUnits(was), with: ledgerUnits(is) })
  }
  const size = (move: (typeof moves)[number]) =>
    move.with > move.without ? move.with - move.without : move.without - move.with
  // Equal ones in the order of payees and currencies.
  sortByPayee(moves)
  moves.sort((one, other) => (size(one) > size(other) ? -1 : size(one) < size(other) ? 1 : 0))
  return { moves: moves.slice(0, movesListedMax), count: moves.length }
}

function report(
  { event, change, amounts }: Found,
  moved: Moves | undefined,
  currencies: Currencies,
): RegistryChange {
  const { source, id, recordedAt, revision } = event
  const text = (currency: CurrencyCode, units: LedgerUnits) =>
    formatAmount(units, currencies.get(currency)!.decimals)
  const listed = moved?.moves.map(({ payee, currency, without, with: earned }) => ({
    payee,
    currency,
    without: text(currency, without),
    with: text(currency, earned),
  }))
  return {
    ...change,
    event: { source, id, recordedAt: formatTime(recordedAt), revision },
    amounts: [...amounts]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([currency, units]) => ({ currency, amount: text(currency, units) })),
    ...(listed && { moves: listed, movesCount: moved!.count }),
  }
}
