/**
 * Everything that can be asked of a ledger: its epochs, its registry, and its refused events. What makes pages and views
 * is loaded with the first question that needs it.
 */
import { lazy } from '../base/lazy.ts'
import type { Registry } from '../registry/index.ts'
import type { Headwater } from '../service/headwater.ts'
import type { People } from '../service/people.ts'
import type { Settlement } from '../settlement/index.ts'
import type { Engines } from './engines.ts'
import type { Parts } from './openParts.ts'
import type { RunningWork } from './runningWork.ts'

type Pages = typeof import('./listPages.ts')
type Views = typeof import('./registryViews.ts')
type Lists = typeof import('./registryLists.ts')

type Reads = Omit<
  Headwater,
  | 'ingest'
  | 'simulate'
  | 'compose'
  | 'simulateRelease'
  | 'submit'
  | 'replayRefused'
  | 'dismissRefused'
  | 'audit'
  | 'auditBundle'
  | 'close'
  | 'quarantine'
  | 'emptyQuarantine'
  | 'health'
  | 'doctor'
  | 'backup'
  | 'webhooks'
  | 'rewindWebhook'
  | 'shutdown'
  | keyof People
>

export function reads(work: RunningWork<Parts>, engines: Engines): Reads {
  const { usage, clock } = engines
  const { run, upToDate, eachUpToDate } = work
  const page = <Result>(of: (pages: Pages, settlement: Settlement) => Promise<Result>) =>
    upToDate(async ({ settlement }) => of(await import('./listPages.ts'), settlement))
  const view = <Result>(of: (views: Views, registry: Registry) => Result) =>
    upToDate(async ({ registry }) => of(await import('./registryViews.ts'), registry))
  const list = <Result>(of: (lists: Lists, registry: Registry) => Result) =>
    upToDate(async ({ registry }) => of(await import('./registryLists.ts'), registry))
  // Once: what this process records later is in all of them.
  const whole = lazy(async () => (await import('./inStep.ts')).requireWhole(engines))
  return {
    ...listReads(page),
    epochs: (options) => eachUpToDate(({ settlement }) => settlement.epochs(options)),
    preview: (options) => upToDate(({ settlement }) => settlement.preview(options)),
    epoch: (epoch) => upToDate(({ settlement }) => settlement.epoch(epoch)),
    manifest: (epoch) => upToDate(({ settlement }) => settlement.manifest(epoch)),
    tree: (epoch) => eachUpToDate(({ settlement }) => settlement.tree(epoch)),
    proof: (account, epoch) => upToDate(({ settlement }) => settlement.proof(account, epoch)),
    duePayments: (query) => eachUpToDate(({ settlement }) => settlement.duePayments(query)),
    statement: (payee, epoch) => upToDate(({ settlement }) => settlement.statement(payee, epoch)),
    statementToDate: (payee) => upToDate(({ settlement }) => settlement.statementToDate(payee)),
    statements: (epoch, from) => eachUpToDate(({ settlement }) => settlement.statements(epoch, from)),
    statementsInFull: (epoch) => eachUpToDate(({ settlement }) => settlement.statementsInFull(epoch)),
    publications: () => upToDate(async ({ settlement }) => ({ items: await settlement.publications() })),
    publication: (place) => upToDate(({ settlement }) => settlement.publication(place)),
    planPublication: (query) => upToDate(({ settlement }) => settlement.planPublication(query)),
    claims: (query) =>
      upToDate(async ({ settlement, registry }) =>
        (await import('./listPages.ts')).pageOfClaims(settlement, registry, query),
      ),
    claimTotals: (place) => upToDate(({ settlement }) => settlement.claimTotals(place)),
    recordPublication: (record) => upToDate(({ settlement }) => settlement.recordPublication(record)),
    recordClaims: (record) => upToDate(({ settlement }) => settlement.recordClaims(record)),
    balances: (payee) => upToDate(({ settlement }) => settlement.balances(payee)),
    revenue: (query) => upToDate(({ settlement }) => settlement.revenue(query)),
    held: () => upToDate(({ settlement }) => settlement.held()),
    explain: (...call) => upToDate(({ settlement }) => settlement.explain(...call)),
    explainTo: (payee, id, source) => upToDate(({ settlement }) => settlement.explainTo(payee, id, source)),
    flow: (epoch, view) => upToDate(({ settlement }) => settlement.flow(epoch, view)),
    callFlow: (id, source, view) => upToDate(({ settlement }) => settlement.callFlow(id, source, view)),
    verify: (epoch, options) => eachUpToDate(({ settlement }) => settlement.verify(epoch, options)),
    lineage: (query) =>
      upToDate(async ({ settlement }) =>
        import('./lineagePage.ts').then(({ pageOfLineage }) => pageOfLineage(settlement, query)),
      ),
    currencies: () => view((views, registry) => views.viewCurrencies(registry)),
    payees: (query) => list((lists, registry) => lists.listPayees(registry, clock(), query)),
    assets: (query) => view((views, registry) => views.viewAssets(registry, query)),
    rates: (query) => list((lists, registry) => lists.listRates(registry, clock(), query)),
    fees: (query) => list((lists, registry) => lists.listFees(registry, clock(), query)),
    asset: (asset) => view((views, registry) => views.viewAsset(registry, asset)),
    versions: (asset, page) => view((views, registry) => views.viewVersions(registry, asset, page)),
    version: (asset, version) => view((views, registry) => views.viewNamedVersion(registry, asset, version)),
    query: (sql) =>
      run(async () => {
        await whole.get()
        return (await usage.get()).query.query(sql)
      }),
    refused: (options) =>
      run(async () => (await import('./listPages.ts')).pageOfRefused((await usage.get()).refused, options)),
  }
}

type PageOf = <Result>(of: (pages: Pages, settlement: Settlement) => Promise<Result>) => Promise<Result>

/** Lists that a store continues after a place. */
function listReads(page: PageOf) {
  return {
    balanceList: (query) => page((pages, settlement) => pages.pageOfBalances(settlement, query)),
    clauses: (query) => page((pages, settlement) => pages.pageOfClauses(settlement, query)),
    advances: (query) => page((pages, settlement) => pages.pageOfAdvances(settlement, query)),
    reserves: (query) => page((pages, settlement) => pages.pageOfReserves(settlement, query)),
    owed: (query) => page((pages, settlement) => pages.pageOfOwed(settlement, query)),
    disputes: (query) => page((pages, settlement) => pages.pageOfDisputes(settlement, query)),
    refunds: (query) => page((pages, settlement) => pages.pageOfRefunds(settlement, query)),
    payments: (query) => page((pages, settlement) => pages.pageOfPayments(settlement, query)),
    doublePayments: (query) => page((pages, settlement) => pages.pageOfDoublePayments(settlement, query)),
    callGroups: (query) => page((pages, settlement) => pages.pageOfGroups(settlement, query)),
    calls: (query) => page((pages, settlement) => pages.pageOfCalls(settlement, query)),
    payeeCalls: (payee, query) =>
      page((pages, settlement) => pages.pageOfPayeeCalls(settlement, payee, query)),
    suspense: (query) => page((pages, settlement) => pages.pageOfSuspense(settlement, query)),
  } satisfies Partial<Headwater>
}
