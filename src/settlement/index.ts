/**
 * Settlement: closes epochs and answers questions about them. It uses ports only, no adapter. What a question needs is
 * loaded when it is asked, because loading files is most of the time of a short command.
 */

import { lazy } from '../base/lazy.ts'
import type { BooksStore } from '../books/port.ts'
import type { EventStore } from '../eventstore/port.ts'
import { createBatchLog } from '../log/batchLog.ts'
import { createEpochLog } from '../log/epochLog.ts'
import type { ManifestSigner } from '../log/manifestSignature.ts'
import type { Registry } from '../registry/index.ts'
import type { CallLists, CallPlace, GroupPlace, ListPart, UnknownPlace } from '../usage/lists.ts'
import type { UsageReader } from '../usage/reader.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type {
  DuePayment,
  EpochReport,
  Explanation,
  PayeeExplanation,
  ProofReport,
  TreeReport,
} from './answers.ts'
import type { Closing } from './closing.ts'
import { type FlowMethods, flowMethods } from './flows/methods.ts'
import type { KeptFiles } from './keptFiles.ts'
import type { CallGroupItem, CallItem, PayeeCallItem, SuspenseItem } from './lists/answers.ts'
import type { CallListQuery, EachCallQuery, ListPage, SuspenseQuery } from './lists/calls.ts'
import { type ContractLists, contractLists } from './lists/contracts.ts'
import type { PayeeCallQuery } from './lists/payeeCalls.ts'
import { type BalanceLists, summaries } from './lists/summaries.ts'
import { type PublicationMethods, publicationMethods } from './publish/methods.ts'
import type { Exclusively } from './registryAt.ts'
import type { AuditTrail } from './reports/auditTrail.ts'
import type { DueQuery } from './reports/duePayments.ts'
import { reportEpoch } from './reports/epoch.ts'
import type { ExplainOptions } from './reports/explain.ts'
import type { LineagePage, LineagePart, LineageWalk } from './reports/lineage.ts'
import { type StatementMethods, statementMethods } from './reports/statementMethods.ts'
import { type Simulations, simulations } from './simulate/methods.ts'
import type { VerifyOptions, VerifyReport } from './verify/answers.ts'

export interface SettlementDeps {
  readonly events: EventStore
  readonly usage: UsageReader
  readonly lists: CallLists
  readonly books: BooksStore
  readonly refused: RefusedStore
  readonly treeFiles: KeptFiles
  /** The flows of closed epochs. */
  readonly flowFiles: KeptFiles
  /** The live registry: ingestion changes it while settlement reads. */
  readonly registry: Registry
  /** Ingestion waits while a close reads the head of the log and the registry at it. */
  readonly exclusively: Exclusively
  /** How many hours after everything recorded a close may end; undefined for any number. */
  readonly closeAheadHoursMax: number | undefined
  /** Undefined where manifests are not signed. */
  readonly signer?: ManifestSigner | undefined
  /** Whether no other process works on this ledger. */
  readonly alone: boolean
  readonly checkpointCallsMin?: number | undefined
  readonly randomBytes: (length: number) => Uint8Array
  readonly clock: () => Date
}

/** What settlement does and answers; the errors are listed where each function is implemented. */
export interface Settlement
  extends Closing,
    ContractLists,
    FlowMethods,
    PublicationMethods,
    Simulations,
    BalanceLists,
    StatementMethods {
  /** Every closed epoch after `after`, in order. */
  epochs(options?: { after?: number }): AsyncIterable<EpochReport>
  epoch(epoch: number): Promise<EpochReport>
  /** The exact bytes whose SHA-256 is the manifest hash. */
  manifest(epoch: number): Promise<Uint8Array>
  /** One report for each chain, sorted by chain. */
  tree(epoch: number): AsyncIterable<TreeReport>
  proof(account: string, epoch?: number): Promise<ProofReport>
  /** What an outsider needs to compute the epoch again. */
  auditTrail(epoch: number): Promise<AuditTrail>
  /** Ascending by payee as UTF-8 bytes. */
  duePayments(query: DueQuery): AsyncIterable<DuePayment>
  callGroups(query: CallListQuery, part: ListPart<GroupPlace>): Promise<ListPage<CallGroupItem, GroupPlace>>
  calls(query: EachCallQuery, part: ListPart<CallPlace>): Promise<ListPage<CallItem, CallPlace>>
  /** The calls of an epoch that paid a payee. */
  payeeCalls(
    payee: string,
    query: PayeeCallQuery,
    part: ListPart<CallPlace>,
  ): Promise<ListPage<PayeeCallItem, CallPlace>>
  suspense(query: SuspenseQuery, part: ListPart<UnknownPlace>): Promise<ListPage<SuspenseItem, UnknownPlace>>
  explain(id: string, source?: string, options?: ExplainOptions): Promise<Explanation>
  /** Only the payee's own part. */
  explainTo(payee: string, id: string, source?: string): Promise<PayeeExplanation>
  lineage(walk: LineageWalk, part: LineagePart): Promise<LineagePage>
  /** Recomputes one epoch, or every one. */
  verify(epoch?: number, options?: VerifyOptions): AsyncIterable<VerifyReport>
}

export function createSettlement(deps: SettlementDeps): Settlement {
  const { events, books, lists, registry, usage } = deps
  const epochLog = createEpochLog(events)
  const batches = createBatchLog(events)
  const lineage = lazy(async () => new (await import('./lineage.ts')).Lineage(registry))
  const stored = { usage, lists, registry, epochs: epochLog, batches, head: () => events.head() }
  const parts = async () => ({ ...deps, epochs: epochLog, batches, lineage: await lineage.get() })
  const closing = lazy(() =>
    import('./closing.ts').then(async ({ createClosing }) => createClosing(await parts())),
  )
  const trees = lazy(() =>
    import('./reports/tree.ts').then(({ createTreeReader }) =>
      createTreeReader(epochLog, books, deps.treeFiles),
    ),
  )

  const forPayees = { ...deps, epochs: epochLog, batches, lineage: () => lineage.get() }
  const { flowOf, ...flows } = flowMethods(parts)
  const { withChain, ...published } = publicationMethods({ ...deps, epochs: epochLog })
  const explain: Settlement['explain'] = (id, source, options) =>
    import('./reports/explain.ts').then(async ({ explainCall }) =>
      explainCall({ ...stored, books, lineage: await lineage.get() }, { id, source, ...options }),
    )

  return {
    close: async (options, onClosed) => (await closing.get()).close(options, onClosed),
    preview: async (options) => (await closing.get()).preview(options),
    async *epochs({ after = 0 } = {}) {
      for (const closed of (await epochLog.list()).slice(after)) yield reportEpoch(closed)
    },
    epoch: async (epoch) => reportEpoch(await epochLog.get(epoch)),
    manifest: async (epoch) => Buffer.from((await epochLog.get(epoch)).manifestText, 'utf8'),
    async *tree(epoch) {
      yield* (await trees.get()).trees(epoch)
    },
    proof: async (account, epoch) => (await trees.get()).proof(account, epoch),
    auditTrail: (epoch) =>
      import('./reports/auditTrail.ts').then(({ readAuditTrail }) =>
        readAuditTrail({ events, usage, epochs: epochLog, batches }, epoch),
      ),
    async *duePayments(query) {
      const { duePayments } = await import('./reports/duePayments.ts')
      yield* duePayments(await parts(), query)
    },
    ...statementMethods(forPayees, withChain),
    ...summaries(stored, { ...deps, epochs: epochLog }),
    ...published,
    ...contractLists({ ...stored, books, clock: deps.clock }),
    callGroups: (query, part) =>
      import('./lists/calls.ts').then(({ listGroups }) => listGroups(stored, query, part)),
    calls: (query, part) =>
      import('./lists/eachCall.ts').then(({ listCalls }) => listCalls(stored, query, part)),
    payeeCalls: (payee, query, part) =>
      import('./lists/payeeCalls.ts').then(({ listPayeeCalls }) =>
        listPayeeCalls(forPayees, payee, query, part),
      ),
    suspense: (query, part) =>
      import('./lists/calls.ts').then(({ listSuspense }) => listSuspense(stored, query, part)),
    explain,
    explainTo: (payee, id, source) =>
      import('./reports/payeeExplanation.ts').then(({ explainToPayee }) =>
        explainToPayee({ explain, registry }, payee, { id, source }),
      ),
    lineage: (walk, part) =>
      import('./reports/lineage.ts').then(async ({ lineageReport }) => {
        return lineageReport({ ...(await parts()), flowOf }, walk, part)
      }),
    ...simulations({ ...stored, events }, parts),
    ...flows,
    async *verify(epoch, options) {
      const { verifyEpochs } = await import('./verify/verify.ts')
      yield* verifyEpochs({ events, usage, books }, epoch, options)
    },
  }
}
