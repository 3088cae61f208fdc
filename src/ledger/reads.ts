/** Everything that can be asked of a ledger: its epochs, its registry, and its refused events. */
import { z } from 'zod'
import type { Registry } from '../registry/index.ts'
import { decodeCursor, encodeCursor } from '../service/cursor.ts'
import { type Headwater, pageItemsDefault, type RefusedPage } from '../service/headwater.ts'
import type { RefusedStore } from '../usage/refused.ts'
import type { Engines } from './engines.ts'
import { pageOfLineage } from './lineagePage.ts'
import * as pages from './listPages.ts'
import type { Parts } from './openParts.ts'
import * as lists from './registryLists.ts'
import * as views from './registryViews.ts'
import type { RunningWork } from './runningWork.ts'

type Reads = Omit<
  Headwater,
  | 'ingest'
  | 'submit'
  | 'replayRefused'
  | 'dismissRefused'
  | 'audit'
  | 'close'
  | 'quarantine'
  | 'emptyQuarantine'
  | 'health'
  | 'doctor'
  | 'backup'
  | 'shutdown'
>

export function reads(work: RunningWork<Parts>, { usage, clock }: Pick<Engines, 'usage' | 'clock'>): Reads {
  const { run, upToDate, eachUpToDate } = work
  const view = <Result>(of: (registry: Registry) => Result) => upToDate(async ({ registry }) => of(registry))
  return {
    epochs: (options) => eachUpToDate(({ settlement }) => settlement.epochs(options)),
    preview: (options) => upToDate(({ settlement }) => settlement.preview(options)),
    epoch: (epoch) => upToDate(({ settlement }) => settlement.epoch(epoch)),
    manifest: (epoch) => upToDate(({ settlement }) => settlement.manifest(epoch)),
    tree: (epoch) => eachUpToDate(({ settlement }) => settlement.tree(epoch)),
    proof: (account, epoch) => upToDate(({ settlement }) => settlement.proof(account, epoch)),
    statement: (payee, epoch) => upToDate(({ settlement }) => settlement.statement(payee, epoch)),
    statements: (epoch, from) => eachUpToDate(({ settlement }) => settlement.statements(epoch, from)),
    balances: (payee) => upToDate(({ settlement }) => settlement.balances(payee)),
    balanceList: (query) => upToDate(({ settlement }) => pages.pageOfBalances(settlement, query)),
    callGroups: (query) => upToDate(({ settlement }) => pages.pageOfGroups(settlement, query)),
    calls: (query) => upToDate(({ settlement }) => pages.pageOfCalls(settlement, query)),
    suspense: (query) => upToDate(({ settlement }) => pages.pageOfSuspense(settlement, query)),
    explain: (...call) => upToDate(({ settlement }) => settlement.explain(...call)),
    explainTo: (payee, id, source) => upToDate(({ settlement }) => settlement.explainTo(payee, id, source)),
    verify: (epoch) => eachUpToDate(({ settlement }) => settlement.verify(epoch)),
    lineage: (query) => upToDate(({ settlement }) => pageOfLineage(settlement, query)),
    currencies: () => view(views.viewCurrencies),
    payees: (query) => view((registry) => lists.listPayees(registry, query)),
    assets: (query) => view((registry) => views.viewAssets(registry, query)),
    rates: (query) => view((registry) => lists.listRates(registry, clock(), query)),
    fees: (query) => view((registry) => lists.listFees(registry, clock(), query)),
    asset: (asset) => view((registry) => views.viewAsset(registry, asset)),
    versions: (asset, page) => view((registry) => views.viewVersions(registry, asset, page)),
    version: (asset, version) => view((registry) => views.viewNamedVersion(registry, asset, version)),
    query: (sql) => run(async () => (await usage.get()).query.query(sql)),
    refused: (options) => run(async () => pageOfRefused((await usage.get()).refused, options)),
  }
}

/** Bytes of events on a page. */
const pageBytesMax = 8 << 20

const refusedKey = z.strictObject({
  at: z.int().min(0),
  number: z.int().min(0),
  line: z.int().min(0),
  id: z.string().regex(/^[0-9a-f]{32}$/),
})

/** @throws HeadwaterError `cursor.malformed` */
async function pageOfRefused(
  refused: RefusedStore,
  { limit = pageItemsDefault, cursor, code }: Parameters<Headwater['refused']>[0] = {},
): Promise<RefusedPage> {
  const { entries, next } = await refused.list({
    limit,
    bytesMax: pageBytesMax,
    ...(cursor !== undefined && { after: decodeCursor(cursor, refusedKey) }),
    ...(code !== undefined && { code }),
  })
  const items = entries.map(({ identity: _, ...entry }) => entry)
  const total = await refused.count(code)
  return { items, total, lost: await refused.losses(), next: next ? encodeCursor(next) : null }
}
