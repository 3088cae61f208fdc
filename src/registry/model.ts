/** The registry as other rooms read it. Only `evolve` changes it. */

import type { AccountAddress, ChainId, TokenAddress } from '../events/account.ts'
import type { EdgeTerms } from '../events/edgeTerms.ts'
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import type { Micros } from '../events/time.ts'
import type { LedgerUnits } from '../money/ledgerUnits.ts'
import type { Share } from '../money/share.ts'

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
  readonly accounts: ReadonlyMap<ChainId, AccountAddress>
  /** Notices of its accounts by chain, in the order recorded; left out where none of them ever had one. */
  readonly notices?: ReadonlyMap<ChainId, readonly AccountNotice[]>
}

/** From when the account that an event bound can be paid. */
export interface AccountNotice {
  /** A close pays to it where `payableFrom < until`; 0 for a binding without a notice, which follows one with it. */
  readonly payableFrom: Micros
  /** Number of this binding in the registry stream. */
  readonly revision: number
}

/** Prices in ledger units. A call costs perCall + Σ over token classes of tokens × perToken. */
export interface Rate {
  readonly currency: CurrencyCode
  readonly effectiveFrom: Micros
  readonly perCall: LedgerUnits
  readonly perToken: {
    readonly input: LedgerUnits
    readonly output: LedgerUnits
    readonly cacheRead: LedgerUnits
    readonly cacheWrite: LedgerUnits
  }
}

export interface Asset {
  readonly id: AssetId
  readonly owner: PayeeId
  readonly name?: string
  readonly license?: string
  readonly metadataUri?: string
  /** Indexes into `Registry.versions`, in the order recorded. */
  readonly versions: readonly number[]
  /** The same versions by `releasedAt`, equal ones in the order recorded. */
  readonly versionsByTime: readonly number[]
  /** Version index by its name. */
  readonly versionIndexes: ReadonlyMap<VersionName, number>
  /** In the order recorded. */
  readonly rates: readonly Rate[]
  /** The same rates by `effectiveFrom`, equal ones in the order recorded. */
  readonly ratesByTime: readonly Rate[]
  /** Units by payee over all contributions recorded so far. Computed on access. */
  readonly contributions: ReadonlyMap<PayeeId, bigint>
  /** The number of contributions recorded so far. A payee counts once for each contribution. */
  readonly contributionCount: number
}

/** An edge to a source, with its terms. */
export type LineageEdge = EdgeTerms & {
  /** Index of the source version. It is lower than the index of the derived version. */
  readonly source: number
}

export type Contributors = readonly { readonly payee: PayeeId; readonly units: bigint }[]

export interface Version {
  /** Place in `Registry.versions`. Sources have lower places, so descending order is derived-first. */
  readonly index: number
  readonly asset: AssetId
  readonly version: VersionName
  readonly releasedAt: Micros
  /** Number of this release in the registry stream. */
  readonly revision: number
  readonly contentDigest?: string
  readonly holders: readonly { readonly payee: PayeeId; readonly share: Share }[]
  /** 0 where there is no contributor pool. Holder shares and this add up to 10^9. */
  readonly contributorShare: Share
  /** Empty if and only if contributorShare is 0; a payee once. Fixed at the release; may be computed on access. */
  readonly contributors: Contributors
  readonly contributorUnits: bigint
  readonly derivedFrom: readonly LineageEdge[]
  /** Σ over absolute edges of (share + stack of the source), parts per billion. */
  readonly stack: number
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
  readonly payees: ReadonlyMap<PayeeId, Payee>
  readonly assets: ReadonlyMap<AssetId, Asset>
  readonly versions: readonly Version[]
}
