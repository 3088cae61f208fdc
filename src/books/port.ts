/** The books of epochs: what settlement needs of the store below it. Adapter: src/projections (ClickHouse). */
import type { VersionFlow } from '../attribution/model.ts'
import type { UnitSums } from '../columns/unitSums.ts'
import type { AccountAddress, ChainId, TokenAddress } from '../events/account.ts'
import type { AssetId, CurrencyCode, PayeeId, VersionName } from '../events/ids.ts'
import type { PartRole } from '../events/index.ts'
import type { SealedEpoch } from '../log/inStep.ts'
import type { EpochKey } from '../log/keys.ts'
import type { Atoms, LedgerUnits } from '../money/ledgerUnits.ts'
import type { ListPart } from '../usage/lists.ts'
import type { CallKey } from '../usage/reader.ts'
import type { ColumnLines, LineRows } from './lineRows.ts'
import type { PayeeLots } from './lots.ts'
import type { StateKind, StateLine } from './stateLine.ts'
import type { LotStanding } from './states.ts'
import type { PayeeNames } from './tables/payeeNames.ts'

/**
 * What a payee earned and was paid in one currency in an epoch, and its balance after it; ledger units, all signed but
 * `paid`. carried = carried before + earned + received − diverted + posted − withheld − paid.
 */
export interface BalanceLine {
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  readonly earned: LedgerUnits
  readonly late: LedgerUnits
  readonly paid: LedgerUnits
  /** Account that was paid, on the currency's chain; '' where nothing was paid. A later binding does not change it. */
  readonly account: AccountAddress | ''
  /** Balance after the epoch: what is available, and the lots. */
  readonly carried: LedgerUnits
  /** Of `earned`: from changes of calls that were settled before, by the same flow run on them alone. */
  readonly adjusted: LedgerUnits
  /** By clauses, from others. */
  readonly received: LedgerUnits
  /** By clauses, to others. */
  readonly diverted: LedgerUnits
  /** Transfers, payments and deposits, net, and what was withheld from others for this payee. */
  readonly posted: LedgerUnits
  /** Withheld from its payment. */
  readonly withheld: LedgerUnits
  /** Of `carried`: lots after the epoch. */
  readonly reserved: LedgerUnits
}

export interface PayoutLine {
  readonly chain: ChainId
  readonly account: AccountAddress
  readonly token: TokenAddress
  /** Atoms, ever. */
  readonly cumulative: Atoms
}

/** Parts that a clause gave are not earned. */
export type EarningRole = Exclude<PartRole, 'clause'>

/** What a clause took in an epoch from one part of its payee's earnings; `to` gets it as a part (asset, `clause`). */
export interface TakeLine {
  readonly clause: string
  readonly payee: PayeeId
  readonly to: PayeeId
  readonly currency: CurrencyCode
  /** '' for a fee. */
  readonly asset: AssetId | ''
  readonly role: PartRole
  /** Below 0 where the clause gives back. */
  readonly amount: LedgerUnits
}

/** Why a payee earned: its part of what one version retained (or the platform fee: asset and version ''). */
export interface EarningLine {
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  readonly asset: AssetId | ''
  readonly version: VersionName | ''
  readonly role: EarningRole
  readonly amount: LedgerUnits
}

/** Lines that differ in payee and amount alone, in columns. */
export interface EarningRun extends Omit<EarningLine, 'payee' | 'amount'> {
  readonly names: PayeeNames
  /** Numbers of `names`, one for each line. */
  readonly payees: Uint32Array
  /** By line; none is 0. */
  readonly amounts: UnitSums
}

/** Earnings line by line, or as runs, of which each is valid until the next one is asked for. */
export interface EarningLines extends Iterable<EarningLine> {
  runs(): Iterable<EarningRun>
}

/** What a payee earned from one source in all epochs. */
export interface EarningToDate extends Omit<EarningLine, 'payee'> {
  /** The first epoch with a line, and the last. */
  readonly first: number
  readonly last: number
  /** How many sources the currency has. */
  readonly sources: number
}

export interface NetToDate extends CallKey {
  readonly currency: CurrencyCode
  readonly net: LedgerUnits
}

/** A version's flow in an epoch, summed over fee groups; ledger units. */
export interface VersionFlowLine extends Omit<VersionFlow, 'version' | 'cost'> {
  readonly asset: AssetId
  readonly version: VersionName
  readonly currency: CurrencyCode
  /** K: costs of the calls that it served. */
  readonly cost: LedgerUnits
}

/** Calls up to an epoch, summed by what they name: see `keySums` of src/usage/reader.ts. */
export interface CallSumLine extends CallKey {
  readonly currency: CurrencyCode
  readonly calls: bigint
  readonly amount: LedgerUnits
}

export interface EpochLines {
  /** Every payee and currency whose earned, paid or carried changed in the epoch. Sorted by payee, currency. */
  readonly balances: ColumnLines<BalanceLine>
  /** Every leaf whose cumulative amount changed. Sorted by chain, account, token. */
  readonly payouts: ColumnLines<PayoutLine>
  readonly earnings: EarningLines
  readonly flows: Iterable<VersionFlowLine>
  /** The checkpoint for the next close, sorted by asset, version, currency; empty where the epoch leaves none. */
  readonly callSums: Iterable<CallSumLine>
  /** State to date where the epoch changed it. Sorted by kind, subject, currency, object. */
  readonly states: Iterable<StateLine>
  /** False where the ledger has no corrections, postings and contracts: what they add to lines is 0. Default: true. */
  readonly contracted?: boolean
  /** What clauses took. Sorted by clause, asset, role. */
  readonly takes: Iterable<TakeLine>
}

/** Books of closed epochs: written before the epoch's event is appended, valid once it is. `closed` names the valid attempts. */
export interface BooksStore {
  /**
   * Lines of different kinds may be written by several calls, also at one time.
   * @param onLines is called with the number of lines that were written since the last call
   * @param onStanding is called when all balances and payouts are durable, and lines of other kinds perhaps not
   */
  write(
    key: EpochKey,
    lines: Partial<EpochLines>,
    onLines?: (lines: number) => void,
    onStanding?: () => void,
  ): Promise<void>
  /** Notes that the log has these epochs. Call it after the append. Repeated notes add nothing. */
  seal(epochs: readonly SealedEpoch[]): Promise<void>
  /** Every note of `seal`, by epoch. An epoch has two where it was closed in two histories. */
  sealed(): Promise<SealedEpoch[]>
  /** The last line of a payee in each currency, as `closed` have them, with the epoch that it is of; in any order. */
  lastLines(
    closed: readonly EpochKey[],
    payee: PayeeId,
  ): Promise<(BalanceLine & { readonly epoch: number })[]>
  /** The same of several payees: from 1 to `subjectsMax`. */
  lastLinesOf(
    closed: readonly EpochKey[],
    payees: readonly PayeeId[],
  ): Promise<(BalanceLine & { readonly epoch: number })[]>
  /** Every line of a payee, sorted by currency as UTF-8 bytes, then by epoch. */
  linesToDate(
    closed: readonly EpochKey[],
    payee: PayeeId,
  ): Promise<(BalanceLine & { readonly epoch: number })[]>
  /** What a payee earned in all of `closed`, by source; of each currency the largest. @param limit of each currency */
  earningsToDate(closed: readonly EpochKey[], payee: PayeeId, limit: number): Promise<EarningToDate[]>
  /** Direct revenue without fee and costs in all of `closed`, of these versions, where it is above 0. */
  netToDate(closed: readonly EpochKey[], versions: readonly CallKey[]): Promise<NetToDate[]>
  /** The last line of every payee, sorted by payee and currency as UTF-8 bytes. Read in bounded memory. */
  eachBalance(closed: readonly EpochKey[]): AsyncIterable<BalanceStanding>
  /** The same in columns, some thousands at a time. */
  balanceRows(closed: readonly EpochKey[]): AsyncIterable<LineRows<BalanceStanding>>
  /** The same, a page of them, sorted by payee and currency as UTF-8 bytes. */
  balancePage(
    closed: readonly EpochKey[],
    filter: BalanceFilter,
    part: ListPart<BalancePlace>,
  ): Promise<BalanceListed[]>
  /** The `limit` highest balances of each currency, by currency, the highest first; and the sums of all. */
  highestBalances(closed: readonly EpochKey[], limit: number): Promise<HighestBalances>
  /** A page of the lots that are not due, sorted by payee and currency as UTF-8 bytes, then by epoch. */
  lotPage(closed: readonly EpochKey[], filter: PayeeFilter, part: ListPart<LotPlace>): Promise<LotStanding[]>
  /** Cumulative leaves after the last of `closed`, sorted by chain, account, token. Read in bounded memory. */
  eachPayout(closed: readonly EpochKey[]): AsyncIterable<PayoutLine>
  /** The same in columns, some thousands at a time. */
  payoutRows(closed: readonly EpochKey[]): AsyncIterable<LineRows<PayoutLine>>
  /** State to date after the last of `closed`, sorted by kind, subject, currency, object. Read in bounded memory. */
  eachState(closed: readonly EpochKey[], only?: StatesWanted): AsyncIterable<StateLine>
  /** Every line of these subjects, sorted by subject as UTF-8 bytes, then by epoch. @param only from 1 to `subjectsMax` */
  statesToDate(
    closed: readonly EpochKey[],
    only: StatesOf,
  ): Promise<(StateLine & { readonly epoch: number })[]>
  /**
   * The lots of every payee after the last of `closed`, sorted by payee, then currency, as UTF-8 bytes. Read in bounded
   * memory.
   */
  eachLots(closed: readonly EpochKey[]): AsyncIterable<PayeeLots>
  /** Those of one account, on any chain. */
  payoutsOf(closed: readonly EpochKey[], account: AccountAddress): Promise<PayoutLine[]>
  /** Lines of one epoch, sorted by payee and currency as UTF-8 bytes. */
  epochBalances(key: EpochKey, payee?: PayeeId, from?: LinesFrom): AsyncIterable<BalanceLine>
  epochPayouts(key: EpochKey): AsyncIterable<PayoutLine>
  /** Sorted by payee, currency, asset, version, role as UTF-8 bytes. @param payee one, or from 1 to `subjectsMax` */
  epochEarnings(key: EpochKey, payee?: PayeeId | readonly PayeeId[]): AsyncIterable<EarningLine>
  /** Sorted by asset, version, currency as UTF-8 bytes. */
  epochFlows(key: EpochKey, versions?: readonly CallKey[]): AsyncIterable<VersionFlowLine>
  /** Sorted by asset, version, currency as UTF-8 bytes. */
  epochCallSums(key: EpochKey): AsyncIterable<CallSumLine>
  /** Sorted by kind, subject, currency, object as UTF-8 bytes. */
  epochStates(key: EpochKey): AsyncIterable<StateLine>
  /** The lots that an epoch changed, of each payee together; of what is gone, lots with nothing left. */
  epochLots(key: EpochKey): AsyncIterable<PayeeLots>
  /** Sorted by clause, asset, role as UTF-8 bytes. @param payee who gave or received; default: all */
  epochTakes(key: EpochKey, payee?: PayeeId): AsyncIterable<TakeLine>
  /** Creates missing tables. */
  prepare(): Promise<void>
  /** Every attempt at an epoch that has lines, valid or not. @param upTo the last epoch; default: all */
  attempts(upTo?: number): Promise<EpochKey[]>
  /** Kinds of lines that the attempt has. */
  kindsOfLines(key: EpochKey): Promise<ReadonlySet<string>>
  /** Moves all lines of these attempts to the quarantine before it returns. No event may name the attempts. */
  moveAside(keys: readonly EpochKey[]): Promise<void>
  /** Removes all lines of these attempts before it returns. Only for attempts that this process itself wrote. */
  remove(keys: readonly EpochKey[]): Promise<void>
}

/** Where to begin, for a reader who wants some lines only. */
export interface LinesFrom {
  /** The lines after this place; default: all. */
  readonly after?: BalancePlace | undefined
  /** Lines of one read; default: as many as are read fastest. */
  readonly linesMax?: number | undefined
}

export interface BalanceStanding {
  readonly payee: PayeeId
  readonly currency: CurrencyCode
  /** Available and in lots; below 0 where the payee owes. */
  readonly balance: LedgerUnits
}

export interface BalanceListed extends BalanceStanding {
  /** Of the balance: lots that are not due. */
  readonly reserved: LedgerUnits
}

export interface HighestBalances {
  readonly balances: readonly BalanceListed[]
  /** By currency: balances above 0, and those below 0 as positive amounts. */
  readonly totals: readonly {
    readonly currency: CurrencyCode
    readonly payees: number
    readonly amount: LedgerUnits
    readonly owing: number
    readonly owed: LedgerUnits
  }[]
}

/** They are part of the text of a query. */
export const subjectsMax = 64

/** Default: all. */
export interface StatesWanted {
  readonly kind?: StateKind | undefined
  /** Lines of these alone: from 1 to `subjectsMax`. */
  readonly subjects?: readonly string[] | undefined
}

/** All that epochs wrote of some subjects. */
type StatesOf = Required<{ readonly [Name in keyof StatesWanted]: NonNullable<StatesWanted[Name]> }>

/** Default: all. */
export interface PayeeFilter {
  readonly payee?: string
  readonly currency?: string
}

interface BalanceFilter extends PayeeFilter {
  /** Only balances below 0. */
  readonly owed?: true
}

/** Where a page of lots ended. */
export type LotPlace = BalancePlace & { readonly epoch: number }

/** Where a page ended. It comes back from outside, so its texts are texts of any form. */
export type BalancePlace = Readonly<Record<'payee' | 'currency', string>>
