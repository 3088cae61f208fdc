/** The registry as other rooms read it. Only `evolve` changes it. */

import type { Account, AccountAddress, ChainId, TokenAddress } from '../events/account.ts'
import type { EdgeTerms } from '../events/edgeTerms.ts'
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { Share } from '../money/share.ts'
import type { Clause, Cut, EdgeCap, Holder, HoldingTransfer, PayoutRule } from './contractModel.ts'

export interface Currency {
  readonly code: CurrencyCode
  readonly decimals: number
  /** Present if `token` is. */
  readonly chain?: ChainId
  readonly token?: TokenAddress
}

/** The key of a token, which pays out one currency. A CAIP-2 chain has no slash, so keys are unique. */
export function tokenKey(chain: ChainId, token: TokenAddress): string {
  return `${chain}/${token}`
}

export interface Fee {
  readonly share: Share
  readonly payee: PayeeId
  readonly effectiveFrom: Micros
  /**
   * Number of this event in the registry stream. The explanation of an old epoch uses the fees up to its own number.
   */
  readonly revision: number
}

export interface Payee {
  readonly id: PayeeId
  readonly name?: string
  /** Every account that an event ever bound, in the order recorded. */
  readonly bindings: readonly AccountBinding[]
  /** The accounts bound last, by chain; with that of an id that is an account. Computed on access. */
  readonly accounts: ReadonlyMap<ChainId, AccountAddress>
}

/** An account that an event bound to a payee, and from when it can be paid. */
export interface AccountBinding {
  readonly chain: ChainId
  readonly address: AccountAddress
  /** A close pays to it where `payableFrom < until`; 0 for a binding without a notice. */
  readonly payableFrom: Micros
  /** Number of this binding in the registry stream. */
  readonly revision: number
}

/** What a call of an asset costs, in one currency, before its revenue is divided. */
export interface CostCard extends Prices {
  readonly asset: AssetId
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  readonly effectiveFrom: Micros
  /** Of the call's amount; 0 where the card has prices alone. */
  readonly share: Share
  /** Number of this event in the registry stream, as below. */
  readonly revision: number
}

/** Accepted work on one asset, in the order recorded. A release keeps a length of it and no copy. */
export interface Contributions {
  /** The number of contributions recorded so far. A payee counts once for each contribution. */
  readonly length: number
  /** Σ units. */
  readonly total: bigint
  /** Units by payee over the first `count` contributions, payees in the order of their first one. */
  contributorsUpTo(count: number): Contributors
  /**
   * The same in columns. Left out where payees have no numbers; undefined where units add up to more than a number holds
   * exactly.
   */
  columnsUpTo?(count: number): ContributorColumns | undefined
  /** The place of the payee's first contribution, from 0; undefined where it has none. */
  firstOf(payee: PayeeId): number | undefined
}

/** Prices in ledger units. A call costs perCall + Σ over token classes of tokens × perToken. */
export interface Prices {
  readonly perCall: LedgerUnits
  readonly perToken: {
    readonly input: LedgerUnits
    readonly output: LedgerUnits
    readonly cacheRead: LedgerUnits
    readonly cacheWrite: LedgerUnits
  }
}

export interface Rate extends Prices {
  readonly currency: CurrencyCode
  readonly effectiveFrom: Micros
}

export interface Asset {
  readonly id: AssetId
  readonly owner: PayeeId
  readonly name?: string
  readonly license?: string
  readonly metadataUri?: string
  readonly versionCount: number
  /** Indexes into `Registry.versions`, in the order recorded. May be read on access, as the next two. */
  readonly versions: readonly number[]
  /** The same versions by `releasedAt`, equal ones in the order recorded. */
  readonly versionsByTime: readonly number[]
  /** Index of the version of this name. */
  versionIndex(name: VersionName): number | undefined
  /** In the order recorded. */
  readonly rates: readonly Rate[]
  /** The same rates by `effectiveFrom`, equal ones in the order recorded. */
  readonly ratesByTime: readonly Rate[]
  /** In the order recorded, of all currencies. */
  readonly costs: readonly CostCard[]
  readonly work: Contributions
}

/** An edge to a source, with its terms. */
export type LineageEdge = EdgeTerms & {
  /** Index of the source version. It is lower than the index of the derived version. */
  readonly source: number
  /** What the edge carries at most, to date; a currency once, relative edges only. Other currencies have no cap. */
  readonly caps?: readonly EdgeCap[]
}

export type Contributors = readonly { readonly payee: PayeeId; readonly units: bigint }[]

/** Contributors without an object for any: a large asset has a hundred thousand. */
export interface ContributorColumns {
  /** Numbers of `names`, each once. */
  readonly payees: Uint32Array
  /** Whole numbers below 2^53. */
  readonly units: Float64Array
  readonly names: NumberedPayees
}

/** Payees by numbers, which count from 0. */
export interface NumberedPayees {
  readonly size: number
  /** The payees with these numbers, read together. */
  idsOf(numbers: readonly number[]): (number: number) => PayeeId
}

export interface Version {
  /** Place in `Registry.versions`. Sources have lower places, so descending order is derived-first. */
  readonly index: number
  readonly asset: AssetId
  readonly version: VersionName
  readonly releasedAt: Micros
  /** Number of this release in the registry stream. */
  readonly revision: number
  readonly contentDigest?: string
  /** As released. `holdersIn` has those of a close. */
  readonly holders: readonly Holder[]
  /** In the order recorded; their `effectiveFrom` never goes back. */
  readonly transfers: readonly HoldingTransfer[]
  /** 0 where there is no contributor pool. Holder shares and this add up to 10^9. */
  readonly contributorShare: Share
  /** Empty if and only if contributorShare is 0; a payee once. Fixed at the release; may be computed on access. */
  readonly contributors: Contributors
  /** The same in columns, where they can be had without the objects. */
  readonly contributorColumns?: ContributorColumns | undefined
  readonly contributorUnits: bigint
  readonly derivedFrom: readonly LineageEdge[]
  /** Σ over absolute edges of (share + stack of the source), parts per billion. */
  readonly stack: number
  /** Whether the payee is one of the holders or contributors, or a transfer made it a holder at some time. */
  isSharedWith(payee: PayeeId): boolean
}

/** Things by their ids. There may be millions, of which most are not in memory. */
export interface Known<Id, Item> {
  readonly size: number
  get(id: Id): Item | undefined
  has(id: Id): boolean
  /** Reads a few hundred or thousand together, for `get` to find them in memory soon after. */
  readAhead?(ids: readonly Id[]): void
  /** The same for `has`. */
  lookAhead?(ids: readonly Id[]): void
  /**
   * What `get` does not find is not there when this returns. It reads everything; left out where nothing can be hidden.
   * @throws HeadwaterError `data.damaged`
   */
  requireWhole?(): void
  /** In the order recorded, from place `from` on. Reads one after the other: for lists, and checks of everything. */
  ids(from?: number): Iterable<Id>
  /** The ids that begin with a text; left out where that costs as much as reading all of them. */
  beginning?(prefix: string, part: ListedPart): Listed<Id>
}

/** A part of a list. */
export interface ListedPart {
  readonly from: number
  readonly limit: number
}

export interface Listed<Id> {
  readonly ids: readonly Id[]
  /** Of the whole list. */
  readonly total: number
}

/** Things by their numbers, likewise. An array is one. */
export interface Numbered<Item> extends Iterable<Item> {
  readonly length: number
  at(index: number): Item | undefined
}

/** A version as far as it decides which calls are its own. */
export type Release = Pick<Version, 'index' | 'asset' | 'version' | 'releasedAt' | 'revision'>

export interface Versions extends Numbered<Version> {
  /** Those with a later revision, in the order recorded. Neither their terms nor their sources are read. */
  releasedAfter(revision: number): Iterable<Release>
  /** Indexes of the versions that have an edge to this one, ascending. @param most how many at most; default: all */
  derivedFrom(source: number, most?: number): readonly number[]
  /** Indexes of the versions for which `isSharedWith` holds, ascending. */
  sharedWith(payee: PayeeId): readonly number[]
}

/** Reserves, thresholds, holds and withholdings, in the order recorded. */
export interface PayoutRules extends Numbered<PayoutRule> {
  /** Those that name the payee as theirs, in the order recorded; without a payee: those of everybody. */
  of(payee: PayeeId | undefined): Iterable<PayoutRule>
  /** Whether any of them, in force or not, withholds for the payee. */
  withholdsFor(payee: PayeeId): boolean
}

export interface Clauses extends Known<string, Clause>, Iterable<Clause> {
  /** Those that take from a payee, in the order recorded. */
  from(payee: PayeeId): Iterable<Clause>
  /** Those that give to a payee, likewise. */
  to(payee: PayeeId): Iterable<Clause>
}

export interface Registry {
  /** Events applied; the revision of the last one is this minus 1. */
  readonly count: number
  /**
   * Hash chain over the recorded registry events: SHA-256 in lower-case hex. The manifest calls it the registry digest.
   */
  readonly digest: string
  readonly currencies: ReadonlyMap<CurrencyCode, Currency>
  /** Code of the currency that a token pays out, by `tokenKey`. */
  readonly currenciesByToken: ReadonlyMap<string, CurrencyCode>
  /** In the order recorded. */
  readonly fees: readonly Fee[]
  /** The same fees by `effectiveFrom`, equal ones in the order recorded. */
  readonly feesByTime: readonly Fee[]
  readonly payees: Known<PayeeId, Payee>
  /** Payees that have this name. */
  payeesNamed(name: string): Iterable<PayeeId>
  /** Payees to which an account of an eip155 chain was ever bound by an event, and maybe some others. */
  payeesEverBound(account: Account): Iterable<PayeeId>
  readonly assets: Known<AssetId, Asset>
  /** Assets to which the payee contributed. */
  worksOn(payee: PayeeId): Iterable<AssetId>
  readonly versions: Versions
  /**
   * The revision of the first event of contracts or costs, fields of releases too; undefined where there is none.
   * Everything below is empty then.
   */
  readonly contractsFrom: number | undefined
  /** Assets that have a cost card. */
  assetsWithCosts(): Iterable<AssetId>
  /** The distinct `until` of all edges, in the order recorded. */
  readonly cuts: readonly Cut[]
  /** By id, in the order recorded. */
  readonly clauses: Clauses
  readonly payoutRules: PayoutRules
}
