/** `Headwater` on the engines of one data folder. */
import type { Config } from '../config.ts'
import type { Lanes, Requests } from '../ingest/index.ts'
import { readCheckpoint } from '../log/partitionEvent.ts'
import type { Registry } from '../registry/model.ts'
import {
  type Headwater,
  type HealthReport,
  pageItemsDefault,
  type RefusedPage,
} from '../service/headwater.ts'
import { packageVersion } from '../version.ts'
import { doctorReport, examineEngines, examineSurroundings } from './doctor/doctor.ts'
import type { Engines } from './engines.ts'
import { pageOfLineage } from './lineagePage.ts'
import { type Core, createCore } from './openParts.ts'
import * as views from './registryViews.ts'
import { createGate } from './runningWork.ts'

/** How often a process that reads a stream sees whether a snapshot of the registry is due. */
const snapshotCheckMs = 5_000

export interface LocalHeadwater extends Headwater {
  /** The data folder. */
  readonly path: string
  /** Opens everything now, so that a fault shows at the start and the first request does not wait. */
  openEverything(): Promise<void>
  /** Tells those who find the folder held where it answers. */
  announce(url: string): void
  /** Takes in partitions of a streaming source as long as `run` does; nothing else may be taken in by this process. */
  consume<Result>(run: (lanes: Lanes) => Promise<Result>): Promise<Result>
  /** Where the source goes on, by the log; undefined where it never began. */
  checkpoint(partition: string): Promise<number | undefined>
}

export async function createLocalHeadwater(
  engines: Engines,
  config: Config,
  command: string,
): Promise<LocalHeadwater> {
  const { events, folder, usage, identities, clock } = engines
  const since = clock().toISOString()
  const gate = createGate()
  let core = await createCore(engines, rebuild)
  let rebuilding: Promise<void> | undefined
  let broken: Error | undefined
  let shutdown: Promise<void> | undefined

  function rebuild(): void {
    rebuilding ??= createCore(engines, rebuild)
      .then(
        (built) => {
          core = built
          broken = undefined
        },
        (error: Error) => {
          broken = error
        },
      )
      .finally(() => {
        rebuilding = undefined
      })
  }

  /** The core as the log has it; where it could not be rebuilt before, tries again. */
  async function current(): Promise<Core> {
    if (broken !== undefined) rebuild()
    await rebuilding
    if (broken !== undefined) throw broken
    return core
  }

  const upToDate = async () => {
    const core = await current()
    await core.catchUp()
    return core
  }
  const settle = <Result>(work: (core: Core) => Promise<Result>) =>
    gate.pass(async () => work(await upToDate()))
  const read = <Result>(view: (registry: Registry) => Result) =>
    settle(async ({ registry }) => view(registry))
  const each = <Item>(items: (core: Core) => AsyncIterable<Item>) =>
    gate.passEach(async function* () {
      yield* items(await upToDate())
    })

  async function taking<Result>(work: (requests: Requests) => Promise<Result>): Promise<Result> {
    return settle(async ({ requests, keepSnapshot }) => {
      const result = await work(await requests.get())
      await keepSnapshot(config.data.snapshotEvents)
      return result
    })
  }

  async function health(): Promise<HealthReport> {
    const { registry, settlement } = core
    let epochs = 0
    let lastEpoch: HealthReport['lastEpoch'] = null
    for await (const { until, position } of settlement.epochs()) {
      epochs++
      lastEpoch = { until, position }
    }
    return {
      status: gate.closing ? 'closing' : broken === undefined ? 'ok' : 'failing',
      version: packageVersion,
      startedAt: since,
      position: await events.head(),
      registryEvents: registry.count,
      assets: registry.assets.size,
      versions: registry.versions.length,
      epochs,
      lastEpoch,
      identities: (await identities.opened())?.size ?? null,
      refused: await (await usage.get()).refused.count(),
    }
  }

  async function close(): Promise<void> {
    await gate.close()
    await rebuilding
    await core.drain().catch(() => {})
    // A snapshot only saves time: what can't be kept now is replayed at the next start.
    await core.keepSnapshot(Math.ceil(config.data.snapshotEvents / 10)).catch(() => {})
    await (await identities.opened())?.close()
    await (await usage.opened())?.close()
    folder.release()
    await events.close()
  }

  return {
    path: folder.path,
    announce: (url) => folder.hold({ command, url, since }),
    openEverything: () => settle(async ({ requests }) => void (await requests.get())),
    consume: (run) =>
      settle(async ({ lanes, keepSnapshot }) => {
        const open = await lanes.get()
        const timer = setInterval(
          () => void keepSnapshot(config.data.snapshotEvents).catch(() => {}),
          snapshotCheckMs,
        )
        try {
          return await run(open)
        } finally {
          clearInterval(timer)
        }
      }),
    checkpoint: (partition) => gate.pass(async () => (await readCheckpoint(events, partition)).checkpoint),
    ingest: (chunks, options) => taking((requests) => requests.ingestStream(chunks, options)),
    submit: (body, options) => taking((requests) => requests.submit(body, options)),
    close: (options) => settle(({ settlement }) => settlement.close(options)),
    epochs: (options) => each(({ settlement }) => settlement.epochs(options)),
    epoch: (epoch) => settle(({ settlement }) => settlement.epoch(epoch)),
    manifest: (epoch) => settle(({ settlement }) => settlement.manifest(epoch)),
    tree: (epoch) => each(({ settlement }) => settlement.tree(epoch)),
    proof: (account, epoch) => settle(({ settlement }) => settlement.proof(account, epoch)),
    statement: (payee, epoch) => settle(({ settlement }) => settlement.statement(payee, epoch)),
    statements: (epoch) => each(({ settlement }) => settlement.statements(epoch)),
    balances: (payee) => settle(({ settlement }) => settlement.balances(payee)),
    explain: (id, source) => settle(({ settlement }) => settlement.explain(id, source)),
    lineage: (query) => settle(({ settlement }) => pageOfLineage(settlement, query)),
    currencies: () => read(views.viewCurrencies),
    assets: (page) => read((registry) => views.viewAssets(registry, page)),
    asset: (asset) => read((registry) => views.viewAsset(registry, asset)),
    versions: (asset, page) => read((registry) => views.viewVersions(registry, asset, page)),
    version: (asset, version) => read((registry) => views.viewNamedVersion(registry, asset, version)),
    verify: (epoch) => each(({ settlement }) => settlement.verify(epoch)),
    refused: (options = {}) =>
      gate.pass(async (): Promise<RefusedPage> => {
        const { refused } = await usage.get()
        const limit = options.limit ?? pageItemsDefault
        const items = await refused.list({
          limit: limit + 1,
          ...(options.cursor !== undefined && { after: options.cursor }),
          ...(options.code !== undefined && { code: options.code }),
        })
        const next = items.length > limit ? items[limit - 1]!.id : null
        return { items: items.slice(0, limit), total: await refused.count(options.code), next }
      }),
    replayRefused: (options) => taking((requests) => requests.replayRefused(options)),
    health,
    doctor: () =>
      gate.pass(async () =>
        doctorReport([...examineSurroundings(config), ...(await examineEngines(engines))]),
      ),
    shutdown: () => (shutdown ??= close()),
  }
}
