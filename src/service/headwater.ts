/**
 * Headwater as its users see it: a method for each thing that the command line and the API offer. ledger/headwater.ts
 * implements it on a ledger opened in this process, client/headwater.ts over HTTP. Every result is plain JSON: money is
 * decimal text in major units, atoms are decimal text, times are RFC 3339 in UTC. The schemas of service/schemas have
 * the shapes, and the types are derived from them.
 */
import type { Actor } from '../base/actor.ts'
import type { Answer } from '../base/answers.ts'
import type { LinesFrom, PayeeFilter } from '../books/port.ts'
import type {
  EventResult,
  IngestOptions,
  IngestReport,
  ReplayReport,
  SubmitOptions,
} from '../ingest/answers.ts'
import type { ReplayOptions } from '../ingest/replayRefused.ts'
import type {
  DuePayment,
  EpochReport,
  Explanation,
  PayeeExplanation,
  ProofReport,
  TreeReport,
} from '../settlement/answers.ts'
import type { LineageReport } from '../settlement/lineageAnswers.ts'
import type { BalanceQuery } from '../settlement/lists/balances.ts'
import type { EachCallQuery, SuspenseQuery } from '../settlement/lists/calls.ts'
import type { RefundQuery } from '../settlement/lists/corrections.ts'
import type { PayeeCallQuery } from '../settlement/lists/payeeCalls.ts'
import type { PaymentQuery } from '../settlement/lists/payments.ts'
import type { Summaries } from '../settlement/lists/summaries.ts'
import type { EpochPreview } from '../settlement/preview/answers.ts'
import type { PreviewOptions } from '../settlement/preview/options.ts'
import type { CloseOptions } from '../settlement/progress.ts'
import type { DueQuery } from '../settlement/reports/duePayments.ts'
import type { ExplainOptions } from '../settlement/reports/explain.ts'
import type { LineageWalk } from '../settlement/reports/lineage.ts'
import type { SimulationLine } from '../settlement/simulate/answers.ts'
import type { PayeeBalances, Statement, StatementLine } from '../settlement/statementAnswers.ts'
import type { StatementToDate } from '../settlement/toDateAnswers.ts'
import type { VerifyOptions, VerifyReport } from '../settlement/verify/answers.ts'
import type { Composing } from './composing.ts'
import type { Flowing } from './flowing.ts'
import type { Noticing } from './noticing.ts'
import type { People } from './people.ts'
import type { Publishing } from './publishing.ts'
import type * as schemas from './schemas/index.ts'
import type { SimulateOptions } from './simulating.ts'

export type { Actor } from '../base/actor.ts'
export { type InputFormat, inputFormats } from '../decoding/formats/names.ts'
export { standardInputOrigin } from '../decoding/origin.ts'
export type {
  EventPermissions,
  EventResult,
  IngestOptions,
  IngestReport,
  ReadingCount,
  RefusedGroup,
  RejectedEvent,
  ReplayReport,
  SkippedGroup,
  SubmitOptions,
} from '../ingest/answers.ts'
export type { ReplayOptions } from '../ingest/replayRefused.ts'
export type {
  DuePayment,
  EpochReport,
  Explanation,
  PayeeExplanation,
  ProofReport,
  TreeLeaf,
  TreeReport,
} from '../settlement/answers.ts'
export type { LineageReport } from '../settlement/lineageAnswers.ts'
export { refundStates } from '../settlement/lists/correctionAnswers.ts'
export type { HeldReport, RevenueReport } from '../settlement/lists/revenueAnswers.ts'
export type { EpochPreview } from '../settlement/preview/answers.ts'
export {
  type PreviewOptions,
  previewItemsDefault,
  previewItemsMax,
} from '../settlement/preview/options.ts'
export type { CloseOptions, CloseProgress } from '../settlement/progress.ts'
export type { SimulationLine } from '../settlement/simulate/answers.ts'
export type { PayeeBalances, Statement, StatementLine } from '../settlement/statementAnswers.ts'
export type { StatementToDate } from '../settlement/toDateAnswers.ts'
export type { VerifyCheck, VerifyLine, VerifyOptions, VerifyReport } from '../settlement/verify/answers.ts'
export { paymentStates } from '../usage/descriptionLists.ts'
export { type CallState, callStates } from '../usage/lists.ts'
export type {
  ComposedFile,
  CompositionCall,
  CompositionOptions,
  CompositionPreview,
  ReleaseSimulation,
  ReleaseSimulationOptions,
} from './composing.ts'
export * from './flowing.ts'
export type { SimulateOptions } from './simulating.ts'

export type DismissReport = Answer<typeof schemas.dismissReport>
export type RefusedPage = Answer<typeof schemas.refusedPage>
export type CurrencyView = Answer<typeof schemas.currencyView>
export type AssetView = Answer<typeof schemas.assetView>
export type AssetPage = Answer<typeof schemas.assetPage>
export type VersionView = Answer<typeof schemas.versionView>
export type VersionPage = Answer<typeof schemas.versionPage>
export type PayeeView = Answer<typeof schemas.payeeView>
export type PayeePage = Answer<typeof schemas.payeePage>
export type AssetRate = Answer<typeof schemas.assetRate>
export type RatePage = Answer<typeof schemas.ratePage>
export type FeeView = Answer<typeof schemas.feeView>
export type FeePage = Answer<typeof schemas.feePage>
export type BalancePage = Answer<typeof schemas.balancePage>
export type ClausePage = Answer<typeof schemas.clausePage>
export type AdvancePage = Answer<typeof schemas.advancePage>
export type ReservePage = Answer<typeof schemas.reservePage>
export type OwedPage = Answer<typeof schemas.owedPage>
export type DisputePage = Answer<typeof schemas.disputePage>
export type RefundPage = Answer<typeof schemas.refundPage>
export type PaymentPage = Answer<typeof schemas.paymentPage>
export type DoublePaymentPage = Answer<typeof schemas.doublePaymentPage>
export type CallGroupPage = Answer<typeof schemas.callGroupPage>
export type CallPage = Answer<typeof schemas.callPage>
export type PayeeCallPage = Answer<typeof schemas.payeeCallPage>
export type SuspensePage = Answer<typeof schemas.suspensePage>
export type HealthReport = Answer<typeof schemas.healthReport>
export type DoctorReport = Answer<typeof schemas.doctorReport>
export type AuditEntry = Answer<typeof schemas.auditEntry>
export type AuditPage = Answer<typeof schemas.auditPage>
export type AuditAction = (typeof schemas.auditActions)[number]
export type QueryAnswer = Answer<typeof schemas.queryAnswer>
export type BackupReport = Answer<typeof schemas.backupReport>
export type RestoreReport = Answer<typeof schemas.restoreReport>
export type RebuildReport = Answer<typeof schemas.rebuildReport>
export type QuarantineReport = Answer<typeof schemas.quarantineReport>
export type DoctorCheck = DoctorReport['checks'][number]

export interface PageOptions {
  readonly cursor?: string
  /** Items on a page, from 1 to `pageItemsMax`. */
  readonly limit?: number
}

export const pageItemsMax = 1_000
/** Versions, and parts of payees, that a server lists of an explanation, and as many as it is asked for at most. */
export const explainedListDefault = 1_000
export const explainedListMax = 100_000
export const pageItemsDefault = 100

export interface DismissOptions {
  readonly code?: string
  /** Ids of entries. */
  readonly ids?: readonly string[]
  /** Refused before this day or time. */
  readonly before?: string
  /** Must be true where nothing else is given. */
  readonly all?: boolean
  readonly actor?: Actor
}

export interface AuditQuery extends PageOptions {
  /** Only entries from this time on, RFC 3339. */
  readonly since?: string
}

export interface LineageQuery extends LineageWalk, PageOptions {}

export interface PayeeQuery extends PageOptions {
  /** Only ids that begin with it. */
  readonly prefix?: string
  /**
   * A CAIP-10 account of an eip155 chain: only payees that it is bound to now, and those whose other account still has its
   * notice and that it was bound to before.
   */
  readonly account?: string
}

export interface AssetQuery extends PageOptions {
  /** Only ids that begin with it. */
  readonly prefix?: string
  /** Only assets of this payee. */
  readonly owner?: string
}

/** What is in force at a moment, or with `history` all that was ever set. */
export interface InForceQuery extends PageOptions {
  /** RFC 3339; default: now. */
  readonly at?: string
  readonly history?: boolean
}

export interface RateQuery extends InForceQuery {
  readonly asset?: string
}

export interface BalanceListQuery extends BalanceQuery, PageOptions {}
/** Of a payee, of a currency; default: all. */
export interface ContractQuery extends PayeeFilter, PageOptions {}
export interface RefundListQuery extends RefundQuery, PageOptions {}
export interface PaymentListQuery extends PaymentQuery, PageOptions {}
export interface CallQuery extends EachCallQuery, PageOptions {}
export interface PayeeCallListQuery extends PayeeCallQuery, PageOptions {}
export interface SuspenseListQuery extends SuspenseQuery, PageOptions {}

export interface Headwater extends Composing, Flowing, Publishing, Noticing, People, Summaries {
  /** Takes in the events of a stream of any length, in constant memory. Events are durable when it returns. */
  ingest(chunks: AsyncIterable<Uint8Array>, options: IngestOptions): Promise<IngestReport>
  /** Takes in the events of one request. They are durable when it returns. */
  submit(body: Uint8Array, options: SubmitOptions): Promise<readonly EventResult[]>
  close(options?: CloseOptions): Promise<EpochReport>
  /** What `close` would record now. It records nothing. */
  preview(options?: PreviewOptions): Promise<EpochPreview>
  /**
   * What the next close would give with these events too, beside what it would give without them; or closed epochs. It
   * records nothing.
   * First comes a line about the events, then totals and trees, then what differs.
   */
  simulate(chunks: AsyncIterable<Uint8Array>, options: SimulateOptions): AsyncIterable<SimulationLine>
  /** Every closed epoch after `after`, in order. */
  epochs(options?: { after?: number }): AsyncIterable<EpochReport>
  epoch(epoch: number): Promise<EpochReport>
  /** The exact bytes whose SHA-256 is the manifest hash. */
  manifest(epoch: number): Promise<Uint8Array>
  /** One report for each chain, sorted by chain. */
  tree(epoch: number): AsyncIterable<TreeReport>
  /** @param account 0x address or CAIP-10; @param epoch default: the last */
  proof(account: string, epoch?: number): Promise<ProofReport>
  /**
   * What a distributor on a chain that is not eip155 could pay after the last closed epoch. Ascending by payee as UTF-8
   * bytes. It books nothing.
   */
  duePayments(query: DueQuery): AsyncIterable<DuePayment>
  statement(payee: string, epoch?: number): Promise<Statement>
  /** Over all closed epochs: each figure leads to the events behind it. */
  statementToDate(payee: string): Promise<StatementToDate>
  /** Sorted by payee and currency as UTF-8 bytes. */
  statements(epoch: number, from?: LinesFrom): AsyncIterable<StatementLine>
  /** Of every payee with a line in the epoch, in full but for what is on chain. Sorted by payee as UTF-8 bytes. */
  statementsInFull(epoch: number): AsyncIterable<Statement>
  /**
   * The bytes of a ZIP with what an auditor needs of an epoch: manifest, events, rows, proofs, and a page that verifies
   * them. The same epoch gives the same bytes.
   */
  auditBundle(epoch: number): AsyncIterable<Uint8Array>
  balances(payee: string): Promise<PayeeBalances>
  /** Of all payees, after the last closed epoch. Sorted by payee and currency as UTF-8 bytes. */
  balanceList(query?: BalanceListQuery): Promise<BalancePage>
  /** In the order recorded; of a payee: those that take from it or give to it. */
  clauses(query?: ContractQuery): Promise<ClausePage>
  /** Clauses with a cap: what is recouped, what is left, and when it will be at the present pace. */
  advances(query?: ContractQuery): Promise<AdvancePage>
  /** What is held back until when. Sorted by payee and currency as UTF-8 bytes, then by epoch. */
  reserves(query?: ContractQuery): Promise<ReservePage>
  /** Balances below 0. Sorted by payee and currency as UTF-8 bytes. */
  owed(query?: ContractQuery): Promise<OwedPage>
  /** Disputes that are open, the oldest first, with what they hold. */
  disputes(query?: PageOptions): Promise<DisputePage>
  /** The oldest first; of a state: a page may have fewer items than asked for although more follow. */
  refunds(query?: RefundListQuery): Promise<RefundPage>
  /** Payments on a chain that gateways described, the oldest first, with what became of each. */
  payments(query?: PaymentListQuery): Promise<PaymentPage>
  /** Payments that were made twice for one purchase and that no refund names, the oldest first. */
  doublePayments(query?: PageOptions): Promise<DoublePaymentPage>
  /** Calls and amounts by asset, day, currency and state. */
  callGroups(query?: Omit<CallQuery, 'version' | 'epoch'>): Promise<CallGroupPage>
  /** The oldest first. With a version a page may have fewer items than asked for although more follow. */
  calls(query?: CallQuery): Promise<CallPage>
  /** Calls whose asset or version is not known, by what they name. */
  suspense(query?: SuspenseListQuery): Promise<SuspensePage>
  explain(id: string, source?: string, options?: ExplainOptions): Promise<Explanation>
  /** Only what the payee itself gets of the call. */
  explainTo(payee: string, id: string, source?: string): Promise<PayeeExplanation>
  /** Calls of an epoch that paid a payee, with its parts, the oldest first. A page may be short although more follow. */
  payeeCalls(payee: string, query?: PayeeCallListQuery): Promise<PayeeCallPage>
  lineage(query: LineageQuery): Promise<LineageReport>
  currencies(): Promise<readonly CurrencyView[]>
  /** In the order recorded. */
  payees(query?: PayeeQuery): Promise<PayeePage>
  /** In the order recorded. */
  assets(query?: AssetQuery): Promise<AssetPage>
  /** By asset. */
  rates(query?: RateQuery): Promise<RatePage>
  fees(query?: InForceQuery): Promise<FeePage>
  asset(asset: string): Promise<AssetView>
  versions(asset: string, page?: PageOptions): Promise<VersionPage>
  version(asset: string, version: string): Promise<VersionView>
  /** Recomputes one epoch, or every one. */
  verify(epoch?: number, options?: VerifyOptions): AsyncIterable<VerifyReport>
  /** A page ends by `limit`, or by bytes of the events on it. */
  refused(options?: PageOptions & { code?: string }): Promise<RefusedPage>
  /** Takes in refused events again. Those that are accepted leave the list. */
  replayRefused(options?: ReplayOptions): Promise<ReplayReport>
  /** Removes entries from the refused list: those to which every given condition applies. */
  dismissRefused(selection: DismissOptions): Promise<DismissReport>
  /** Who did what, the oldest first. */
  audit(query?: AuditQuery): Promise<AuditPage>
  /** What was moved aside: rows and books that no event of the log names, as a kill leaves them. */
  quarantine(): Promise<QuarantineReport>
  /** Deletes for ever what the quarantine holds. @returns what it deleted */
  emptyQuarantine(options?: { actor?: Actor }): Promise<QuarantineReport>
  /**
   * Answers one SELECT over the stored tables (docs/usage-store.md), within limits.
   * @throws HeadwaterError `query.refused`, `query.malformed`, `query.tooLarge`, `query.busy`
   */
  query(sql: string): Promise<QueryAnswer>
  health(): Promise<HealthReport>
  /** @param options `deep` reads everything that the ledger has; it may take long */
  doctor(options?: { readonly deep?: boolean }): Promise<DoctorReport>
  /**
   * Copies everything that the ledger has in its data folder, as it is at one moment, while other work goes on.
   * @param place a folder that is missing or empty; through a server the name of one, below the server's folder for
   * backups
   */
  backup(place: string): Promise<BackupReport>
  /** Finishes running work, makes everything durable, and closes the folder. */
  shutdown(): Promise<void>
}
