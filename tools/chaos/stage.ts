/**
 * The servers on which seeds run one after another. The real broker and the usage store stay between seeds; the usage
 * store has a database for each seed. The usage store is the HTTP front over chDB, a stand-in for ClickHouse that keeps
 * its folder, so faults may kill it. The event store is the double of KurrentDB, which has its log in memory: faults pause
 * it and cut it off, but never kill it. Each seed has an event store of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerAccess, temporaryDatabase } from '../../test/projections/support/serverStore.ts'
import { freePort } from '../../test/support/freePort.ts'
import { compiled, firstLine } from '../../test/support/process.ts'
import { startTcpProxy, type TcpProxy } from '../../test/support/tcpProxy.ts'
import { type Broker, startBroker } from '../kafka/broker.ts'
import { type KeptProcess, keepProcess } from './processes.ts'

/** Names of the topics of one seed. */
export interface Topics {
  readonly registry: string
  readonly calls: string
  readonly deadLetters: string
}

export interface Stage {
  readonly broker: Broker
  readonly usageStore: KeptProcess
  /** Processes that ended unexpectedly. */
  readonly collapses: string[]
  /** Everything of one seed. */
  scene(): Promise<Scene>
  stop(): Promise<void>
}

export interface Scene {
  /** The folder for processes, logs and data. It is removed with the scene unless it is kept. */
  readonly folder: string
  readonly eventStore: KeptProcess
  /** Addresses that no fault cuts off. */
  readonly direct: Addresses
  /** Of `worker 0` …, and `api`. */
  readonly networks: ReadonlyMap<string, Network>
  stop(options: { keepFolder: boolean }): Promise<void>
}

export interface Addresses {
  readonly broker: string
  readonly eventStore: string
  readonly usageStore: string
}

export interface Network extends Addresses {
  readonly proxies: Readonly<Record<keyof typeof linkNames, TcpProxy>>
}

const linkNames = { broker: 0, 'event store': 0, 'usage store': 0 }
const frontMain = new URL('../clickhouse-front/main.ts', import.meta.url).pathname
const doubleMain = new URL('../kurrentdb-double/main.ts', import.meta.url).pathname

function start(program: string, ...argv: readonly string[]): ChildProcess {
  const env = { ...process.env, ...compiled }
  return spawn(process.execPath, [program, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

export async function openStage(workers: number): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-chaos-stage-'))
  const broker = await startBroker({ proxies: workers + 1, brief: true })
  const port = await freePort()
  const collapses: string[] = []
  const usageStore = keepProcess({
    name: 'usage store',
    launch: () => start(frontMain, '--port', String(port), '--data', folder),
    ready: firstLine,
    onUnexpected: (code, signal, stderr) => collapse(collapses, 'usage store', { code, signal, stderr }),
  })
  await usageStore.start()
  return {
    broker,
    usageStore,
    collapses,
    scene: () => openScene(broker, `http://127.0.0.1:${port}`, workers, collapses),
    async stop() {
      await usageStore.end('SIGKILL')
      await broker.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openScene(
  broker: Broker,
  frontUrl: string,
  workers: number,
  collapses: string[],
): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-chaos-'))
  // The database is dropped with the stage, because dropping it alone takes seconds.
  const database = await temporaryDatabase({ url: frontUrl })
  const port = await freePort()
  const eventStore = keepProcess({
    name: 'event store',
    launch: () => start(doubleMain, '--port', String(port)),
    ready: firstLine,
    onUnexpected: (code, signal, stderr) => collapse(collapses, 'event store', { code, signal, stderr }),
  })
  await eventStore.start()
  const networks = new Map<string, Network>()
  for (const [at, proxy] of broker.proxies.entries())
    networks.set(at < workers ? `worker ${at}` : 'api', await openNetwork(proxy, port, database))
  return {
    folder,
    eventStore,
    direct: {
      broker: broker.address,
      eventStore: kurrentUrl(port),
      usageStore: database.url,
    },
    networks,
    async stop({ keepFolder }) {
      await eventStore.end('SIGTERM')
      for (const { proxies } of networks.values()) {
        await proxies['event store'].stop()
        await proxies['usage store'].stop()
      }
      if (!keepFolder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function openNetwork(toBroker: TcpProxy, doublePort: number, database: ServerAccess): Promise<Network> {
  const front = new URL(database.url)
  const [toDouble, toFront] = await Promise.all([
    startTcpProxy({ target: `127.0.0.1:${doublePort}` }),
    startTcpProxy({ target: front.host }),
  ])
  front.port = String(toFront.port)
  toBroker.mode('pass')
  return {
    broker: toBroker.address,
    eventStore: kurrentUrl(toDouble.port),
    usageStore: front.href,
    proxies: { broker: toBroker, 'event store': toDouble, 'usage store': toFront },
  }
}

function kurrentUrl(port: number): string {
  return `kurrentdb://127.0.0.1:${port}?tls=false`
}

function collapse(
  collapses: string[],
  name: string,
  ending: { readonly code: number | null; readonly signal: string | null; readonly stderr: string },
): boolean {
  const { code, signal, stderr } = ending
  collapses.push(`the ${name} ended by itself, with ${code ?? signal}: ${stderr.slice(-2_000)}`)
  return false
}
