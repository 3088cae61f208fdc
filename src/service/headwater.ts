/**
 * Headwater as its users see it: what the command line and the API offer, one method each. `openHeadwater` in main.ts
 * implements it on a data folder; src/client/headwater.ts implements it over HTTP. Every result is plain JSON: money is
 * decimal text in major units, atoms are decimal text, times are RFC 3339 in UTC. The shapes are the zod schemas of
 * src/service/schemas; the types here are derived from them.
 */
import type { z } from 'zod'
import type { Fault } from '../errors.ts'
import type * as schemas from './schemas/index.ts'

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: DeepReadonly<T[Key]> }
    : T
type Shape<Schema extends z.ZodType> = DeepReadonly<z.infer<Schema>>

export type RejectedEvent = Shape<typeof schemas.rejectedEvent>
export type IngestReport = Shape<typeof schemas.ingestReport>
/** Result of one event of an HTTP request, in the order sent. */
export type EventResult = Omit<Shape<typeof schemas.eventResult>, 'fault'> & { readonly fault?: Fault }
export type RefusedPage = Shape<typeof schemas.refusedPage>
export type ReplayReport = Shape<typeof schemas.replayReport>
export type EpochReport = Shape<typeof schemas.epochReport>
export type TreeLeaf = Shape<typeof schemas.treeLeaf>
export type ProofReport = Shape<typeof schemas.proofReport>
export type StatementLine = Shape<typeof schemas.statementLine>
export type Statement = Shape<typeof schemas.statement>
export type PayeeBalances = Shape<typeof schemas.payeeBalances>
export type Explanation = Shape<typeof schemas.explanation>
export type VerifyReport = Shape<typeof schemas.verifyReport>
export type CurrencyView = Shape<typeof schemas.currencyView>
export type AssetView = Shape<typeof schemas.assetView>
export type AssetPage = Shape<typeof schemas.assetPage>
export type VersionView = Shape<typeof schemas.versionView>
export type VersionPage = Shape<typeof schemas.versionPage>
export type LineageReport = Shape<typeof schemas.lineageReport>
export type HealthReport = Shape<typeof schemas.healthReport>
export type DoctorReport = Shape<typeof schemas.doctorReport>
export type RebuildReport = Shape<typeof schemas.rebuildReport>
export type DoctorCheck = DoctorReport['checks'][number]

/** The tree of one chain. The leaves come one by one: a million of them with proofs fit no string. */
export interface TreeReport {
  readonly chain: string
  readonly root: string
  readonly leafCount: number
  readonly leaves: Iterable<TreeLeaf> | AsyncIterable<TreeLeaf>
}

export type InputFormat = 'auto' | 'cloudevents' | 'litellm' | 'otlp' | 'langfuse' | 'openrouter' | 'csv'

/** Which events the sender may send; the others are refused one by one with `auth.scope`. Default: all. */
export interface EventPermissions {
  readonly calls: boolean
  readonly registry: boolean
}

export interface IngestOptions {
  readonly format?: InputFormat
  /** What the input is called in reports: a file's name, `-`, a request id. */
  readonly origin: string
  /** CSV column mapping and defaults for gateway records; see docs/ingestion.md. */
  readonly mapping?: unknown
  readonly allowed?: EventPermissions
  /** The trace that the events are part of, as W3C `traceparent`. */
  readonly traceparent?: string
  readonly onProgress?: (progress: { readonly bytes: number; readonly events: number }) => void
}

export interface SubmitOptions {
  /** Media type of the body, without parameters. */
  readonly contentType: string
  readonly format?: InputFormat
  readonly origin: string
  readonly mapping?: unknown
  readonly allowed?: EventPermissions
  /** The trace that the events are part of, as W3C `traceparent`. */
  readonly traceparent?: string
  /** More than this many are refused whole, with `request.tooManyEvents`. Default: no limit. */
  readonly eventsMax?: number
}

export interface PageOptions {
  readonly cursor?: string
  /** Items a page; from 1 to `pageItemsMax`. */
  readonly limit?: number
}

export const pageItemsMax = 1_000
export const pageItemsDefault = 100

export interface LineageQuery extends PageOptions {
  readonly asset: string
  /** Default: the latest by releasedAt. */
  readonly version?: string
  /** `up` (default) to the sources, `down` to what was derived. */
  readonly direction?: 'up' | 'down'
  /** Edges at most; default no limit. */
  readonly depth?: number
  /** Only versions released by then, RFC 3339. */
  readonly asOf?: string
}

export interface CloseOptions {
  /** RFC 3339; default: now. */
  readonly until?: string
  readonly onProgress?: (progress: CloseProgress) => void
}

/** Which stage of a close runs, and how much of it is done where that is known. */
export interface CloseProgress {
  readonly stage: string
  readonly done?: number
  readonly total?: number
}

export interface Headwater {
  /** Takes the events of a stream of any length, in constant memory. What was acknowledged is durable. */
  ingest(chunks: AsyncIterable<Uint8Array>, options: IngestOptions): Promise<IngestReport>
  /** Takes the events of one request; durable when it returns. */
  submit(body: Uint8Array, options: SubmitOptions): Promise<readonly EventResult[]>
  close(options?: CloseOptions): Promise<EpochReport>
  /** Every closed epoch after `after`, in order. */
  epochs(options?: { after?: number }): AsyncIterable<EpochReport>
  epoch(epoch: number): Promise<EpochReport>
  /** The exact bytes whose SHA-256 is the manifest hash. */
  manifest(epoch: number): Promise<Uint8Array>
  /** One report a chain, sorted by chain. */
  tree(epoch: number): AsyncIterable<TreeReport>
  /** @param account 0x address or CAIP-10; @param epoch default: the last. */
  proof(account: string, epoch?: number): Promise<ProofReport>
  statement(payee: string, epoch?: number): Promise<Statement>
  /** Sorted by payee and currency as UTF-8 bytes. */
  statements(epoch: number): AsyncIterable<StatementLine>
  balances(payee: string): Promise<PayeeBalances>
  explain(id: string, source?: string): Promise<Explanation>
  lineage(query: LineageQuery): Promise<LineageReport>
  currencies(): Promise<readonly CurrencyView[]>
  assets(page?: PageOptions): Promise<AssetPage>
  asset(asset: string): Promise<AssetView>
  versions(asset: string, page?: PageOptions): Promise<VersionPage>
  version(asset: string, version: string): Promise<VersionView>
  /** Recomputes one epoch, or every one. */
  verify(epoch?: number): AsyncIterable<VerifyReport>
  refused(options?: PageOptions & { code?: string }): Promise<RefusedPage>
  /** Sends refused events through ingestion again; what is taken leaves the list. */
  replayRefused(options?: { code?: string }): Promise<ReplayReport>
  health(): Promise<HealthReport>
  doctor(): Promise<DoctorReport>
  /** Finishes what is under way, makes everything durable, lets go of the folder. */
  shutdown(): Promise<void>
}
